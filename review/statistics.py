"""How long the office took: median and 90th percentile in working days, never of fewer than five cases.

Read from the roll-up `StepTime`, so it costs the same however long the record is. Nothing here knows a city or a
person.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Value, When
from django.db.models.functions import TruncQuarter

from review.models import StepTime

FEWEST = 5
QUARTERS = 4


@dataclass(frozen=True)
class Took:
    """One step of one kind in one period. `start` is the quarter's first day, None for the last twelve months."""

    kind: str
    step: str
    start: dt.date | None
    cases: int
    median: int
    p90: int


def service_times(*, today: dt.date) -> list[Took]:
    """Return the times of the last twelve months, then of the latest four whole quarters, newest first. One query.

    A period with fewer than five cases is left out.
    """
    this_quarter, year_ago = quarter_of(today), today.replace(day=1, year=today.year - 1)
    in_year = Case(When(closed_on__gte=year_ago, then=Value(True)), default=Value(False), output_field=BooleanField())
    start = min(year_ago, quarter_before(this_quarter, QUARTERS))
    rows = StepTime.objects.filter(closed_on__gte=start, closed_on__lte=today).order_by()
    rows = rows.annotate(quarter=TruncQuarter("closed_on"), in_year=in_year)
    counts: dict[tuple[str, str, dt.date | None], Counter] = {}
    grouped = rows.values_list("kind", "step", "quarter", "in_year", "office_days").annotate(number=Count("pk"))
    for kind, step, quarter, is_in_year, days, number in grouped:
        if is_in_year:
            counts.setdefault((kind, step, None), Counter())[days] += number
        if quarter < this_quarter:
            counts.setdefault((kind, step, quarter), Counter())[days] += number
    order = sorted(counts, key=lambda key: (key[2] is not None, -(key[2] or today).toordinal(), key[0], key[1]))
    return [_took(*key, counts[key]) for key in order if counts[key].total() >= FEWEST]


def quarter_of(day: dt.date) -> dt.date:
    """Return the first day of the quarter of a day."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quarter_before(start: dt.date, number: int) -> dt.date:
    """Return the first day of the quarter that lies `number` quarters before the one that starts on `start`."""
    months = start.year * 12 + start.month - 1 - 3 * number
    return dt.date(months // 12, months % 12 + 1, 1)


def within(counts: Counter, percent: int) -> int:
    """Return the fewest working days within which at least this share of the cases was done."""
    needed, seen = percent * counts.total(), 0
    for days in sorted(counts):
        seen += counts[days]
        if seen * 100 >= needed:
            return days
    return 0


def _took(kind: str, step: str, start: dt.date | None, counts: Counter) -> Took:
    return Took(kind, step, start, counts.total(), within(counts, 50), within(counts, 90))
