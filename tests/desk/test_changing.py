"""Public commitments: a new version with its reason, and the end with its reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment
from tests.desk.pages import fill, text_of
from tests.factories import make_commitment, make_evidence, make_version

pytestmark = pytest.mark.django_db


def at(name: str, commitment: Commitment) -> str:
    return reverse(f"desk:{name}", args=[commitment.code])


def test_a_change_starts_with_its_public_reason(official, city, client_of):
    commitment = make_commitment(city=city)
    make_evidence(version=commitment.versions.get())
    client = client_of(official)
    response = fill(client, at("amend", commitment), is_material="yes", change_reason="Two libraries are rebuilt.")
    assert response.url == at("commitment", commitment)
    version = commitment.versions.get(state="draft")
    assert (version.number, version.change_reason, version.is_material) == (2, "Two libraries are rebuilt.", True)
    assert version.evidence_rows.count() == 1
    page = text_of(client.get(response.url))
    assert "New version" in page
    assert "Why the text changes" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"is_material": "yes", "change_reason": ""}, "Say why the text changes. The public reads it."),
        ({"is_material": "maybe", "change_reason": "Because"}, "Choose one of the options."),
        ({"is_material": "no", "change_reason": "x" * 1001}, "at most 1000 characters"),
        ({"is_material": "no", "change_reason": "a\x00b"}, "characters that cannot be read"),
    ],
)
def test_no_copy_is_made_before_the_words_are_right(official, city, client_of, typed, words):
    commitment = make_commitment(city=city)
    response = fill(client_of(official), at("amend", commitment), **typed)
    assert response.status_code == 200
    assert words in text_of(response)
    assert commitment.versions.count() == 1


def test_a_correction_needs_no_reason(official, city, client_of):
    commitment = make_commitment(city=city)
    fill(client_of(official), at("amend", commitment), is_material="no", change_reason="")
    assert not commitment.versions.get(state="draft").is_material


def test_only_one_new_version_is_on_its_way(official, city, client_of):
    commitment = make_commitment(city=city)
    make_version(commitment, state="draft")
    response = client_of(official).post(at("amend", commitment), {"is_material": "no"}, follow=True)
    assert "A new version is already on its way." in text_of(response)
    assert commitment.versions.count() == 2


@pytest.mark.parametrize("state", ["withdrawn", "closed"])
def test_what_has_ended_is_not_changed(official, city, client_of, state):
    commitment = make_commitment(city=city)
    Commitment.objects.filter(pk=commitment.pk).update(state=state, outcome="done", closed_at=timezone.now())
    assert client_of(official).get(at("amend", commitment)).status_code == 403
    assert client_of(official).post(at("amend", commitment), {"is_material": "no"}).status_code == 403


def test_an_approver_withdraws_with_a_public_reason(approver, city, client_of):
    commitment = make_commitment(city=city)
    client, url = client_of(approver), at("withdraw", commitment)
    page = text_of(client.get(url))
    assert "Withdraw this commitment?" in page
    assert "The public reads this" in page
    response = fill(client, url, reason="The building burnt down.")
    commitment.refresh_from_db()
    assert (commitment.state, commitment.public_reason) == ("withdrawn", "The building burnt down.")
    assert "The building burnt down." in text_of(client.get(response.url))
    assert client.post(url, {"reason": "Again"}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.public_reason == "The building burnt down."


@pytest.mark.parametrize(("reason", "words"), [("", "Say why"), (" \u200b ", "Say why"), ("a\x00", "cannot be read")])
def test_nothing_is_withdrawn_without_words(approver, city, client_of, reason, words):
    commitment = make_commitment(city=city)
    response = fill(client_of(approver), at("withdraw", commitment), reason=reason)
    assert words in text_of(response)
    commitment.refresh_from_db()
    assert commitment.state == "active"


def test_a_draft_is_not_withdrawn(approver, city, client_of):
    commitment = make_commitment(city=city, state="draft")
    response = client_of(approver).post(at("withdraw", commitment), {"reason": "No"})
    assert response.url == at("commitment", commitment)
    commitment.refresh_from_db()
    assert commitment.state == "draft"


def test_a_text_that_lapsed_starts_again(official, city, client_of):
    commitment = make_commitment(city=city, state="lapsed")
    Commitment.objects.filter(pk=commitment.pk).update(state="draft")
    client = client_of(official)
    assert at("amend", commitment) in text_of(client.get(at("commitment", commitment)))
    fill(client, at("amend", commitment), is_material="no")
    assert commitment.versions.filter(state="draft").exists()
