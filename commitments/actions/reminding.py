"""Reminders of the cities' due dates: each once, however often and by however many the run is started."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments import emails
from commitments.queries import (
    STALE_AFTER,
    Due,
    due_answers,
    due_confirmations,
    due_drafts,
    due_milestones,
    due_report_answers,
    due_reports,
    people_of_cities,
)
from core.actions import claim_reminders
from core.models import Reminder
from core.reminders import OFFSETS, Turn, turns

BATCH = 50


@dataclass(frozen=True)
class Duty:
    """One kind of due date: what has its turn, how many days before and after, until when, and the mail."""

    kind: str
    rows: Callable[[Turn], Iterator[Due]]
    tell: Callable[[User, Due, int, dt.date], None]
    offsets: tuple[int, ...] = OFFSETS
    until: int = 60


DUTIES = (
    Duty("report", due_reports, emails.report_due),
    Duty("confirmation", due_confirmations, emails.confirmation_due),
    Duty("milestone", due_milestones, emails.milestone_due, (-30, -7, 1), 30),
    Duty("answer", due_answers, emails.answer_due, (-7,), 1),
    Duty("report_answer", due_report_answers, emails.answer_due, (-7,), 1),
    Duty("draft", due_drafts, emails.draft_waits, (STALE_AFTER.days,)),
)


def remind_cities(*, today: dt.date | None = None) -> int:
    """Remind the people of all cities of what is due or late, each person once for each date and offset.

    Safe to run twice and at once. After days without a run only the latest reminder that was missed is given.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many reminders were given.
    """
    today = today or timezone.localdate()
    return sum(
        _remind(duty, turn.offset, batch, today)
        for duty in DUTIES
        for turn in turns(today, duty.offsets, until=duty.until)
        for batch in _batches(duty.rows(turn))
    )


def _batches(rows: Iterable[Due]) -> Iterator[list[Due]]:
    found = list(rows)  # read whole first: the batches write to the table that the query leaves out
    waiting = iter(found)
    while batch := list(islice(waiting, BATCH)):
        yield batch


@transaction.atomic
def _remind(duty: Duty, offset: int, batch: list[Due], today: dt.date) -> int:
    """Claim and queue one batch: both, or neither when the process dies in between."""
    people = people_of_cities({due.city_id for due in batch})
    told = {(due.thing, due.part): due for due in batch}
    rows = [
        Reminder(kind=duty.kind, thing=due.thing, part=due.part, due_on=due.due_on, offset=offset, person=person)
        for due in batch
        for person in people.get(due.city_id, [])
    ]
    given = claim_reminders(rows=rows)
    for row in given:
        duty.tell(row.person, told[row.thing, row.part], offset, today)
    return len(given)
