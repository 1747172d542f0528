"""Reminders of the office: what a person holds and is due in three days or late, and what is late and nobody holds."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import OFFICE_ROLES, is_decider
from core.actions import claim_reminders
from core.models import Reminder
from core.reminders import Turn, turns
from review import emails
from review.models import QueueItem
from review.queries import visible_items

OFFSETS = (-3, 1)
UNTIL = 30
MOST = 100


def remind_office(*, today: dt.date | None = None) -> int:
    """Remind reviewers and deciders, each once for each case; one mail a person and run. Safe to run twice and at once.

    Cities with which a person is in conflict are left out.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many cases people were reminded of.
    """
    today = today or timezone.localdate()
    people = User.objects.filter(groups__name__in=OFFICE_ROLES, is_active=True).distinct().order_by("pk")
    return sum(_remind(person, today) for person in people)


@transaction.atomic
def _remind(person: User, today: dt.date) -> int:
    found = [(turn, item) for turn in turns(today, OFFSETS, until=UNTIL) for item in _items(person, turn)]
    told = {(item.object_id, item.kind): item for _turn, item in found}
    rows = [
        Reminder(
            kind="check", thing=item.object_id, part=item.kind, due_on=item.due_on, offset=turn.offset, person=person
        )
        for turn, item in found
        if item.due_on
    ]
    given = claim_reminders(rows=rows)
    if given:
        emails.checks_due(person, [told[row.thing, row.part] for row in given], today=today)
    return len(given)


def _items(person: User, turn: Turn) -> QuerySet[QueueItem]:
    """What has its turn for one person: their own; for deciders what nobody holds, once it is late."""
    whose = Q(holder=person)
    if turn.offset > 0 and is_decider(person):
        whose |= Q(holder=None)
    rows = visible_items(person).filter(whose, due_on__gte=turn.first, due_on__lte=turn.last)
    return rows.filter(~_given(person, turn)).order_by("due_on", "pk")[:MOST]


def _given(person: User, turn: Turn) -> Exists:
    """What this person was reminded of already."""
    return Exists(
        Reminder.objects.filter(
            kind="check",
            thing=OuterRef("object_id"),
            part=OuterRef("kind"),
            due_on=OuterRef("due_on"),
            offset=turn.offset,
            person=person,
        )
    )
