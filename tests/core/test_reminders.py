"""When a reminder has its turn: one for each due date at a time, and the calendar's hour changes move nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from core.reminders import OFFSETS, turns

DUE = dt.date(2027, 4, 5)


def turn_of(today, due=DUE, **more):
    found = [turn.offset for turn in turns(today, **more) if turn.first <= due <= turn.last]
    assert len(found) <= 1
    return found[0] if found else None


def test_every_day_has_the_latest_reminder_and_never_two():
    days = {offset: DUE + dt.timedelta(days=offset) for offset in OFFSETS}
    assert {offset: turn_of(day) for offset, day in days.items()} == {offset: offset for offset in OFFSETS}
    assert turn_of(days[-90] - dt.timedelta(days=1)) is None
    assert turn_of(days[-7] - dt.timedelta(days=1)) == -30
    assert turn_of(DUE) == -7
    assert turn_of(DUE + dt.timedelta(days=59)) == 30
    assert turn_of(DUE + dt.timedelta(days=60)) is None
    assert turn_of(DUE, offsets=(-7,), until=1) == -7


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-03-28T21:59:00", -30),  # 23:59 on the day the clocks went forward
        ("2027-03-28T22:01:00", -7),  # 00:01 the next day, a week before
    ],
)
def test_the_day_is_the_portals_own_when_summer_time_begins(settings, moment, expected):
    settings.TIME_ZONE = "Europe/Brussels"
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    with timezone.override("Europe/Brussels"):
        assert turn_of(timezone.localdate(at)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-10-31T22:59:00", None),  # 23:59 on the day the clocks went back
        ("2027-10-31T23:01:00", 1),  # 00:01 the next day, one day late
    ],
)
def test_and_when_it_ends(moment, expected):
    due, at = dt.date(2027, 10, 31), dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    with timezone.override("Europe/Brussels"):
        assert turn_of(timezone.localdate(at), due, offsets=(1, 30)) == expected
