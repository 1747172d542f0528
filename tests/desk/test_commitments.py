"""The city's list, a new commitment, one commitment in every state, giving up a draft."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.actions import ask_sign_off, send_back
from commitments.models import Commitment, CommitmentVersion
from core.languages import LANGUAGES
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_report, make_version

pytestmark = pytest.mark.django_db
LIST = "/en/desk/city/at-arden/commitments/"
NEW = f"{LIST}new/"


def at(name: str, commitment: Commitment) -> str:
    return reverse(f"desk:{name}", args=[commitment.code])


def test_an_empty_list_says_what_will_stand_there(official, client_of):
    assert "The city has no commitment yet." in text_of(client_of(official).get(LIST))


def test_the_list_shows_where_each_stands(official, city, client_of):
    make_commitment(city=city, state="draft", version_title="Only a draft")
    published = make_commitment(city=city, version_title="Public already")
    make_version(published, state="returned", title="Public already, new")
    make_report(published, state="submitted")
    page = text_of(client_of(official).get(LIST))
    assert "Only a draft" in page
    assert "Public already, new" in page
    assert "Sent back with reasons" in page
    assert "Progress report sent" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(official, city, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_report(make_commitment(city=city), state="draft")
        make_commitment(city=city, state="draft")
    client = client_of(official)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_a_new_commitment_starts_with_a_title(official, client_of):
    client = client_of(official)
    assert "What we will ask" in text_of(client.get(NEW))
    response = fill(client, NEW, title="Free legal help in every library", language="de")
    version = CommitmentVersion.objects.get()
    assert response.url == reverse("desk:step", args=[version.commitment.code, "promise"])
    assert (version.title, version.language, version.author) == ("Free legal help in every library", "de", official)


def test_a_double_click_starts_one_commitment(official, client_of):
    client = client_of(official)
    first, second = (fill(client, NEW, title="Free legal help", language="en") for _click in range(2))
    assert first.url == second.url
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Write a few words as a title."),
        ({"title": "\u200b\u2060"}, "Write a few words as a title."),
        ({"title": "a\x00b"}, "characters that cannot be read"),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "Good", "language": "xx"}, "Choose one of the options."),
    ],
)
def test_faults_of_a_new_one_are_told(official, client_of, typed, words):
    response = fill(client_of(official), NEW, **typed)
    assert response.status_code == 200
    assert words in text_of(response)
    assert not Commitment.objects.exists()


def test_a_draft_shows_its_task_list(official, city, client_of):
    commitment = make_commitment(city=city, state="draft", version_unit="", version_ends_on=None)
    page = text_of(client_of(official).get(at("commitment", commitment)))
    assert "3 of 5 parts done." in page
    assert "Still missing: the end date" in page
    assert "You can send when all parts are done" in page
    assert "Delete this draft" in page


def test_an_empty_draft_lacks_everything(official, client_of):
    client = client_of(official)
    fill(client, NEW, title="Only a title")
    page = text_of(client.get(at("commitment", Commitment.objects.get())))
    assert "0 of 5 parts done." in page
    assert "Still missing: the promise, the problem and what the city will do" in page


def test_evidence_counts_once_it_is_there(official, city, client_of):
    commitment = make_commitment(city=city, state="draft")
    make_evidence(version=commitment.versions.get())
    assert "6 of 6 parts done." in text_of(client_of(official).get(at("commitment", commitment)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_task_list_costs_the_same(official, city, client_of, count, django_assert_num_queries):
    commitment = make_commitment(city=city, state="draft")
    for _number in range(count):
        make_evidence(version=commitment.versions.get())
    client, url = client_of(official), at("commitment", commitment)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def test_a_returned_text_shows_the_reasons_on_top(official, city, client_of):
    commitment = make_commitment(city=city, state="returned")
    commitment.versions.update(returned_reasons="Name the unit.", answer_by=dt.date(2099, 12, 4))
    page = text_of(client_of(official).get(at("commitment", commitment)))
    assert page.index("Name the unit.") < page.index("parts done.")
    assert "Send it again by 4 December 2099." in page


def test_a_text_that_came_back_from_sign_off_shows_the_approvers_words(official, approver, city, client_of):
    commitment = make_commitment(city=city, state="draft", author=official)
    version = CommitmentVersion.objects.select_related("commitment__city").get()
    waiting = ask_sign_off(version=version, by=official)
    send_back(version=waiting, by=approver, note="The date is too early.")
    page = text_of(client_of(official).get(at("commitment", commitment)))
    assert "The date is too early." in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("sign_off", "It waits for sign-off"),
        ("submitted", "The review office is checking it"),
        ("checking", "The review office is checking it"),
        ("published", "What is public"),
        ("lapsed", "This text lapsed"),
    ],
)
def test_every_state_has_its_words(official, city, client_of, state, words):
    commitment = make_commitment(city=city, state=state)
    response = client_of(official).get(at("commitment", commitment))
    assert response.status_code == 200
    assert words in text_of(response)


def test_a_public_one_offers_a_report_a_change_and_to_approvers_the_end(official, approver, city, client_of):
    commitment = make_commitment(city=city)
    page = text_of(client_of(official).get(at("commitment", commitment)))
    assert at("report_new", commitment) in page
    assert at("amend", commitment) in page
    assert at("withdraw", commitment) not in page
    assert at("withdraw", commitment) in text_of(client_of(approver).get(at("commitment", commitment)))


def test_a_withdrawn_one_shows_its_reason_and_offers_nothing(approver, city, client_of):
    fields = {"withdrawn_at": timezone.now(), "public_reason": "The building burnt down."}
    commitment = make_commitment(city=city)
    Commitment.objects.filter(pk=commitment.pk).update(state="withdrawn", **fields)
    page = text_of(client_of(approver).get(at("commitment", commitment)))
    assert "The building burnt down." in page
    assert at("amend", commitment) not in page


def test_a_draft_is_deleted_after_one_question(official, city, client_of):
    commitment = make_commitment(city=city, state="draft")
    client, url = client_of(official), at("delete_draft", commitment)
    assert "Delete this draft?" in text_of(client.get(url))
    assert Commitment.objects.exists()
    assert client.post(url).url == LIST
    assert not Commitment.objects.exists()


def test_deleting_an_amendment_keeps_the_public_text(official, city, client_of):
    commitment = make_commitment(city=city)
    make_version(commitment, state="draft")
    client, url = client_of(official), at("delete_draft", commitment)
    assert "The published text stays as it is." in text_of(client.get(url))
    client.post(url)
    assert [version.state for version in commitment.versions.all()] == ["published"]


def test_a_text_with_the_office_cannot_be_deleted(official, city, client_of):
    commitment = make_commitment(city=city, state="submitted")
    assert client_of(official).post(at("delete_draft", commitment)).status_code == 403
    assert commitment.versions.exists()


@pytest.mark.parametrize("case", ["AT  de", "MT  mt", "BE  en", "AT sl sl"])
def test_a_new_text_offers_first_the_language_the_city_writes_in(official, city, client_of, case):
    """The country, the language of the city's newest text if there is one, what is offered."""
    country, written, offered = case.split(" ")
    type(city).objects.filter(pk=city.pk).update(country=country)
    if written:
        make_commitment(city=city, version_language=written)
    page = client_of(official).get(reverse("desk:commitment_new", args=[city.slug]))
    assert form_of(page)["language"] == offered
    for code, _name in LANGUAGES:
        assert f'<option value="{code}"' in page.content.decode(), code


@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
def test_a_text_may_be_written_in_any_language_of_the_union(official, city, client_of, language):
    page = reverse("desk:commitment_new", args=[city.slug])
    answer = fill(client_of(official), page, title="Ċittà għal kulħadd – Πόλη – град", language=language)
    assert answer.status_code == 302
    assert CommitmentVersion.objects.get().language == language
