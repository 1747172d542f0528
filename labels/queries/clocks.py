"""Deadlines of label cases: of one case, of cities and panels for their calendars. What is due: `queries/due.py`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from labels.models import CaseClock, LabelApplication, Side
from labels.queries import OPEN_STATES

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


def running_clocks() -> QuerySet[CaseClock]:
    """Return every deadline that runs in an open application."""
    rows = CaseClock.objects.filter(ended_on=None, application__state__in=OPEN_STATES)
    return rows.select_related("deadline__stage", "application__city")


def case_dates(application: LabelApplication) -> list[CaseDate]:
    """Return the deadlines that run in one case, next first; those that stand still last (1 query)."""
    found = [_date(clock) for clock in running_clocks().filter(application=application)]
    return sorted(found, key=lambda row: (row.due_on is None, row.due_on or dt.date.max, row.pk))


def city_dates(cities: Iterable[int]) -> list[CaseDate]:
    """Return the deadlines that these cities have to keep (1 query)."""
    rows = running_clocks().filter(application__city__in=list(cities), due_on__isnull=False)
    return [_date(clock) for clock in rows.filter(kept_by_city())]


def panel_dates(applications: Iterable[int]) -> dict[int, CaseDate]:
    """Return the deadline that the panel of each of these cases has to keep, by the case (1 query)."""
    rows = running_clocks().filter(application__in=list(applications), due_on__isnull=False)
    return {clock.application_id: _date(clock) for clock in rows.filter(kept_by_panel())}


def kept_by_city() -> Q:
    """The deadlines that the city keeps."""
    return Q(deadline__who__in=OF_CITY) | Q(deadline__who="", deadline__stage__who__in=OF_CITY)


def kept_by_panel() -> Q:
    """The deadlines that the panel keeps."""
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
