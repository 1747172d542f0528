"""The public timeline."""

import datetime as dt

from django.utils import timezone

from commitments import queries
from commitments.models import CommitmentVersion, ProgressReport
from tests.factories import make_city, make_commitment, make_report, make_version

DAY = dt.timedelta(days=1)


def dated(obj, days):
    type(obj).objects.filter(pk=obj.pk).update(published_at=timezone.now() - days * DAY)


def story(city):
    commitment = make_commitment(city=city, state="superseded", version_title="A desk")
    dated(commitment.versions.get(), 9)
    dated(make_version(commitment, state="published", title="Three desks", change_reason="More money"), 5)
    dated(make_report(commitment, progress="delayed", reason="Rebuilding", text="One is open."), 2)
    return commitment


def test_newest_first_with_words(city):
    commitment = story(city)
    make_version(commitment, state="submitted", title="Secret")
    make_report(commitment, state="submitted", text="Secret")

    events, being_checked = queries.events_of(commitment)

    assert [(event.kind, event.title) for event in events] == [
        ("report", "Progress report published"),
        ("version", "Version 2 published"),
        ("version", "Published"),
    ]
    report, second, _first = events
    assert (report.text, report.reason, report.progress_label) == ("One is open.", "Rebuilding", "Delayed")
    assert (report.commitment_title, report.report) == ("Three desks", ProgressReport.objects.published().get().pk)
    assert (second.text, second.number, second.progress_label) == ("More money", 2, "")
    assert being_checked == 2
    assert "Secret" not in str(events)


def test_a_citys_changes_cost_one_query(city, django_assert_num_queries):
    story(city)
    story(make_city())

    with django_assert_num_queries(1):
        events = queries.city_events(city, limit=2)

    assert [event.kind for event in events] == ["report", "version"]
    assert {event.code for event in events} == {CommitmentVersion.objects.of_city(city)[0].commitment.code}


def test_the_latest_of_all_cost_two_queries(city, django_assert_num_queries):
    story(city)
    story(make_city(is_public=False))

    with django_assert_num_queries(2):
        events = queries.latest_events(limit=10)

    assert len(events) == 3
    assert [event.kind for event in events] == ["report", "version", "version"]


def test_what_has_no_day_is_left_out(city):
    commitment = make_commitment(city=city)
    CommitmentVersion.objects.filter(commitment=commitment).update(published_at=None)

    assert queries.events_of(commitment) == ([], 0)
    assert queries.city_events(city) == []
    assert queries.latest_events() == []
