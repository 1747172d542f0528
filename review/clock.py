"""Working days, and when the office's clock stands still. The one place for both rules.

Weekends count here; holidays have their one place in `is_working_day`. The clock stands still from a question
to the city until the city writes (process.md: clocks stop while waiting for the other side). More questions meanwhile
change nothing. Whatever ends the office's turn ends the question with it: a decision, the city taking its text back.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

SATURDAY = 5


@dataclass(frozen=True)
class Stop:
    """One time for which the clock stood still; `end` is None while the city's answer is awaited."""

    start: dt.datetime
    end: dt.datetime | None = None


def stops(
    talk: Iterable[tuple[dt.datetime, bool]], *, since: dt.datetime, until: dt.datetime | None = None
) -> list[Stop]:
    """Return when the clock stood still in one turn of the office, oldest first.

    Args:
        talk: (when, whether the city wrote it) of each message between city and office, oldest first.
        since: when the turn began; earlier messages belong to earlier turns.
        until: when it ended, None while it lasts.
    """
    found: list[Stop] = []
    asked = None
    for at, from_city in talk:
        if at < since or (until is not None and at > until):
            continue
        if not from_city:
            asked = asked or at
        elif asked is not None:
            found.append(Stop(asked, at))
            asked = None
    return [*found, Stop(asked, until)] if asked is not None else found


def stopped_days(found: Iterable[Stop]) -> int:
    """Return the working days of the stops that are over."""
    return sum(
        working_days_between(timezone.localdate(stop.start), timezone.localdate(stop.end))
        for stop in found
        if stop.end is not None
    )


def days_waiting(since: dt.datetime, stopped_on: dt.date | None, today: dt.date) -> int:
    """Return how many days something waits for the office, as every list of the office shows it.

    Args:
        since: when the office's clock began, moved on by the time it stood still.
        stopped_on: since when it stands still, None while it runs.
        today: the day of the reader.
    """
    return max(0, ((stopped_on or today) - timezone.localdate(since)).days)


def is_working_day(day: dt.date) -> bool:
    """Return whether the office and the cities work on a day: Monday to Friday. The one place for public holidays."""
    return day.weekday() < SATURDAY


def add_working_days(start: dt.date, days: int) -> dt.date:
    """Return the date `days` working days after `start`."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Return how many working days passed from `start` to `end`: 0 on the same day, 1 on the next working day.

    The counterpart of `add_working_days`: a date `n` working days after a start is `n` away from it.
    """
    return sum(is_working_day(start + dt.timedelta(days=day)) for day in range(1, (end - start).days + 1))
