"""Working days."""

import datetime as dt

import pytest
from django.utils import timezone

from review import clock
from review.clock import add_working_days, working_days_between


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (dt.date(2026, 6, 1), 0, dt.date(2026, 6, 1)),
        (dt.date(2026, 6, 1), 4, dt.date(2026, 6, 5)),
        (dt.date(2026, 6, 5), 1, dt.date(2026, 6, 8)),
        (dt.date(2026, 6, 6), 1, dt.date(2026, 6, 8)),
        (dt.date(2026, 6, 1), 15, dt.date(2026, 6, 22)),
    ],
)
def test_weekends_do_not_count(start, days, end):
    assert add_working_days(start, days) == end
    assert working_days_between(start, end) == days


def test_a_weekend_at_the_end_counts_for_nothing():
    friday = dt.date(2026, 6, 5)
    assert [working_days_between(friday, friday + dt.timedelta(days=more)) for more in range(-1, 5)] == [
        0,
        0,
        0,
        0,
        1,
        2,
    ]


def test_a_public_holiday_has_one_place(monkeypatch):
    holiday = dt.date(2026, 5, 14)
    is_working_day = clock.is_working_day
    monkeypatch.setattr(clock, "is_working_day", lambda day: day != holiday and is_working_day(day))
    before = holiday - dt.timedelta(days=1)
    assert add_working_days(before, 1) == dt.date(2026, 5, 15)
    assert working_days_between(before, dt.date(2026, 5, 15)) == 1
    assert clock.stopped_days([clock.Stop(at_noon(before), at_noon(dt.date(2026, 5, 15)))]) == 1


def at_noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
