"""The parts of the form: any order, nothing required, nothing lost, milestones as rows, stale saves."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion, Milestone
from framework.models import Element, Right
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_version
from tests.factories.framework import make_element, make_right

pytestmark = pytest.mark.django_db
PARTS = ["promise", "framework", "people", "milestones", "budget", "evidence"]


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.get(commitment=commitment)


def url(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:step", args=[version.commitment.code, part])


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_and_saves_as_it_is(official, draft, client_of, part):
    client = client_of(official)
    page = client.get(url(draft, part))
    number = PARTS.index(part) + 1
    assert f"Part {number} of 7" in text_of(page)
    response = client.post(url(draft, part), form_of(page) if part != "evidence" else {})
    following = [*[url(draft, key) for key in PARTS[1:]], reverse("desk:check", args=[draft.commitment.code])]
    assert response.status_code == 302
    assert response.url == following[PARTS.index(part)]
    fresh = CommitmentVersion.objects.get(pk=draft.pk)
    for name in ("title", "summary", "unit", "starts_on", "budget", "consulted"):
        assert getattr(fresh, name) == getattr(draft, name)
    assert fresh.milestones.count() == 1


def test_incomplete_is_fine_while_drafting(official, draft, client_of):
    fill(client_of(official), url(draft, "promise"), title="", summary="", problem="", action="")
    draft.refresh_from_db()
    assert draft.title == ""
    assert draft.editor == official


def test_save_and_come_back_later_leads_to_the_task_list(official, draft, client_of):
    response = fill(client_of(official), url(draft, "promise"), later="1")
    assert response.url == reverse("desk:commitment", args=[draft.commitment.code])


def test_an_unknown_part_is_not_found(official, draft, client_of):
    assert client_of(official).get(url(draft, "mayor")).status_code == 404
    assert client_of(official).get(url(draft, "change")).status_code == 404


def test_links_are_chosen_from_folded_groups(official, draft, client_of):
    element, right = make_element(), make_right()
    client = client_of(official)
    page = client.get(url(draft, "framework"))
    assert "1 chosen" in text_of(page)
    client.post(url(draft, "framework"), form_of(page) | {"elements": [element.pk], "rights": [right.pk]})
    assert list(draft.elements.all()) == [element]
    assert list(draft.rights.all()) == [right]


@pytest.mark.parametrize("value", ["0", "9" * 30, "x", "-1", ""])
def test_a_choice_that_is_not_on_offer_is_refused(official, draft, client_of, value):
    before = set(draft.rights.values_list("pk", flat=True))
    response = fill(client_of(official), url(draft, "framework"), rights=[value])
    assert response.status_code == 200
    assert "Choose from the list." in text_of(response)
    assert set(draft.rights.values_list("pk", flat=True)) == before


def test_a_retired_element_stays_chosen(official, draft, client_of):
    Element.objects.update(is_offered=False)
    Right.objects.update(is_offered=False)
    fill(client_of(official), url(draft, "framework"))
    assert draft.elements.count() == 1


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250000", "250000"),
        ("250 000", "250000"),
        ("€ 1.200.000,50", "1200000.50"),
        ("1,200,000.5", "1200000.50"),
        ("50,000", "50000"),
        ("12,5", "12.50"),
        ("", None),
    ],
)
def test_money_is_read_as_people_write_it(official, draft, client_of, typed, amount):
    fill(client_of(official), url(draft, "budget"), budget=typed)
    draft.refresh_from_db()
    assert draft.budget == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("typed", ["a lot", "-5", "1e99", "NaN", "9" * 5000, "1,2,3", "١٢٣"])
def test_an_amount_that_makes_no_sense_stays_in_the_box(official, draft, client_of, typed):
    response = fill(client_of(official), url(draft, "budget"), budget=typed, unit="Libraries of Arden")
    page = text_of(response)
    assert response.status_code == 200
    assert "Write the budget as a number of euro" in page
    assert typed in page
    assert 'value="Libraries of Arden"' in page


# --- Milestones ---------------------------------------------------------------------------------------


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


# --- Two people at once -------------------------------------------------------------------------------


def test_a_stale_save_shows_both_texts_and_can_be_merged(official, approver, draft, client_of):
    mine = form_of(client_of(official).get(url(draft, "promise"))) | {"summary": "My promise", "problem": "My problem"}
    fill(client_of(approver), url(draft, "promise"), summary="Their promise")
    client = client_of(official)
    response = client.post(url(draft, "promise"), mine)
    page = text_of(response)
    assert response.status_code == 409
    assert "Pau Approver saved it last." in page
    assert "<del>Their</del>" in page
    assert "<ins>My</ins>" in page
    draft.refresh_from_db()
    assert draft.summary == "Their promise"
    merged = form_of(response)
    assert merged["problem"] == "My problem"
    assert client.post(url(draft, "promise"), merged | {"summary": "Our promise"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.problem) == ("Our promise", "My problem")


def test_people_who_work_on_different_parts_do_not_meet(official, approver, draft, client_of):
    mine = form_of(client_of(official).get(url(draft, "promise"))) | {"summary": "My promise"}
    fill(client_of(approver), url(draft, "budget"), unit="Mayor's office")
    assert client_of(official).post(url(draft, "promise"), mine).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.unit) == ("My promise", "Mayor's office")


def test_a_stale_choice_names_what_was_chosen(official, approver, draft, client_of):
    right = make_right()
    mine = form_of(client_of(official).get(url(draft, "framework"))) | {"rights": [right.pk]}
    other = make_right()
    fill(client_of(approver), url(draft, "framework"), rights=[other.pk])
    response = client_of(official).post(url(draft, "framework"), mine)
    assert response.status_code == 409
    assert right.heading in text_of(response)
    assert other.heading in text_of(response)


def test_stale_milestones_show_both_lists(official, approver, draft, client_of):
    mine = form_of(client_of(official).get(url(draft, "milestones"))) | {"m-0-title": "My milestone"}
    fill(client_of(approver), url(draft, "milestones"), **{"m-0-title": "Their milestone"})
    client = client_of(official)
    response = client.post(url(draft, "milestones"), mine)
    assert response.status_code == 409
    assert "Their" in text_of(response)
    client.post(url(draft, "milestones"), form_of(response) | {"m-0-title": "Our milestone"})
    assert draft.milestones.get().title == "Our milestone"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 5000])
def test_a_page_without_a_sound_revision_asks_to_reload(official, draft, client_of, revision):
    response = fill(client_of(official), url(draft, "promise"), revision=revision, title="Kept in the box")
    assert "This page is out of date. Reload it, then type again." in text_of(response)
    assert 'value="Kept in the box"' in text_of(response)


def test_a_text_that_was_sent_meanwhile_is_not_changed(official, draft, client_of):
    form = form_of(client_of(official).get(url(draft, "promise")))
    CommitmentVersion.objects.filter(pk=draft.pk).update(state="submitted")
    response = client_of(official).post(url(draft, "promise"), form | {"title": "Too late"})
    assert response.status_code == 403
    assert "The review office has this text now." in text_of(response)
    draft.refresh_from_db()
    assert draft.title == "Rights desks"


# --- Amendments ---------------------------------------------------------------------------------------


def test_an_amendment_also_says_why(official, city, client_of):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="draft", change_reason="")
    client = client_of(official)
    assert "Part 1 of 8" in text_of(client.get(url(version, "change")))
    fill(client, url(version, "change"), change_reason="Two libraries are being rebuilt.", is_material="yes")
    version.refresh_from_db()
    assert (version.change_reason, version.is_material) == ("Two libraries are being rebuilt.", True)


def test_a_change_that_calls_itself_a_correction_is_found_out(official, city, client_of):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="draft", summary="Only two desks, and later.")
    response = client_of(official).post(
        url(version, "change"),
        form_of(client_of(official).get(url(version, "change"))) | {"is_material": "no"},
        follow=True,
    )
    assert "so an approver signs it off" in text_of(response)
    version.refresh_from_db()
    assert version.is_material


def test_the_evidence_part_lists_what_was_added(official, draft, client_of):
    make_evidence(version=draft, title="Council minutes", proves="It was adopted", page="12", language="de")
    page = text_of(client_of(official).get(url(draft, "evidence")))
    assert "Council minutes" in page
    assert "page 12 · Deutsch" in page
    assert "It was adopted" in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_part_costs_the_same_for_one_and_three(official, draft, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_evidence(version=draft)
    client = client_of(official)
    client.get(url(draft, "evidence"))
    with django_assert_num_queries(8):
        client.get(url(draft, "evidence"))


@pytest.mark.parametrize("part", [part for part in PARTS if part != "evidence"])
def test_a_double_click_on_save_goes_on(official, draft, client_of, part):
    client = client_of(official)
    form = form_of(client.get(url(draft, part)))
    first, second = (client.post(url(draft, part), form) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
