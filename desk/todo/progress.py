"""Progress that is due, and reports that the office sent back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.local import day
from desk.queries import Dashboard
from desk.todo.words import Row, due_words, where

LATER_SHOWN = 5


def notes(user: Any, data: Dashboard) -> list[Row]:
    """Reports that the office sent back."""
    return [_report_returned(row) for row in returned(data)]


def returned(data: Dashboard) -> list[Any]:
    """Return the commitments whose report came back."""
    return [row for row in data.commitments if row.report_state == "returned"]


def rows(data: Dashboard, many: bool) -> list[Row]:
    """Progress to report: what is urgent, then the next few."""
    found = [_progress(row, many) for row in data.commitments if row.report_state in {None, "draft"} and _reports(row)]
    return [row for row in found if row["urgent"]] + [row for row in found if not row["urgent"]][:LATER_SHOWN]


def _report_returned(commitment: Any) -> Row:
    words = _("The review office sent back your report on “%(title)s”.") % {"title": commitment.title}
    by = _("by %(date)s.") % {"date": day(commitment.report_answer_by)} if commitment.report_answer_by else ""
    url = reverse("desk:report", args=[commitment.report_pk])
    return {"strong": words, "url": url, "link": _("Read what to change"), "after": by}


def _reports(commitment: Any) -> bool:
    return bool(commitment.report_pk or commitment.next_due_on)


def _progress(commitment: Any, many: bool) -> Row:
    if commitment.report_pk:
        url, status, kind = reverse("desk:report", args=[commitment.report_pk]), _("Report started"), "go"
    else:
        url = reverse("desk:report_new", args=[commitment.code]) + f"?milestone={commitment.next_key}"
        status, kind = due_words(commitment.next_due_on)
    label, hint = commitment.title, _("Your report is not sent yet")
    if commitment.next_due_on:
        names = {"title": commitment.title, "number": commitment.next_position}
        label = _("%(title)s: milestone %(number)s") % names
        due = {"date": day(commitment.next_due_on), "what": commitment.next_title}
        hint = _("%(what)s. Due %(date)s") % due
    urgent = bool(commitment.report_pk) or kind != "line"
    row = {"label": label, "url": url, "hint": where(hint, commitment.city, many), "status": status, "kind": kind}
    return {**row, "urgent": urgent, "due": commitment.next_due_on}
