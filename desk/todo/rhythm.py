"""The dates a public commitment lives by: "all still right" once a year, a report every second year."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.local import day
from desk.queries import Dashboard
from desk.todo.words import Row, due_words, where

SHOWN = dt.timedelta(days=90)  # from the first reminder on


def rows(data: Dashboard, many: bool) -> list[Row]:
    """What is due within 90 days or late, next date first."""
    found = [row for commitment in data.commitments for row in _rows(commitment, many)]
    return sorted(found, key=lambda row: row["due"])


def _rows(commitment: Any, many: bool) -> list[Row]:
    report, confirmation, title = commitment.next_report_on, commitment.next_confirm_on, {"title": commitment.title}
    if _is_near(report) and not commitment.report_pk:
        since = _("Due since %(day)s") if commitment.state == "on_hold" else _("Due %(day)s")
        hint = where(since % {"day": day(report)}, commitment.city, many)
        url = reverse("desk:report_new", args=[commitment.code])
        return [{"label": _("%(title)s: progress report") % title, "url": url, "hint": hint, **_when(report)}]
    if _is_near(confirmation):
        words = _("One click says so, with today’s date. Due %(day)s") % {"day": day(confirmation)}
        hint, url = where(words, commitment.city, many), reverse("desk:confirm", args=[commitment.code])
        return [{"label": _("%(title)s: is all still right?") % title, "url": url, "hint": hint, **_when(confirmation)}]
    return []


def _is_near(due: dt.date | None) -> bool:
    return due is not None and due - timezone.localdate() <= SHOWN


def _when(due: dt.date) -> Row:
    status, kind = due_words(due)
    return {"status": status, "kind": kind, "urgent": kind != "line", "due": due}
