"""Two people write the same text at once: nothing is overwritten, both texts are shown, a double click goes on."""

import pytest
from django.urls import reverse

from commitments.models import CommitmentVersion
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment
from tests.factories.framework import make_right

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.get(commitment=commitment)


def url(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:step", args=[version.commitment.code, part])


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


@pytest.mark.parametrize("part", ["promise", "framework", "people", "milestones", "budget"])
def test_a_double_click_on_save_goes_on(official, draft, client_of, part):
    client = client_of(official)
    form = form_of(client.get(url(draft, part)))
    first, second = (client.post(url(draft, part), form) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
