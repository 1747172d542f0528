"""Dates of the label that have their turn for a reminder, and who keeps each."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rules import ADMINISTRATOR, DECIDER, REVIEWER
from cities.rules import has_hard_conflict
from core.reminders import Turn
from labels.models import Appeal, CaseClock, Concern
from labels.queries import city_people
from labels.queries.appeals import (
    UNDECIDED,
    Appealed,
    appeals_with_parts,
    case_of,
    changes_to_appeal,
    concerns_to_appeal,
    decisions_to_appeal,
    last_days_to_appeal,
    may_hear_case,
    subject_of,
)
from labels.queries.clocks import kept_by_city, kept_by_panel, running_clocks
from labels.queries.concerns import CITY_HAS_IT
from labels.queries.conditions import reportable_conditions
from labels.queries.terms import dates_of, living_labels
from labels.rules.concerns import may_triage
from review.models import QueueItem

# Nobody appeals against what is older, whatever an edition says of the time to lodge.
RECENT = dt.timedelta(days=400)


@dataclass(frozen=True)
class Dated:
    """One date: of which row; `part` tells apart rows of several tables that share a kind of reminder."""

    row: Any
    due_on: dt.date
    part: str = ""


def _between(rows: QuerySet[Any], turn: Turn) -> Iterator[Dated]:
    """Rows with a date of their own that has its turn (1 query)."""
    found = rows.filter(due_on__gte=turn.first, due_on__lte=turn.last).order_by("due_on", "pk")
    return (Dated(row, row.due_on) for row in found)


# --- An application, a label -----------------------------------------------------------------------
def clocks_of_cities(turn: Turn) -> Iterator[Dated]:
    """Return the deadlines that cities keep in their applications."""
    return _between(running_clocks().filter(kept_by_city()), turn)


def clocks_of_panels(turn: Turn) -> Iterator[Dated]:
    """Return the deadlines that panels keep."""
    return _between(running_clocks().filter(kept_by_panel()), turn)


def conditions(turn: Turn) -> Iterator[Dated]:
    """Return the conditions of labels about which the city did not report."""
    return _between(reportable_conditions(), turn)


def midterm_reports(turn: Turn) -> Iterator[Dated]:
    """Return the labels whose report at half time has its turn (2 queries)."""
    found = ((row.label, row.midterm_due) for row in dates_of(living_labels()))
    return (Dated(label, day) for label, day in found if day and turn.first <= day <= turn.last)


def last_days(turn: Turn) -> Iterator[Dated]:
    """Return the labels that end and that nobody asked to renew (2 queries)."""
    found = ((row.label, row.ends) for row in dates_of(living_labels()))
    return (Dated(label, day) for label, day in found if day and turn.first <= day <= turn.last)


def people_of_clock(clock: CaseClock) -> list[User]:
    """Return the people of the city of a case."""
    return list(city_people(clock.application.city))


# --- A concern -------------------------------------------------------------------------------------
def concerns_of_cities(turn: Turn) -> Iterator[Dated]:
    """Return what cities owe in concerns: an answer, a word on the plan, the end of the plan."""
    return _between(_concerns().filter(state__in=CITY_HAS_IT), turn)


def concerns_to_triage(turn: Turn) -> Iterator[Dated]:
    """Return what the office has to read first."""
    return _between(_concerns().filter(state=Concern.State.SUBMITTED), turn)


def _concerns() -> QuerySet[Concern]:
    return Concern.objects.select_related("label__city").defer("email", "email_hash")


def readers_of(concern: Concern) -> list[User]:
    """Return who reads a concern first: whoever holds it, else everybody of the office who may."""
    item = QueueItem.objects.filter(kind="concern", object_id=concern.pk).select_related("holder").first()
    if item is not None and item.holder is not None:
        return [item.holder]
    rows = User.objects.filter(groups__name__in=(REVIEWER, DECIDER), is_active=True).distinct().order_by("pk")
    return [person for person in rows if may_triage(person, concern)]


# --- An appeal -------------------------------------------------------------------------------------
def appeals_to_decide(turn: Turn) -> Iterator[Dated]:
    """Return the appeals that are not decided (2 queries)."""
    return _between(appeals_with_parts().filter(state__in=UNDECIDED), turn)


def appeals_to_name(turn: Turn) -> Iterator[Dated]:
    """Return the appeals for which nobody is named; once they are late, every one that is not decided (2 queries)."""
    states = UNDECIDED if turn.offset > 0 else (Appeal.State.LODGED,)
    return _between(appeals_with_parts().filter(state__in=states), turn)


def judges_to_vote(appeal: Appeal) -> list[User]:
    """Return those of the three who have not voted and have no conflict by now."""
    case = case_of(subject_of(appeal))
    waiting = [row.judge for row in appeal.votes.all() if not row.vote]
    return [person for person in waiting if may_hear_case(person, case)]


def namers_of(appeal: Appeal) -> list[User]:
    """Return the administrators without conflict: they name the three."""
    city = case_of(subject_of(appeal)).city
    rows = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("pk")
    return [person for person in rows if not has_hard_conflict(person, city)]


def last_days_of_cities_to_appeal(turn: Turn) -> Iterator[Dated]:
    """Return what a city can still appeal against."""
    since = timezone.now() - RECENT
    yield from _last_days(decisions_to_appeal().filter(closed_at__gte=since), turn, "decision")
    yield from _last_days(changes_to_appeal().filter(closed_at__gte=since), turn, "change")


def last_days_of_authors_to_appeal(turn: Turn) -> Iterator[Dated]:
    """Return the concerns against whose end their authors can still appeal, where the address is known."""
    rows = concerns_to_appeal().exclude(email="").filter(ended_at__gte=timezone.now() - RECENT)
    yield from _last_days(rows, turn, "concern")


def _last_days(rows: QuerySet[Any], turn: Turn, part: str) -> Iterator[Dated]:
    found = last_days_to_appeal(rows.order_by("pk"))
    return (Dated(case.thing, day, part) for case, day in found if turn.first <= day <= turn.last)


def people_to_appeal(thing: Appealed) -> list[User]:
    """Return the people of the city that may appeal."""
    return list(city_people(case_of(thing).city))
