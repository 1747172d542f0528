"""Deadlines of the label as plain functions of days: no table, no clock on the wall, no time zone.

Counted as Regulation (EEC, Euratom) No 1182/71, article 3, counts: the day something happens is not counted; a period
of months ends on the day of the same number, or on the last of the month; a period of days or months that would end on
a Saturday, Sunday or public holiday ends on the next working day. Whole days only, so no summer time moves one.
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from functools import cache

import holidays

Stop = tuple[dt.date, dt.date | None]
DAY = dt.timedelta(days=1)
SATURDAY = 5
MONTHS = 12


@cache
def public_holidays(country: str, year: int) -> frozenset[dt.date]:
    """Return the nationwide public holidays of one year; none where the country is not known.

    Args:
        country: ISO 3166-1 alpha-2, such as "AT".
        year: for example 2027.
    """
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def is_working_day(day: dt.date, country: str) -> bool:
    """Whether `day` is neither Saturday nor Sunday nor a public holiday in `country`."""
    return day.weekday() < SATURDAY and day not in public_holidays(country, day.year)


def next_working_day(day: dt.date, country: str) -> dt.date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(day, country):
        day += DAY
    return day


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day of the same number `months` later, or the last of that month."""
    index = day.month - 1 + months
    year, month = day.year + index // MONTHS, index % MONTHS + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def stands_still(stops: Iterable[Stop]) -> bool:
    """Whether a clock with these stops stands still now."""
    return any(end is None for _start, end in stops)


def due_on(start: dt.date, length: int, unit: str, country: str, *, stops: Iterable[Stop] = ()) -> dt.date | None:
    """Return the last day of a deadline, or None while its clock stands still.

    Args:
        start: the day the clock began; not counted.
        length: in `unit`, extension included.
        unit: "working_days", "days" or "months".
        country: of the city, ISO 3166-1 alpha-2; its public holidays count.
        stops: when the clock stood still, from a day (still counted) to a day (not counted); None: still does.

    Raises: ValueError for another unit.
    """
    stops = list(stops)
    if stands_still(stops):
        return None
    still = _still(start, stops)
    if unit == "working_days":
        return _after_working_days(start, length, country, still)
    if unit == "days":
        end = start + dt.timedelta(days=length)
    elif unit == "months":
        end = add_months(start, length)
    else:
        raise ValueError(unit)
    return next_working_day(_moved(start, end, still), country)


def _still(start: dt.date, stops: Iterable[Stop]) -> frozenset[dt.date]:
    """Return every day that does not count because the clock stood still; each once, however stops overlap."""
    days = set()
    for begun, ended in stops:
        day = max(begun, start) + DAY
        while ended is not None and day <= ended:
            days.add(day)
            day += DAY
    return frozenset(days)


def _after_working_days(day: dt.date, length: int, country: str, still: frozenset[dt.date]) -> dt.date:
    while length > 0:
        day += DAY
        length -= is_working_day(day, country) and day not in still
    return day


def _moved(start: dt.date, end: dt.date, still: frozenset[dt.date]) -> dt.date:
    """Return `end` later by each day of standing still that began before it."""
    running = (end - start).days
    day = start
    while running > 0:
        day += DAY
        running -= day not in still
    return day


def days_left(due: dt.date, today: dt.date) -> int:
    """Return how many days are left, the last day counting as 0; negative once it is over."""
    return (due - today).days
