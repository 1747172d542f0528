"""What is checked before a yes: the defaults of the method, and what the office made of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from review.models import ChecklistItem

Kind = ChecklistItem.Kind
Checklist = tuple[tuple[str, str], ...]
_TEXT: dict[str, Any] = {
    "complete": _("The text is complete and a resident can check the promise"),
    "lawful": _("Nothing in it is unlawful or discriminating"),
    "no_personal_data": _("No personal data in the text or in public files"),
    "framework": _("It belongs to the framework elements and rights it names"),
    "no_conflict": _("I have no conflict of interest with this city"),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    Kind.JOIN: {
        "channel": _("I reached the applicant through an official contact channel of the city."),
        "document": _("I read the mandate document: it is of this city, signed, and in force."),
        "comparison": _("I compared the name and the e-mail domain with the city's own website."),
    },
    Kind.VERSION: _TEXT,
    Kind.REPORT: _TEXT,
    Kind.STATEMENT: {
        "no_personal_data": _("No personal data of others in the text or in the proof"),
        "lawful": _("Nothing in it is unlawful, insulting or discriminating"),
        "about_this": _("It is about this evidence or report, and says what it shows instead"),
        "proof_opens": _("The proof opens, and shows what the text says"),
    },
    Kind.LABEL_STATEMENT: {
        "no_personal_data": _("No personal data of others in the text or behind the link"),
        "lawful": _("Nothing in it is unlawful, insulting or discriminating"),
        "about_these": _("It is about the questions it names, in this city"),
        "link_opens": _("The link opens and fits, if there is one"),
        "speaker": _("Nothing shows that it speaks for somebody who did not agree"),
    },
}


def checklist(kind: str) -> Checklist:
    """Return (key, wording) of what is checked for `kind` now, in order; the defaults while nothing is stored."""
    rows = list(ChecklistItem.objects.filter(kind=kind))
    if not rows:
        return tuple((key, str(words)) for key, words in DEFAULTS[kind].items())
    return tuple((row.key, wording_of(row)) for row in rows if row.is_active)


def wording_of(item: ChecklistItem) -> str:
    """Return the office's own wording, else the default in the reader's language."""
    return item.wording or str(DEFAULTS[item.kind].get(item.key, item.key))


def missing_ticks(rows: Checklist, ticks: Iterable[str]) -> list[str]:
    """Return the wordings that are not ticked."""
    done = set(ticks)
    return [wording for key, wording in rows if key not in done]


def as_ticked(rows: Checklist, ticks: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what a review keeps: each thing to check in the words of today, and whether it was ticked."""
    done = set(ticks)
    return {key: {"wording": wording, "ticked": key in done} for key, wording in rows}
