"""Concerns about a label in words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import local
from labels.models import Concern
from labels.queries.concerns import ConcernPage
from portal import words
from portal.words import Row, Tag

KINDS = {"closed": ("line", "ok"), "lapsed": ("line", "stop"), "suspension": ("warn", "late")}


def concern_tag(concern: Concern) -> Tag:
    """Return the tag that says where a concern is."""
    kind, icon = KINDS.get(concern.state, ("go", "go"))
    text = concern.get_outcome_display() if concern.outcome else concern.get_state_display()
    return words.tag(capfirst(text), kind, icon)


def concern_rows(concerns: Iterable[Concern]) -> list[Row]:
    """Return the concerns that stand on the page of a label."""
    return [
        {"url": row.get_absolute_url(), "reference": row.reference, "tag": concern_tag(row), "on": row.accepted_at}
        for row in concerns
    ]


def concern_context(page: ConcernPage) -> Row:
    """Return the template's context for the page of one concern."""
    concern = page.concern
    return {
        "concern": concern,
        "label": concern.label,
        "city": concern.label.city,
        "tag": concern_tag(concern),
        "facts": _facts(page),
        "proof": _proof(concern),
        "answers": page.answers,
        "no_answer": _no_answer(page),
        "plans": page.plans,
        "appeal": getattr(concern, "appeal", None),
        "steps": [{"title": text, "status": local.day(at), "icon": "ok"} for at, text in page.steps],
    }


def _no_answer(page: ConcernPage) -> str:
    """Say that an answer is awaited, or did not come; nothing is said of the one before an appeal opened it again."""
    if page.concern.state == Concern.State.ACCEPTED:
        return _("The city has not answered yet.")
    return _("The city did not answer in time. The office went on without its answer.") if page.went_unanswered else ""


def _facts(page: ConcernPage) -> list[Row]:
    concern = page.concern
    rows = [
        (_("Label"), concern.label.code),
        (_("About"), page.title),
        (_("Raised by"), concern.organisation or capfirst(concern.get_filer_display())),
        (_("Accepted"), local.day(concern.accepted_at) if concern.accepted_at else ""),
        _until(concern),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _until(concern: Concern) -> tuple[str, str]:
    """By when city or office act, or, neutrally, since when that is due."""
    if concern.due_on is None:
        return "", ""
    is_over = concern.due_on < timezone.localdate()
    return _("Due since") if is_over else _("Until"), local.day(concern.due_on)


def _proof(concern: Concern) -> Row | None:
    if concern.proof == Concern.Proof.LINK:
        return {"url": concern.url, "text": concern.url}
    if concern.proof == Concern.Proof.FILE:
        address = reverse("portal:concern_proof", args=[concern.label.code, concern.reference])
        return {"url": address, "text": concern.file_name}
    return None
