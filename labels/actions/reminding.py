"""Reminders of every date of the label: each once to each person who keeps it, however often the run is started."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.actions import claim_reminders
from core.models import Reminder
from core.reminders import Turn, turns
from labels.emails import send_condition_due, send_deadline, send_life_date
from labels.emails.due import (
    appeal_naming_due,
    appeal_possible,
    appeal_possible_to_author,
    appeal_vote_due,
    concern_due,
)
from labels.emails.findings import send_panel_deadline
from labels.queries import city_people, due
from labels.queries.concerns import city_people_of
from labels.queries.due import Dated
from labels.queries.findings import panel_people
from labels.rules import switched_off

# What moves on by itself, or cannot be done any more, the day after: the run of that day says so.
BEFORE = (-7, -1)
OVER = 1


@dataclass(frozen=True)
class Duty:
    """One kind of date: what has its turn, who keeps it, the mail, how many days before and after, until when."""

    kind: str
    rows: Callable[[Turn], Iterable[Dated]]
    people: Callable[[Any], Iterable[Any]]
    tell: Callable[..., None]
    offsets: tuple[int, ...] = (-7, -1, 1)
    until: int = 30


DUTIES = (
    Duty("label_deadline", due.clocks_of_cities, due.people_of_clock, send_deadline),
    Duty("panel_deadline", due.clocks_of_panels, lambda clock: panel_people(clock.application), send_panel_deadline),
    Duty("label_condition", due.conditions, lambda row: city_people(row.city), send_condition_due, (-30, -7, 1)),
    Duty(
        "label_midterm",
        due.midterm_reports,
        lambda label: city_people(label.city),
        partial(send_life_date, "label_midterm_due"),
        (-90, -30, -7, 1),
        60,
    ),
    Duty(
        "label_end",
        due.last_days,
        lambda label: city_people(label.city),
        partial(send_life_date, "label_ends"),
        (-90, -30, -7),
        0,
    ),
    Duty("concern", due.concerns_of_cities, city_people_of, concern_due, BEFORE, OVER),
    Duty("concern_triage", due.concerns_to_triage, due.readers_of, concern_due, BEFORE, OVER),
    Duty("appeal_vote", due.appeals_to_decide, due.judges_to_vote, appeal_vote_due),
    Duty("appeal_naming", due.appeals_to_name, due.namers_of, appeal_naming_due),
    Duty("appeal_possible", due.last_days_of_cities_to_appeal, due.people_to_appeal, appeal_possible, BEFORE, OVER),
)


def remind_labels(*, today: dt.date | None = None) -> int:
    """Remind people of cities, panels and the office of what is due in label cases. Safe to run twice and at once.

    What is late at the office is in its own reminders (`review.actions.remind_office`), except appeals.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many reminders were given to people with an account; none while the label is switched off.
    """
    if switched_off():
        return 0
    day = today or timezone.localdate()
    _remind_authors(day)
    return sum(
        _remind(duty, turn.offset, dated, day)
        for duty in DUTIES
        for turn in turns(day, duty.offsets, until=duty.until)
        for dated in list(duty.rows(turn))
    )


@transaction.atomic
def _remind(duty: Duty, offset: int, dated: Dated, today: dt.date) -> int:
    """Claim and queue the reminders of one date: both, or neither when the process dies in between."""
    rows = [
        Reminder(kind=duty.kind, thing=dated.row.pk, part=dated.part, due_on=dated.due_on, offset=offset, person=person)
        for person in duty.people(dated.row)
    ]
    given = claim_reminders(rows=rows)
    for row in given:
        duty.tell(dated.row, row.person, due=dated.due_on, today=today, offset=offset)
    return len(given)


def _remind_authors(today: dt.date) -> None:
    """Remind the authors of concerns, who have no account, of the last day to appeal."""
    for turn in turns(today, BEFORE, until=OVER):
        for dated in due.last_days_of_authors_to_appeal(turn):
            appeal_possible_to_author(dated.row, due=dated.due_on, offset=turn.offset)
