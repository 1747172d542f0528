"""Deadlines of label cases: of one case, of cities for their calendar, and what has its turn for a reminder."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.models import Reminder
from core.reminders import Turn
from labels.models import CaseClock, LabelApplication, Side
from labels.queries import OPEN_STATES

KIND = "label_deadline"
PANEL_KIND = "panel_deadline"
OF_CITY = (Side.CITY, Side.APPROVER)


@dataclass(frozen=True)
class CaseDate:
    """One running deadline of a case, as a page or calendar shows it. `due_on` is None while the clock stands still."""

    pk: int
    title: str
    who: str
    of_city: bool
    due_on: dt.date | None
    may_be_extended: bool
    city: str
    slug: str


def _running() -> QuerySet[CaseClock]:
    rows = CaseClock.objects.filter(ended_on=None, application__state__in=OPEN_STATES)
    return rows.select_related("deadline__stage", "application__city")


def case_dates(application: LabelApplication) -> list[CaseDate]:
    """Return the deadlines that run in one case, next first; those that stand still last (1 query)."""
    found = [_date(clock) for clock in _running().filter(application=application)]
    return sorted(found, key=lambda row: (row.due_on is None, row.due_on or dt.date.max, row.pk))


def city_dates(cities: Iterable[int]) -> list[CaseDate]:
    """Return the deadlines that these cities have to keep (1 query)."""
    rows = _running().filter(application__city__in=list(cities), due_on__isnull=False)
    return [_date(clock) for clock in rows.filter(_kept_by_city())]


def panel_dates(applications: Iterable[int]) -> dict[int, CaseDate]:
    """Return the deadline that the panel of each of these cases has to keep, by the case (1 query)."""
    rows = _running().filter(application__in=list(applications), due_on__isnull=False)
    return {clock.application_id: _date(clock) for clock in rows.filter(_kept_by_panel())}


def due_panel_clocks(turn: Turn) -> QuerySet[CaseClock]:
    """Return the panels' deadlines that have their turn for a reminder, as `due_clocks` (1 query)."""
    given = Reminder.objects.filter(
        kind=PANEL_KIND, thing=OuterRef("pk"), due_on=OuterRef("due_on"), offset=turn.offset
    )
    rows = _running().filter(_kept_by_panel(), due_on__gte=turn.first, due_on__lte=turn.last)
    return rows.filter(~Exists(given)).order_by("due_on", "pk")


def due_clocks(turn: Turn) -> QuerySet[CaseClock]:
    """Return the cities' deadlines that have their turn for a reminder and that nobody was reminded of (1 query)."""
    given = Reminder.objects.filter(kind=KIND, thing=OuterRef("pk"), due_on=OuterRef("due_on"), offset=turn.offset)
    rows = _running().filter(_kept_by_city(), due_on__gte=turn.first, due_on__lte=turn.last)
    return rows.filter(~Exists(given)).order_by("due_on", "pk")


def _kept_by_city() -> Q:
    return Q(deadline__who__in=OF_CITY) | Q(deadline__who="", deadline__stage__who__in=OF_CITY)


def _kept_by_panel() -> Q:
    return Q(deadline__who=Side.PANEL) | Q(deadline__who="", deadline__stage__who=Side.PANEL)


def _date(clock: CaseClock) -> CaseDate:
    deadline, city = clock.deadline, clock.application.city
    return CaseDate(
        pk=clock.pk,
        title=deadline.title,
        who=str(Side(clock.who).label),
        of_city=clock.who in OF_CITY,
        due_on=clock.due_on,
        may_be_extended=bool(deadline.extension and not clock.extended_on and clock.due_on),
        city=city.name,
        slug=city.slug,
    )
