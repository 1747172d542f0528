"""The clock of the office stops while the city has the turn."""

import datetime as dt

import pytest
from django.utils import timezone

from review.registry import kind_of
from review.times import keep_times, times_of
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 6, 1)


def step(version, name, source, target, day):
    at = timezone.make_aware(dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(15)))
    version.status_changes.create(transition=name, source=source, target=target, at=at)


def times(version):
    rows = times_of(kind_of(version), version)
    return [(row.step, row.turn, row.office_days, (row.closed_on - MONDAY).days) for row in rows]


@pytest.fixture
def version(city):
    return make_commitment(city=city, state="published").versions.get()


def test_each_answer_and_the_whole_case_without_the_citys_time(version):
    step(version, "submit", "sign_off", "submitted", 0)
    step(version, "claim", "submitted", "checking", 1)
    step(version, "release", "checking", "submitted", 2)
    step(version, "return_for_changes", "submitted", "returned", 7)  # five working days later
    step(version, "submit", "returned", "submitted", 28)  # three weeks at the city
    step(version, "publish", "submitted", "published", 30)

    assert times(version) == [("answer", 1, 5, 7), ("answer", 2, 2, 30), ("case", 1, 7, 30)]


def test_what_the_city_takes_away_is_no_answer_of_the_office(version):
    step(version, "submit", "sign_off", "submitted", 0)
    step(version, "return_for_changes", "submitted", "returned", 1)
    step(version, "submit", "returned", "submitted", 2)
    step(version, "lapse", "submitted", "lapsed", 9)

    assert times(version) == [("answer", 1, 1, 1)]


def test_what_was_never_sent_has_no_time(version):
    step(version, "publish_compiled", "draft", "published", 0)
    keep_times(kind_of(version), version)

    assert times(version) == []
