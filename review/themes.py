"""Themes by the words people type: the queue keeps codes, their names are searched in every complete language."""

from collections import defaultdict

from django.core.cache import cache
from django.utils import translation

from core.languages import COMPLETE
from core.text import fold
from review.registry import filter_choices

KEPT_FOR, SHORTEST = 60, 2


def themes_named(term: str) -> tuple[str, ...]:
    """Return the codes of the themes whose name, in any complete language, holds a folded word of some length."""
    if len(term) < SHORTEST:
        return ()
    known = cache.get_or_set("review:theme-names", _names, KEPT_FOR)
    return tuple(code for code, names in known.items() if term in names)


def _names() -> dict[str, str]:
    """Return code -> its names in every complete language, folded. One query a language, once a minute."""
    names: dict[str, list[str]] = defaultdict(list)
    for language in COMPLETE:
        with translation.override(language):
            for code, name in filter_choices("themes"):
                names[code].append(fold(str(name)))
    return {code: " ".join(words) for code, words in names.items()}
