"""A correction or a change? The rule that decides whether an approver signs again."""

import re
from typing import Any

TYPO_WORDS = 3
TYPO_LENGTH = 4
MEASURED = ("unit", "baseline", "baseline_on", "target", "target_on", "frequency")


def is_material_change(old: Any, new: Any) -> bool:
    """Whether `new` changes the aim, the target or a date of the published text `old`; such a change needs a sign-off.

    A change is a mere correction when all of this holds:
    start, end, budget and the people it concerns are the same; the milestones are the same, with the same dates;
    the indicators are the same, each with the same unit, baseline, target, dates and rhythm;
    title, promise, action and the texts of milestones and indicators differ by typing errors only (`is_typo`).
    The other texts (problem, unit, consultation, notes) may be corrected freely: the office still checks them.
    """
    if any(getattr(old, name) != getattr(new, name) for name in ("starts_on", "ends_on", "budget", "language")):
        return True
    if {row.pk for row in old.groups.all()} != {row.pk for row in new.groups.all()}:
        return True
    before = {row.key: row for row in old.milestones.all()}
    after = {row.key: row for row in new.milestones.all()}
    if {key: row.due_on for key, row in before.items()} != {key: row.due_on for key, row in after.items()}:
        return True
    measured, now = ({row.key: row for row in text.indicators.all()} for text in (old, new))
    if _targets(measured) != _targets(now):
        return True
    texts = [(getattr(old, name), getattr(new, name)) for name in ("title", "summary", "action")]
    texts += [(row.title, after[key].title) for key, row in before.items()]
    texts += [(row.title, now[key].title) for key, row in measured.items()]
    return not all(is_typo(*pair) for pair in texts)


def _targets(indicators: dict[str, Any]) -> dict[str, list[Any]]:
    return {key: [getattr(row, name) for name in MEASURED] for key, row in indicators.items()}


def is_typo(old: str, new: str) -> bool:
    """Whether two texts differ by typing errors only: same number of words, at most three of them misspelt.

    Punctuation, capitals and blanks do not count. Misspelt is a word of at least four letters, without a digit,
    that keeps its first letter and has one letter more, less or other, or two letters swapped. So "libary" may
    become "library", but "legal" not "illegal", 2027 not 2028, "now" not "not".
    """
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return False
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return len(changed) <= TYPO_WORDS and all(_is_misspelt(*pair) for pair in changed)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_misspelt(old: str, new: str) -> bool:
    if min(len(old), len(new)) < TYPO_LENGTH or old[0] != new[0] or not (old + new).isalpha():
        return False
    if len(old) == len(new):
        places = [index for index in range(len(old)) if old[index] != new[index]]
        swapped = len(places) == 2 and places[1] == places[0] + 1
        return len(places) == 1 or (swapped and old[places[0]] == new[places[1]] and old[places[1]] == new[places[0]])
    short, long = sorted((old, new), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
