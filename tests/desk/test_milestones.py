"""Milestones as rows: kept, added and removed without script, with dates that make sense."""

import datetime as dt

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion, Milestone
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.get(commitment=commitment)


def url(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:step", args=[version.commitment.code, part])


def test_milestones_are_saved_as_rows_and_keep_their_keys(official, draft, client_of):
    key = draft.milestones.get().key
    client = client_of(official)
    form = form_of(client.get(url(draft, "milestones")))
    assert form["m-0-key"] == key
    more = {"m-TOTAL_FORMS": 2, "m-1-title": "The report is online", **date("m-1-due_on", 30, 3, 2028), "m-1-key": ""}
    client.post(url(draft, "milestones"), form | more)
    rows = list(draft.milestones.values_list("title", "due_on"))
    assert rows[1] == ("The report is online", dt.date(2028, 3, 30))
    assert draft.milestones.first().key == key


def test_a_row_is_added_without_script_and_nothing_is_lost(official, draft, client_of):
    response = fill(
        client_of(official),
        url(draft, "milestones"),
        add="1",
        **{"m-0-title": "Half a thought", "m-0-due_on_month": "thirteen", "starts_on_day": "99"},
    )
    form = form_of(response)
    assert response.status_code == 200
    assert form["m-TOTAL_FORMS"] == "2"
    assert (form["m-0-title"], form["m-0-due_on_month"], form["starts_on_day"]) == ("Half a thought", "thirteen", "99")
    assert "There is a problem" not in text_of(response)
    assert draft.milestones.get().title == "Three desks are open"


def test_a_row_is_removed_without_script(official, draft, client_of):
    client = client_of(official)
    form = form_of(fill(client, url(draft, "milestones"), add="1"))
    response = client.post(url(draft, "milestones"), form | {"m-1-title": "Keep me", "remove": "1"})
    form = form_of(response)
    assert (form["m-TOTAL_FORMS"], form["m-0-title"], form["m-0-key"]) == ("1", "Keep me", "")


def test_a_row_left_empty_goes_away(official, draft, client_of):
    empty = {"m-0-title": "", "m-0-due_on_day": "", "m-0-due_on_month": "", "m-0-due_on_year": ""}
    fill(client_of(official), url(draft, "milestones"), **empty)
    assert not Milestone.objects.filter(version=draft).exists()


def test_a_new_draft_starts_with_two_empty_rows(official, draft, client_of):
    draft.milestones.all().delete()
    assert form_of(client_of(official).get(url(draft, "milestones")))["m-TOTAL_FORMS"] == "2"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (date("m-0-due_on", 31, 2, 2027), "The date of milestone 1 must be a real date, for example 15 6 2027"),
        (date("m-0-due_on", 1, 1, 2020), "The date of milestone 1 must not be before the start, 1 March 2026"),
        (date("m-0-due_on", 1, 1, 2030), "The date of milestone 1 must not be after the end, 30 June 2028"),
        (date("ends_on", 1, 1, 2020), "The end date must not be before the start date"),
        ({"m-0-due_on_year": ""}, "The date of milestone 1 must also have a year"),
        ({"m-0-title": "x" * 301}, "at most 300 characters"),
        (date("m-0-due_on", 1, 1, 9999), "The date of milestone 1 must not be after the end"),
    ],
)
def test_dates_that_cannot_be_are_told_in_the_same_words_twice(official, draft, client_of, typed, words):
    response = fill(client_of(official), url(draft, "milestones"), **typed)
    page = text_of(response)
    assert response.status_code == 200
    assert page.count(words) == 2
    assert "<title>Error: Milestones and dates" in page.replace("<title> ", "<title>")
    assert draft.milestones.get().due_on == dt.date(2027, 6, 30)


def test_every_fault_is_told_at_once(official, draft, client_of):
    more = {"m-TOTAL_FORMS": 2, "m-1-title": "Too late", **date("m-1-due_on", 1, 1, 2032), "m-1-key": ""}
    response = fill(client_of(official), url(draft, "milestones"), **date("m-0-due_on", 31, 2, 2027) | more)
    page = text_of(response)
    assert "The date of milestone 1 must be a real date" in page
    assert "The date of milestone 2 must not be after the end" in page


@pytest.mark.parametrize(
    "broken", [{"m-TOTAL_FORMS": "9" * 5000}, {"m-TOTAL_FORMS": "-1"}, {"m-TOTAL_FORMS": "x"}, {"m-INITIAL_FORMS": "x"}]
)
def test_a_broken_row_counter_is_no_server_error(official, draft, client_of, broken):
    response = fill(client_of(official), url(draft, "milestones"), **broken)
    assert response.status_code == 200
    assert fill(client_of(official), url(draft, "milestones"), add="1", **broken).status_code == 200
    assert draft.milestones.count() == 1


@pytest.mark.parametrize("number", ["0", "-1", "99", "9" * 5000, "x", "²"])
def test_removing_a_row_that_is_not_there_changes_nothing(official, draft, client_of, number):
    response = fill(client_of(official), url(draft, "milestones"), remove=number)
    assert form_of(response)["m-0-title"] == "Three desks are open"
