"""Reminders of the deadlines that a panel keeps: each once to each member, however often the run is started."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.actions import claim_reminders
from core.models import Reminder
from core.reminders import turns
from labels.actions.reminding import OFFSETS, UNTIL
from labels.emails.findings import send_panel_deadline
from labels.models import CaseClock
from labels.queries.clocks import PANEL_KIND, due_panel_clocks
from labels.queries.findings import panel_people
from labels.rules import switched_off


def remind_panels(*, today: dt.date | None = None) -> int:
    """Remind the members of panels of what their case waits for. Safe to run twice and at once.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many reminders were given; none while the label is switched off.
    """
    if switched_off():
        return 0
    today = today or timezone.localdate()
    found = [(turn.offset, clock) for turn in turns(today, OFFSETS, until=UNTIL) for clock in due_panel_clocks(turn)]
    return sum(_remind(offset, clock, today) for offset, clock in found)


@transaction.atomic
def _remind(offset: int, clock: CaseClock, today: dt.date) -> int:
    due = clock.due_on or today
    rows = [
        Reminder(kind=PANEL_KIND, thing=clock.pk, part="", due_on=due, offset=offset, person=person)
        for person in panel_people(clock.application)
    ]
    given = claim_reminders(rows=rows)
    for row in given:
        send_panel_deadline(clock, row.person, due=due, today=today, offset=offset)
    return len(given)
