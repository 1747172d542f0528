"""Reminders of the deadlines that a city keeps in its label case: each once, however often the run is started."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.actions import claim_reminders
from core.models import Reminder
from core.reminders import turns
from labels.emails import send_deadline
from labels.models import CaseClock
from labels.queries import city_people
from labels.queries.clocks import KIND, due_clocks
from labels.rules import switched_off

OFFSETS = (-7, -1, 1)
UNTIL = 30


def remind_label_cities(*, today: dt.date | None = None) -> int:
    """Remind the people of cities of what their application waits for. Safe to run twice and at once.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many reminders were given; none while the label is switched off.
    """
    if switched_off():
        return 0
    today = today or timezone.localdate()
    found = [(turn.offset, clock) for turn in turns(today, OFFSETS, until=UNTIL) for clock in due_clocks(turn)]
    return sum(_remind(offset, clock, today) for offset, clock in found)


@transaction.atomic
def _remind(offset: int, clock: CaseClock, today: dt.date) -> int:
    """Claim and queue the reminders of one deadline: both, or neither when the process dies in between."""
    due = clock.due_on or today
    people = list(city_people(clock.application.city))
    rows = [Reminder(kind=KIND, thing=clock.pk, part="", due_on=due, offset=offset, person=person) for person in people]
    given = claim_reminders(rows=rows)
    for row in given:
        send_deadline(clock, row.person, due=due, today=today, offset=offset)
    return len(given)
