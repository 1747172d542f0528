"""Joining: find the place with or without script, ask with a mandate, answer questions, take it back."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.models import JoinRequest
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_city, make_join_request, make_place
from tests.factories.places import PDF

pytestmark = pytest.mark.django_db
JOIN, PLACE = "/en/desk/join/", "/en/desk/join/place/"


def answers(**changed):
    return {
        "work_email": "rosa@arden.example",
        "job_title": "Head of the equality unit",
        "official_channel": "Switchboard +43 1 4000",
        "mandate_title": "Council decision of 15 January 2026",
        "mandate_file": SimpleUploadedFile("mandate.pdf", PDF, "application/pdf"),
        **date("mandate_start", 1, 1, 2026),
        **date("mandate_end", 31, 12, 2099),
        **changed,
    }


def test_the_first_page_asks_for_the_municipality(resident, client_of):
    page = text_of(client_of(resident).get(JOIN))
    assert "Which municipality do you act for?" in page
    assert 'data-places-url="/data/v1/places"' in page
    assert "js/picker.js" in page


def test_without_script_the_search_lists_matches_as_radio_buttons(resident, client_of):
    vienna = make_place("Vienna", local_name="Wien", names=("Wien",))
    page = text_of(client_of(resident).get(PLACE, {"q": "wien"}))
    assert f'value="{vienna.pk}"' in page
    assert "Vienna (Wien), Styria, Austria" in page
    assert 'type="radio"' in page


def test_a_search_without_a_match_opens_the_form_for_typing(resident, client_of):
    page = text_of(client_of(resident).get(PLACE, {"q": "Nowhereville"}))
    assert "We found no municipality called “Nowhereville”" in page
    assert "<details open>" in page
    assert 'value="Nowhereville"' in page


def test_the_type_ahead_leads_straight_to_the_form(resident, client_of):
    place = make_place("Graz")
    response = client_of(resident).get(PLACE, {"q": "Graz, Styria", "place": place.pk})
    assert response.status_code == 302
    assert parse_qs(urlsplit(response.url).query) == {"place": [str(place.pk)]}
    assert "Ask to join for Graz" in text_of(client_of(resident).get(response.url))


def test_a_name_typed_by_hand_leads_to_the_form_too(resident, client_of):
    response = client_of(resident).get(PLACE, {"name": "Kleindorf", "country": "AT"})
    assert "Kleindorf, Austria" in text_of(client_of(resident).get(response.url))


def test_a_typed_name_needs_a_country(resident, client_of):
    page = text_of(client_of(resident).get(PLACE, {"name": "Kleindorf", "country": ""}))
    assert "Choose the country." in page
    assert 'value="Kleindorf"' in page


def test_an_official_asks_and_sees_what_happens_next(resident, client_of):
    place, client = make_place("Graz"), client_of(resident)
    response = fill(client, f"{JOIN}?place={place.pk}", **answers())
    asked = JoinRequest.objects.get()
    assert response.url == reverse("desk:join_sent", args=[asked.pk])
    assert (asked.place, asked.job_title, asked.mandate_end) == (
        place,
        "Head of the equality unit",
        dt.date(2099, 12, 31),
    )
    page = text_of(client.get(response.url))
    assert "Your request is with the review office." in page
    assert "What happens next" in page


def test_a_double_click_makes_one_request(resident, client_of):
    place, client = make_place("Graz"), client_of(resident)
    url = f"{JOIN}?place={place.pk}"
    form = form_of(client.get(url))
    first, second = (client.post(url, form | answers()) for _click in range(2))
    assert JoinRequest.objects.count() == 1
    assert first.url == second.url


def test_errors_keep_what_was_typed_and_ask_for_the_file_again(resident, client_of):
    place, client = make_place("Graz"), client_of(resident)
    response = fill(client, f"{JOIN}?place={place.pk}", **answers(job_title="", mandate_start_month="13"))
    page = text_of(response)
    assert response.status_code == 200
    assert "Say what your role in the city is." in page
    assert "The start of the mandate must be a real date" in page
    assert "Choose the file again" in page
    assert 'value="13"' in page
    assert 'value="Switchboard +43 1 4000"' in page
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"work_email": "rosa@аrden.example"}, "mixes alphabets"),
        ({"mandate_file": SimpleUploadedFile("m.pdf", b"<html>", "application/pdf")}, "content is something else"),
        (
            {"mandate_file": SimpleUploadedFile("m.svg", b"<svg/>", "image/svg+xml")},
            "This kind of file is not accepted",
        ),
        ({"mandate_end_year": "2001"}, "The mandate must not end before it starts."),
        ({"mandate_file": ""}, "Attach the decision or the signed statement."),
    ],
)
def test_faults_are_told_in_words(resident, client_of, changed, words):
    client = client_of(resident)
    response = fill(client, f"{JOIN}?place={make_place().pk}", **answers(**changed))
    assert words in text_of(response)
    assert not JoinRequest.objects.exists()


def test_the_same_place_twice_is_told_at_the_form(resident, client_of):
    place, client = make_place("Graz"), client_of(resident)
    make_join_request(resident, place=place)
    response = fill(client, f"{JOIN}?place={place.pk}", **answers())
    assert "You have already asked to join for Graz." in text_of(response)


def test_a_city_that_takes_part_suggests_an_invitation(resident, client_of):
    place = make_place("Graz")
    make_city("Graz", place=place)
    assert "Graz takes part already." in text_of(client_of(resident).get(f"{JOIN}?place={place.pk}"))


def test_a_returned_request_shows_the_questions_and_is_sent_again(resident, client_of):
    asked = make_join_request(resident, state="returned")
    asked.status_changes.create(
        transition="return_for_changes", source="submitted", target="returned", note="Is this still in force?"
    )
    client, url = client_of(resident), reverse("desk:join_sent", args=[asked.pk])
    page = client.get(url)
    assert "Is this still in force?" in text_of(page)
    assert "We have mandate.pdf." in text_of(page)
    response = client.post(url, form_of(page) | {"job_title": "Deputy mayor"})
    asked.refresh_from_db()
    assert response.url == url
    assert (asked.state, asked.job_title, asked.mandate_file_name) == ("submitted", "Deputy mayor", "mandate.pdf")


def test_correcting_keeps_faulty_answers(resident, client_of):
    asked = make_join_request(resident, state="returned")
    client, url = client_of(resident), reverse("desk:join_sent", args=[asked.pk])
    response = fill(client, url, work_email="not an address", job_title="Deputy mayor")
    assert 'value="not an address"' in text_of(response)
    assert 'value="Deputy mayor"' in text_of(response)


def test_a_request_that_waits_cannot_be_sent_again(resident, client_of):
    asked = make_join_request(resident)
    response = client_of(resident).post(reverse("desk:join_sent", args=[asked.pk]), answers())
    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.job_title != "Deputy mayor"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("accepted", "takes part.</b> You are its approver."),
        ("refused", "refused the request"),
        ("withdrawn", "You took this request back."),
    ],
)
def test_every_state_has_its_words(resident, client_of, state, words):
    asked = make_join_request(resident, state=state)
    assert words in text_of(client_of(resident).get(reverse("desk:join_sent", args=[asked.pk])))


def test_a_request_is_taken_back_after_one_question(resident, client_of):
    asked = make_join_request(resident)
    client, url = client_of(resident), reverse("desk:join_withdraw", args=[asked.pk])
    assert "Take your request back?" in text_of(client.get(url))
    asked.refresh_from_db()
    assert asked.state == "submitted"
    client.post(url)
    client.post(url)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_office_does_not_ask_to_join(reviewer, client_of):
    assert client_of(reviewer).get(JOIN).status_code == 403
    assert client_of(reviewer).get(PLACE, {"q": "Graz"}).status_code == 403


def test_nobody_sees_another_persons_request(resident, official, client_of):
    asked = make_join_request(resident)
    for name in ("join_sent", "join_withdraw"):
        assert client_of(official).get(reverse(f"desk:{name}", args=[asked.pk])).status_code == 404


@pytest.mark.parametrize("query", [{"place": "9" * 5000}, {"place": "-1"}, {"place": "0"}, {"place": "999999999"}])
def test_an_unknown_place_leads_back_to_the_search(resident, client_of, query):
    assert "Which municipality" in text_of(client_of(resident).get(JOIN, query))
    assert client_of(resident).get(PLACE, query).status_code in {200, 302}
