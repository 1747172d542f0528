"""What the review office asked and nobody has answered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.queries import Dashboard
from desk.todo.words import Row
from desk.words import title_of


def notes(user: Any, data: Dashboard) -> list[Row]:
    """One note for each text and report about which the office waits for an answer."""
    rows = [
        _asked(title_of(row), reverse("desk:answer", args=[row.commitment.code]), is_new=not row.is_question_read)
        for row in data.versions
        if row.is_asked
    ]
    return rows + [
        _asked(row.title, reverse("desk:report_answer", args=[row.asked_report]), is_new=not row.is_question_read)
        for row in data.commitments
        if row.asked_report
    ]


def _asked(title: str, url: str, *, is_new: bool) -> Row:
    words = _("The review office asked a question about “%(title)s”.") % {"title": title}
    if is_new:
        words = _("New question of the review office about “%(title)s”.") % {"title": title}
    return {"strong": words, "url": url, "link": _("Read and answer"), "after": ""}
