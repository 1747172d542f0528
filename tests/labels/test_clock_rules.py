"""How deadlines are counted: working days of a country, stops, months, summer time. Held by properties, not samples."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.countries import COUNTRIES
from labels.rules import clocks
from labels.rules.clocks import add_months, due_on, is_working_day, next_working_day, public_holidays

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2035, 12, 31))
PLACES = st.sampled_from(["AT", "DE", "ES", "FR", "GR", "IE", "MT", "SE", "XK"])
# A busy machine is slow to make the first sample: the holidays of a country are worked out with it.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS = st.sampled_from(["working_days", "days", "months"])
LENGTHS = st.integers(1, 60)


@st.composite
def stops(draw, start):
    """Closed stops after `start`, in any order, also over each other."""
    found = []
    for _n in range(draw(st.integers(0, 4))):
        begun = start + dt.timedelta(draw(st.integers(0, 120)))
        found.append((begun, begun + dt.timedelta(draw(st.integers(0, 60)))))
    return found


CASES = st.tuples(DAYS, LENGTHS, UNITS, PLACES).flatmap(lambda case: st.tuples(st.just(case), stops(case[0])))


def counted(start, end, country, standing):
    """The working days after `start` up to `end` on which the clock ran, counted the slow way."""
    days = (start + dt.timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country) and not any(a < day <= b for a, b in standing) for day in days)


@patient
@given(CASES)
def test_a_deadline_ends_after_its_start_on_a_working_day(case):
    (start, length, unit, country), standing = case
    due = due_on(start, length, unit, country, stops=standing)

    assert due > start
    assert is_working_day(due, country)


@patient
@given(CASES)
def test_working_days_are_as_many_as_were_given_however_the_clock_stood_still(case):
    (start, length, _unit, country), standing = case
    due = due_on(start, length, "working_days", country, stops=standing)

    assert counted(start, due, country, standing) == length
    assert counted(start, due - dt.timedelta(1), country, standing) == length - 1


@patient
@given(CASES)
def test_standing_still_never_makes_a_deadline_earlier(case):
    (start, length, unit, country), standing = case

    assert due_on(start, length, unit, country, stops=standing) >= due_on(start, length, unit, country)


@patient
@given(CASES)
def test_more_time_is_never_less(case):
    (start, length, unit, country), standing = case
    due, later = (due_on(start, given_, unit, country, stops=standing) for given_ in (length, length + 5))

    assert later > due or unit != "working_days"
    assert later >= due


@patient
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_stops_and_a_stop_told_twice_change_nothing(case, random):
    (start, length, unit, country), standing = case
    mixed = [*standing, *standing[:1]]
    random.shuffle(mixed)

    assert due_on(start, length, unit, country, stops=mixed) == due_on(start, length, unit, country, stops=standing)


@patient
@given(CASES)
def test_what_stands_still_is_due_on_no_day(case):
    (start, length, unit, country), standing = case

    assert due_on(start, length, unit, country, stops=[*standing, (start, None)]) is None


@patient
@given(DAYS, st.integers(0, 60))
def test_months_keep_the_number_of_the_day_or_end_with_the_month(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(1)).day == 1


# --- Samples that a person can look up -------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "length", "unit", "country", "due"),
    [
        # Good Friday and Easter Monday 2027 are 26 and 29 March: both in Germany, the Monday only in Austria.
        (dt.date(2027, 3, 24), 3, "working_days", "DE", dt.date(2027, 3, 31)),
        (dt.date(2027, 3, 24), 3, "working_days", "AT", dt.date(2027, 3, 30)),
        # Over the change to summer time (28 March 2027) and back (31 October 2027): days are days.
        (dt.date(2027, 3, 17), 14, "days", "SE", dt.date(2027, 3, 31)),
        (dt.date(2027, 10, 22), 14, "days", "SE", dt.date(2027, 11, 5)),
        # 30 days end on Saturday 1 May 2027: the next working day.
        (dt.date(2027, 4, 1), 30, "days", "FR", dt.date(2027, 5, 3)),
        # One month from 31 January ends with February; the 28th is a Sunday.
        (dt.date(2027, 1, 31), 1, "months", "IE", dt.date(2027, 3, 1)),
        # Kosovo is not known to every library: weekends still count.
        (dt.date(2027, 6, 4), 1, "working_days", "ZZ", dt.date(2027, 6, 7)),
    ],
)
def test_known_dates(start, length, unit, country, due):
    assert due_on(start, length, unit, country) == due


def test_a_stop_moves_calendar_days_by_the_days_it_took():
    start = dt.date(2027, 6, 1)
    standing = [(dt.date(2027, 6, 3), dt.date(2027, 6, 13))]

    assert due_on(start, 21, "days", "IE", stops=standing) == dt.date(2027, 7, 2)
    assert due_on(start, 1, "days", "IE", stops=standing) == dt.date(2027, 6, 2)


def test_an_unknown_unit_is_an_error():
    with pytest.raises(ValueError, match="weeks"):
        due_on(dt.date(2027, 1, 4), 3, "weeks", "AT")


def test_most_countries_of_the_portal_have_holidays_and_the_others_weekends():
    without = {code for code in COUNTRIES if not public_holidays(code, 2027)}

    assert without <= {"UA", "XK"}  # in Ukraine no holiday is a day off since 2022
    assert dt.date(2027, 12, 25) in public_holidays("MT", 2027)
    assert next_working_day(dt.date(2027, 12, 25), "IE") == dt.date(2027, 12, 27)


def test_days_left_count_the_last_day_as_none():
    assert clocks.days_left(dt.date(2027, 3, 1), dt.date(2027, 3, 1)) == 0
    assert clocks.days_left(dt.date(2027, 3, 1), dt.date(2027, 3, 2)) == -1
