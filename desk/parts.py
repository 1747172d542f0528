"""The parts of a commitment as the task list shows them: what each asks, what it still lacks, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Hidden
from desk.forms.commitment import (
    BudgetForm,
    ChangeForm,
    FrameworkForm,
    PartForm,
    PeopleForm,
    PeriodForm,
    PromiseForm,
    RecommendationsForm,
    RowsForm,
)
from desk.forms.rowsets import INDICATORS, MILESTONES, RowKind

WORDS = {
    "title": gettext_lazy("a title"),
    "summary": gettext_lazy("the promise"),
    "problem": gettext_lazy("the problem"),
    "action": gettext_lazy("what the city will do"),
    "elements": gettext_lazy("an element of the framework"),
    "rights": gettext_lazy("a right"),
    "policy_areas": gettext_lazy("a policy area"),
    "groups": gettext_lazy("whom it concerns"),
    "consulted": gettext_lazy("who was consulted"),
    "starts_on": gettext_lazy("the start date"),
    "ends_on": gettext_lazy("the end date"),
    "milestones": gettext_lazy("a milestone with a text and a date"),
    "unit": gettext_lazy("the responsible unit"),
    "change_reason": gettext_lazy("the reason for the change"),
}


@dataclass(frozen=True)
class Part:
    """One page of the form. `needs` names what must be there before the commitment can be sent.

    `rows` are rows that can be added and removed. An `aside` part is only met by those who look for it: “Save and
    continue” does not lead there, so that the first commitment stays ten pages.
    """

    key: str
    title: Any
    hint: Any
    needs: tuple[str, ...]
    form: type[PartForm] | None
    lede: Any = ""
    rows: RowKind | None = None
    aside: bool = False

    def lacks(self, present: set[str]) -> list[str]:
        return [name for name in self.needs if name not in present]

    def is_done(self, present: set[str]) -> bool:
        return not self.lacks(present) if self.needs else self.key in present


CHANGE = Part(
    "change",
    gettext_lazy("Why the text changes"),
    gettext_lazy("Your reason stands beside the old and the new text"),
    ("change_reason",),
    ChangeForm,
)
PARTS = (
    Part(
        "promise",
        gettext_lazy("The promise"),
        gettext_lazy("One sentence a resident can check"),
        ("title", "summary", "problem", "action"),
        PromiseForm,
        gettext_lazy("Write for residents. Short sentences, no abbreviations, no names of persons."),
    ),
    Part(
        "framework",
        gettext_lazy("Framework and rights"),
        gettext_lazy("Where it belongs in the framework and the EU Charter"),
        ("elements", "rights", "policy_areas"),
        FrameworkForm,
        gettext_lazy("Residents find your commitment by these words. Choose few, choose the closest."),
    ),
    Part(
        "people",
        gettext_lazy("People concerned and consultation"),
        gettext_lazy("Whom it concerns, who was asked, what changed"),
        ("groups", "consulted"),
        PeopleForm,
        gettext_lazy("Say it as it was. “Nobody was consulted” is an answer."),
    ),
    Part(
        "milestones",
        gettext_lazy("Milestones and dates"),
        gettext_lazy("What people will be able to see, and when"),
        ("starts_on", "ends_on", "milestones"),
        PeriodForm,
        gettext_lazy("Say what people will be able to see, and when. Two to six milestones work best."),
        rows=MILESTONES,
    ),
    Part(
        "recommendations",
        gettext_lazy("Recommendations"),
        gettext_lazy("What others recommended to you and this answers. You can send without"),
        (),
        RecommendationsForm,
        gettext_lazy("National institutions, treaty bodies and the Council of Europe make them. Tick what you act on."),
        aside=True,
    ),
    Part(
        "indicators",
        gettext_lazy("Indicators"),
        gettext_lazy("What you measure, from where to where. You can send without"),
        (),
        RowsForm,
        gettext_lazy("If you count something, say what, in which unit, and how often you report it. Up to ten."),
        rows=INDICATORS,
        aside=True,
    ),
    Part(
        "budget",
        gettext_lazy("Budget and owner"),
        gettext_lazy("The unit that answers for it, the money, the council decision"),
        ("unit",),
        BudgetForm,
    ),
    Part(
        "evidence",
        gettext_lazy("Evidence"),
        gettext_lazy("Documents and links. You can send without"),
        (),
        None,
        gettext_lazy("The council decision, minutes, plans: what shows that the promise is real."),
    ),
)


def parts_of(version: Any) -> tuple[Part, ...]:
    """Return the parts of a text; an amendment also says why it changes."""
    return (CHANGE, *PARTS) if is_amendment(version) else PARTS


def is_amendment(version: Any) -> bool:
    """Whether the public knows an earlier text."""
    return version.number > 1 and version.commitment.first_published_at is not None


def part_of(version: Any, key: str) -> Part:
    """Return one part. Raises: Hidden for a key that no part has."""
    for part in parts_of(version):
        if part.key == key:
            return part
    raise Hidden


def place_of(version: Any, part: Part) -> str:
    """Return “Part 3 of 7” in words; checking is the last part."""
    if part.aside:
        return _("Optional part")
    parts = in_a_row(version)
    return _("Part %(number)s of %(total)s") % {"number": parts.index(part) + 1, "total": len(parts) + 1}


def in_a_row(version: Any) -> tuple[Part, ...]:
    """Return the parts that “Save and continue” walks through."""
    return tuple(part for part in parts_of(version) if not part.aside)


def url_of(code: str, part: Part) -> str:
    return reverse("desk:step", args=[code, part.key])


def next_url(version: Any, part: Part) -> str:
    """Return the address of the part after this one; after the last one comes the check."""
    parts, code = parts_of(version), version.commitment.code
    later = [row for row in parts[parts.index(part) + 1 :] if not row.aside]
    return url_of(code, later[0]) if later else reverse("desk:check", args=[code])


def count_done(version: Any, present: set[str]) -> tuple[int, int]:
    """Return how many parts are done, and how many there are. A part that may stay empty counts once it is filled."""
    counted = [part for part in parts_of(version) if part.needs or part.is_done(present)]
    return sum(part.is_done(present) for part in counted), len(counted)


def done_words(version: Any, present: set[str]) -> str:
    done, total = count_done(version, present)
    return _("%(done)s of %(total)s parts done.") % {"done": done, "total": total}


def task_rows(version: Any, present: set[str], code: str) -> list[dict[str, Any]]:
    """Return the task list: one row for each part, and the check at its end."""
    rows = [_row(part, present, code) for part in parts_of(version)]
    done, total = count_done(version, present)
    ready = done == total
    rows.append(
        {
            "label": _("Check and send"),
            "url": reverse("desk:check", args=[code]),
            "hint": _("Everything is there.") if ready else _("You can send when all parts are done"),
            "status": _("To do") if ready else _("Not yet"),
            "kind": "go" if ready else "line",
        }
    )
    return rows


def _row(part: Part, present: set[str], code: str) -> dict[str, Any]:
    lacks = part.lacks(present)
    hint, status, kind = part.hint, _("To do"), "go"
    if part.is_done(present):
        status, kind = _("Done"), "ok"
    elif not part.needs:
        status, kind = _("Optional"), "line"
    elif len(lacks) < len(part.needs):
        hint = _("Still missing: %(what)s") % {"what": in_words(lacks)}
        status, kind = _("Started"), "warn"
    return {"label": part.title, "url": url_of(code, part), "hint": hint, "status": status, "kind": kind}


def in_words(names: Iterable[str]) -> str:
    """Return “a title, the promise and the problem”."""
    return get_text_list([str(WORDS[name]) for name in names], _("and"))
