"""When a reminder has its turn: so many days before or after a due date, and until the next one's turn."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

OFFSETS = (-90, -30, -7, 1, 30)  # days before (minus) and after a due date
URGENT = frozenset({-7, 1})  # those that cannot wait for a weekly digest


@dataclass(frozen=True)
class Turn:
    """The reminder `offset`, and the due dates, both included, for which it has its turn today."""

    offset: int
    first: dt.date
    last: dt.date


def turns(today: dt.date, offsets: tuple[int, ...] = OFFSETS, *, until: int = 60) -> list[Turn]:
    """Return each reminder with the due dates that it has its turn for on a day.

    Every due date has one turn at a time. So after days without a run only the latest reminder is given, never a flood.

    Args:
        today: the day in the portal's time zone.
        offsets: days before and after the due date, in order.
        until: the day from which on nothing is given any more, counted like an offset.
    """
    return [
        Turn(offset, today - dt.timedelta(days=following - 1), today - dt.timedelta(days=offset))
        for offset, following in pairwise((*offsets, until))
    ]
