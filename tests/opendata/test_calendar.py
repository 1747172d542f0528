"""The private calendar: own dates only, whole days, stable names; a lost or strange address opens nothing."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import renew_calendar, stop_calendar
from commitments.models import Commitment, CommitmentVersion
from labels.models import PanelDraw
from review.queue import rebuild
from tests.factories import declare, make_commitment, make_conflict, make_panel_case, make_pool_member, make_report

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def url(person):
    return f"/feeds/calendar/{renew_calendar(user=person, by=person)}.ics"


def events(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]).partition("@")[0]: event for event in Calendar.from_ical(answer.content).events}


def test_a_citys_people_see_their_own_dates_as_whole_days(visitor, city, other_city, official):
    spring = dt.date(2027, 3, 28)
    commitment = make_commitment(city=city, next_report_on=spring, next_confirm_on=spring, version_title="Täglich, ja;")
    back = make_commitment(city=city, state="returned").versions.get()
    CommitmentVersion.objects.filter(pk=back.pk).update(answer_by=TODAY())
    make_commitment(city=other_city, next_report_on=spring)
    milestone = commitment.versions.get().milestones.get()

    found = events(visitor, url(official))

    assert set(found) == {
        f"report-{commitment.code}",
        f"confirmation-{commitment.code}",
        f"milestone-{commitment.code}-{milestone.key}",
        f"answer-{back.commitment.code}-1",
    }
    report = found[f"report-{commitment.code}"]
    assert (report["dtstart"].dt, report["dtend"].dt) == (spring, dt.date(2027, 3, 29))
    assert type(report["dtstart"].dt) is dt.date
    assert report["summary"] == "Progress report due: Täglich, ja;"
    assert report["url"].endswith(f"/en/desk/commitments/{commitment.code}/reports/new/")
    Commitment.objects.filter(pk=commitment.pk).update(next_report_on=spring + dt.timedelta(9))
    assert f"report-{commitment.code}" in events(visitor, url(official))


def test_what_is_reached_or_ended_is_gone(visitor, city, official):
    commitment = make_commitment(city=city)
    make_report(commitment).claims.update(progress="done")
    ended = make_commitment(city=city)
    Commitment.objects.filter(pk=ended.pk).update(state="withdrawn")
    assert {name.partition("-")[0] for name in events(visitor, url(official))} == {"report", "confirmation"}


def test_the_office_sees_what_it_holds_and_conflicts_hide(visitor, city, reviewer, other_reviewer, decider):
    held = make_commitment(city=city, state="checking").versions.get()
    free = make_commitment(city=city, state="submitted").versions.get()
    CommitmentVersion.objects.update(due_on=TODAY())
    held.assignments.create(reviewer=reviewer, assigned_by=reviewer)
    rebuild()
    assert set(events(visitor, url(reviewer))) == {f"check-version-{held.pk}"}
    assert events(visitor, url(other_reviewer)) == {}
    assert set(events(visitor, url(decider))) == {f"check-version-{free.pk}"}
    make_conflict(decider, city)
    assert events(visitor, url(decider)) == {}


def test_addresses_die_when_renewed_switched_off_or_with_the_account(visitor, official, resident):
    old, new = url(official), url(official)
    assert visitor.get(old).status_code == 404
    assert visitor.get(new).status_code == 200
    type(official).objects.filter(pk=official.pk).update(is_active=False)
    assert visitor.get(new).status_code == 404
    type(official).objects.filter(pk=official.pk).update(is_active=True)
    official.role_rows.update(ended_at=timezone.now())
    assert events(visitor, new) == {}
    stop_calendar(user=official, by=official)
    assert visitor.get(new).status_code == 404
    assert visitor.get("/feeds/calendar/nobody.ics").status_code == 404
    assert visitor.post(url(resident)).status_code == 405


def test_many_dates_cost_no_more_queries(visitor, city, official, django_assert_num_queries):
    address = url(official)
    for rows in (1, 3):
        for _number in range(rows):
            make_commitment(city=city)
        with django_assert_num_queries(14):
            visitor.get(address)


def test_a_member_of_the_pool_sees_until_when_to_declare_and_no_case_in_conflict(visitor, city, other_city):
    member, tomorrow = make_pool_member(country="DE"), TODAY() + dt.timedelta(days=1)
    first = make_panel_case(city=city)
    hidden = make_panel_case(city=other_city, scheme=first.scheme)
    for case in (first, hidden):
        PanelDraw.objects.create(application=case, draw_on=tomorrow)
    make_conflict(member.user, other_city)
    found = events(visitor, url(member.user))
    assert set(found) == {f"panel-declare-{first.reference}"}
    assert found[f"panel-declare-{first.reference}"]["dtstart"].dt == TODAY()
    declare(first, member)
    assert events(visitor, url(member.user)) == {}
