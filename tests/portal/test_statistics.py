"""How long the office takes, published: median and nine of ten, never of fewer than five cases."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cities.actions.compiled import mark_as_sample
from cities.models import City
from commitments import actions
from review import queue
from review.models import StepTime
from review.statistics import quarter_before, service_times
from tests.commitments.office import TICKS
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)


def closed(*days, kind="version", step="answer", on=TODAY):
    first = StepTime.objects.count()
    StepTime.objects.bulk_create(
        StepTime(kind=kind, object_id=first + n, step=step, turn=1, office_days=took, closed_on=on)
        for n, took in enumerate(days)
    )


def test_median_and_nine_of_ten_for_the_year_and_each_quarter(django_assert_num_queries):
    closed(1, 1, 2, 3, 9)
    closed(*range(10), on=dt.date(2026, 9, 30))
    closed(4, 4, 4, 4, kind="report")
    closed(7, 7, 7, 7, 7, on=dt.date(2025, 9, 1))

    with django_assert_num_queries(1):
        rows = service_times(today=TODAY)

    assert [(row.kind, row.start, row.cases, row.median, row.p90) for row in rows] == [
        ("version", None, 15, 3, 9),
        ("version", dt.date(2026, 7, 1), 10, 4, 8),
    ]
    assert quarter_before(dt.date(2026, 1, 1), 4) == dt.date(2025, 1, 1)


def test_the_page_shows_a_table_and_how_it_is_measured(visitor, reviewer, city):
    page = visitor.get(reverse("portal:statistics")).content.decode()
    assert "No figures yet" in page

    cache.clear()
    closed(1, 2, 2, 3, 12, on=timezone.localdate())
    closed(1, 1, 1, kind="join", on=timezone.localdate())
    page = visitor.get(reverse("portal:statistics")).content.decode()
    assert "2 working days" in page
    assert "12 working days" in page
    assert "A city asks to join" not in page
    assert "it stops until the city sends it again" in page
    assert city.name not in page
    assert reviewer.name not in page
    assert visitor.post(reverse("portal:statistics")).status_code == 405


def test_invented_samples_are_never_counted(city, decider):
    mark_as_sample(city=city)
    version = make_commitment(city=City.objects.get(), state="submitted").versions.get()
    version.status_changes.create(transition="submit", source="sign_off", target="submitted")

    actions.publish_version(obj=version, by=decider, ticks=TICKS)
    assert not StepTime.objects.exists()
    queue.rebuild()
    assert not StepTime.objects.exists()
