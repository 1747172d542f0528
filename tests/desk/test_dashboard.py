"""The dashboard: every task in words, for all cities of one person, at a fixed cost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import Invitation
from commitments.models import CommitmentVersion, Milestone, ProgressReport
from commitments.queries import stale_drafts
from tests.desk.pages import text_of
from tests.factories import make_city, make_commitment, make_join_request, make_report, make_role

pytestmark = pytest.mark.django_db
URL = "/en/desk/"


def test_somebody_without_a_city_is_shown_both_ways_in(resident, client_of):
    page = text_of(client_of(resident).get(URL))
    assert "You do not act for a city yet" in page
    assert reverse("desk:join") in page


def test_the_office_is_sent_to_the_administration(reviewer, client_of):
    page = text_of(client_of(reviewer).get(URL))
    assert "Open the administration" in page
    assert "Register your city</a> </p>" not in page


def test_an_empty_desk_says_what_will_stand_there(official, approver, client_of):
    page = text_of(client_of(official).get(URL))
    assert "Nothing waits for you." in page
    assert "No commitment yet" in page


def test_the_latest_draft_shows_its_parts_and_the_others_one_line(official, approver, city, client_of):
    make_commitment(city=city, state="draft", version_title="An older idea")
    make_commitment(city=city, state="draft", version_title="A rights report", version_summary="")
    page = text_of(client_of(official).get(URL))
    assert 'Draft: <span lang="en">A rights report</span>' in page
    assert "4 of 5 parts done." in page
    assert "Still missing: the promise" in page
    assert "Other drafts" in page
    assert "An older idea" in page
    assert "2 things need you." in page


def test_a_returned_text_comes_first_with_its_date(official, approver, city, client_of):
    commitment = make_commitment(city=city, state="returned", version_title="Free legal help")
    CommitmentVersion.objects.filter(commitment=commitment).update(answer_by=dt.date(2099, 12, 4))
    page = text_of(client_of(official).get(URL))
    assert "The review office sent back “Free legal help”." in page
    assert "by 4 December 2099." in page
    assert "1 thing needs you. The nearest date is 4 December 2099." in page


def test_only_an_approver_who_did_not_write_it_is_asked_to_sign(approver, official, city, client_of):
    make_commitment(city=city, state="sign_off", version_title="Open desks", author=official)
    make_commitment(city=city, state="sign_off", version_title="My own words", author=approver)
    page = text_of(client_of(approver).get(URL))
    assert "“Open desks” waits for your sign-off." in page
    assert "“My own words” waits for your sign-off." not in page
    assert "My own words" in page
    assert "waits for your sign-off" not in text_of(client_of(official).get(URL))


def test_what_the_office_checks_is_listed_with_the_day_of_the_answer(official, city, client_of):
    commitment = make_commitment(city=city, state="submitted", version_title="In the queue")
    CommitmentVersion.objects.filter(commitment=commitment).update(due_on=dt.date(2099, 1, 15))
    page = text_of(client_of(official).get(URL))
    assert "With others now" in page
    assert "The review office answers by 15 January 2099" in page


@pytest.mark.parametrize(
    ("days", "words"), [(-3, "3 days late"), (-1, "1 day late"), (38, "Due in 38 days"), (200, "Later")]
)
def test_milestones_say_how_near_they_are(official, city, client_of, days, words):
    commitment = make_commitment(city=city)
    _move_milestone(commitment, timezone.localdate() + dt.timedelta(days=days))
    page = text_of(client_of(official).get(URL))
    assert "Progress to report" in page
    assert f">{words}</span>" in page
    assert reverse("desk:report_new", args=[commitment.code]) in page


def test_a_milestone_reported_as_completed_is_not_asked_for_again(official, city, client_of):
    commitment = make_commitment(city=city)
    report = make_report(commitment)
    report.claims.update(progress="done")
    assert "Progress to report" not in text_of(client_of(official).get(URL))


def test_a_started_and_a_returned_report_are_tasks(official, city, client_of):
    started, returned = make_commitment(city=city), make_commitment(city=city)
    draft = make_report(started, state="draft")
    back = make_report(returned, state="returned")
    ProgressReport.objects.filter(pk=back.pk).update(answer_by=dt.date(2099, 5, 1))
    page = text_of(client_of(official).get(URL))
    assert reverse("desk:report", args=[draft.pk]) in page
    assert "The review office sent back your report on" in page
    assert "by 1 May 2099." in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "is checking your request to join for Placeton"),
        ("returned", "has questions about your request to join for Placeton"),
        ("refused", "refused your request to join for Placeton"),
    ],
)
def test_a_request_to_join_shows_its_state(resident, client_of, state, words):
    make_join_request(resident, place_name="Placeton", state=state)
    assert words in text_of(client_of(resident).get(URL))


def test_an_open_invitation_is_hinted_at_without_its_link(resident, city, approver, client_of):
    now = timezone.now()
    fields = {"city": city, "email": resident.email, "role": "editor", "invited_by": approver}
    Invitation.objects.create(**fields, token_hash="a" * 64, expires_at=now + dt.timedelta(days=3))
    page = text_of(client_of(resident).get(URL))
    assert "Arden invites you to act for it." in page
    assert "/invitations/" not in page


def test_tasks_of_several_cities_name_the_city(official, city, client_of):
    second = make_city("Cedarn")
    make_role(official, second, "editor")
    make_commitment(city=second, state="submitted", version_title="Elsewhere")
    page = text_of(client_of(official).get(URL))
    assert "Cedarn · " in page
    assert reverse("desk:commitment_new", args=[second.slug]) in page
    assert reverse("desk:commitment_new", args=[city.slug]) in page


def test_drafts_of_another_city_are_not_seen(other_official, city, client_of):
    make_commitment(city=city, state="draft", version_title="Secret plan")
    assert "Secret plan" not in text_of(client_of(other_official).get(URL))


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_costs_six_queries(official, city, client_of, count, django_assert_num_queries):
    for _number in range(count):
        for state in ("draft", "returned", "sign_off", "submitted"):
            make_commitment(city=city, state=state)
        make_report(make_commitment(city=city), state="draft")
        make_join_request(official)
        make_role(official, make_city(), "editor")
    client = client_of(official)
    client.get(URL)
    with django_assert_num_queries(6):
        client.get(URL)


@pytest.mark.parametrize("count", [1, 3])
def test_an_official_of_three_cities_pays_no_more(official, client_of, count, django_assert_num_queries):
    for number in range(3):
        city = make_city(f"Town {number}")
        make_role(official, city, "editor")
        for _number in range(count):
            for state in ("draft", "returned", "submitted"):
                make_commitment(city=city, state=state, version_title=f"Promise {number}")
            make_report(make_commitment(city=city), state="draft")
    client = client_of(official)
    page = text_of(client.get(URL))
    assert all(f"Town {number} · " in page for number in range(3))
    with django_assert_num_queries(6):
        client.get(URL)


def test_nobody_signed_in_is_sent_to_the_login(visitor):
    response = visitor.get(URL)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_post_is_not_an_answer(official, client_of):
    assert client_of(official).post(URL).status_code == 405


def _move_milestone(commitment, day) -> None:
    state = CommitmentVersion.objects.filter(commitment=commitment)
    state.update(state="draft")
    Milestone.objects.filter(version__commitment=commitment).update(due_on=day)
    state.update(state="published")


def test_who_works_on_what_is_said_to_colleagues(official, approver, city, client_of):
    make_commitment(city=city, state="draft", version_title="A rights report", author=official)
    older = make_commitment(city=city, state="draft", version_title="An older idea", author=official).versions.get()
    CommitmentVersion.objects.filter(pk=older.pk).update(updated_at=timezone.now() - dt.timedelta(minutes=3))
    page = text_of(client_of(approver).get(URL))
    assert "Edda Official edited it just now." in page
    assert "Edda Official edited it 3 minutes ago." in page
    assert "Edda Official edited it" not in text_of(client_of(official).get(URL))
    client_of(official).post(reverse("desk:autosave", args=[older.commitment.code, "budget"]), {"open": "1"})
    words = "Edda Official has “Budget and owner” open."
    assert words in text_of(client_of(approver).get(URL))
    assert words in text_of(client_of(approver).get(reverse("desk:commitment", args=[older.commitment.code])))
    assert words not in text_of(client_of(official).get(URL))


def test_a_draft_left_alone_for_a_month_is_named(official, city, client_of):
    version = make_commitment(city=city, state="draft", version_title="An older idea").versions.get()
    assert list(stale_drafts()) == []
    CommitmentVersion.objects.filter(pk=version.pk).update(updated_at=timezone.now() - dt.timedelta(days=34))
    assert list(stale_drafts()) == [version]
    assert "Untouched for 34 days" in text_of(client_of(official).get(URL))
