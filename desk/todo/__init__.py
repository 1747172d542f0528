"""The dashboard in words: every task with one link. One module per topic; `NOTES` lists who says what waits now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.local import day
from desk.queries import Dashboard
from desk.todo import doors, evidence, label, mandate, progress, questions, rhythm, texts, voices
from desk.todo.words import Row

NOTES = (
    questions.notes,
    texts.notes,
    progress.notes,
    voices.notes,
    label.notes,
    doors.notes,
    evidence.notes,
    mandate.notes,
)


@dataclass(frozen=True)
class Todo:
    """`notes` come first, `draft` is the text worked on last, with its parts; the rest are rows of task lists."""

    notes: list[Row]
    draft: Row | None
    drafts: list[Row]
    sent: list[Row]
    progress: list[Row]
    lede: str


def todo(user: Any, data: Dashboard) -> Todo:
    """Put what waits for `user` into words."""
    many = len(data.cities) > 1
    notes = [note for speak in NOTES for note in speak(user, data)]
    drafts = texts.in_state(data, "draft")
    due = rhythm.rows(data, many) + progress.rows(data, many)
    urgent = [row for row in due if row["urgent"]]
    dates = [row.answer_by for row in texts.in_state(data, "returned")]
    dates += [row.report_answer_by for row in progress.returned(data)] + [row["due"] for row in urgent]
    return Todo(
        notes=notes,
        draft=texts.draft(drafts[0], user) if drafts else None,
        drafts=[texts.other_draft(row, user, many) for row in drafts[1:]],
        sent=texts.sent(user, data, many),
        progress=due,
        lede=_lede(len(notes) + len(drafts) + len(urgent), min(filter(None, dates), default=None)),
    )


def _lede(count: int, nearest: dt.date | None) -> str:
    if not count:
        return _("Nothing waits for you.")
    words = ngettext("%(count)s thing needs you.", "%(count)s things need you.", count) % {"count": count}
    if nearest is None:
        return words
    if nearest < timezone.localdate():
        return f"{words} " + _("The first was due on %(date)s.") % {"date": day(nearest)}
    return f"{words} " + _("The nearest date is %(date)s.") % {"date": day(nearest)}
