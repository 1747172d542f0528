"""Check, ask for sign-off, sign off and send, send back, the reference."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cities.models import CityRole
from commitments.actions import add_evidence, save_version
from commitments.models import CommitmentVersion
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_role, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


@pytest.fixture
def waiting(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="sign_off", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


def at(name: str, version: CommitmentVersion) -> str:
    return reverse(f"desk:{name}", args=[version.commitment.code])


def state_of(version: CommitmentVersion) -> str:
    return CommitmentVersion.objects.get(pk=version.pk).state


def test_the_check_shows_every_answer_with_a_link_to_change_it(official, approver, draft, client_of):
    make_evidence(version=draft, title="Council minutes")
    page = text_of(client_of(official).get(at("check", draft)))
    for words in (
        "Rights desks",
        "Anyone can get free help",
        "30 June 2028",
        "Three desks are open",
        "Council minutes",
    ):
        assert words in page
    assert 'Change<span class="vh"> Title</span>' in page
    assert reverse("desk:step", args=[draft.commitment.code, "milestones"]) in page
    assert "<b>Pau Approver</b>" in page
    assert "Ask for sign-off" in page


def test_the_check_names_what_is_missing(official, draft, client_of):
    CommitmentVersion.objects.filter(pk=draft.pk).update(unit="", summary="")
    draft.milestones.update(due_on=None)
    page = text_of(client_of(official).get(at("check", draft)))
    assert "Name the unit that is responsible." in page
    assert "Write the promise in plain language." in page
    assert "Milestone 1 needs a text and a date." in page
    assert "Ask for sign-off" not in page


def test_the_check_says_when_nobody_can_sign(official, draft, client_of):
    page = text_of(client_of(official).get(at("check", draft)))
    assert "Nobody can sign it off yet" in page
    assert reverse("desk:members", args=[draft.commitment.city.slug]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_check_costs_the_same_for_one_and_three(official, draft, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_evidence(version=draft)
        make_role(make_user(), draft.commitment.city, "approver")
    client = client_of(official)
    client.get(at("check", draft))
    with django_assert_num_queries(8):
        client.get(at("check", draft))


def test_asking_for_sign_off_hands_the_text_over(official, approver, draft, client_of):
    client = client_of(official)
    response = client.post(at("to_sign_off", draft), follow=True)
    assert state_of(draft) == "sign_off"
    assert "It waits for sign-off" in text_of(response)
    assert client.get(at("check", draft)).url == at("commitment", draft)


def test_an_incomplete_text_is_not_handed_over(official, draft, client_of):
    CommitmentVersion.objects.filter(pk=draft.pk).update(unit="")
    assert client_of(official).post(at("to_sign_off", draft)).url == at("check", draft)
    assert state_of(draft) == "draft"


def test_asking_twice_changes_nothing(official, approver, draft, client_of):
    client = client_of(official)
    client.post(at("to_sign_off", draft))
    assert client.post(at("to_sign_off", draft)).url == at("commitment", draft)
    assert state_of(draft) == "sign_off"


def test_the_approver_reads_exactly_the_text_ticks_and_sends(approver, waiting, client_of):
    client, url = client_of(approver), at("sign_off", waiting)
    page = text_of(client.get(url))
    assert "Anyone can get free help to report discrimination." in page
    assert "The city council has adopted this commitment and I may publish it for the city." in page
    response = fill(client, url, with_field="key", mandate="on")
    waiting.refresh_from_db()
    assert response.url == at("sent", waiting)
    assert (waiting.state, waiting.signed_off_by) == ("submitted", approver)
    page = text_of(client.get(response.url))
    assert f'Your reference: <span class="mono">{waiting.reference}</span>' in page
    assert "What happens next" in page


def test_without_the_tick_nothing_is_sent(approver, waiting, client_of):
    response = fill(client_of(approver), at("sign_off", waiting), with_field="key")
    assert "Tick the box if this is so." in text_of(response)
    assert state_of(waiting) == "sign_off"


def test_a_double_click_makes_one_submission(approver, waiting, client_of):
    client, url = client_of(approver), at("sign_off", waiting)
    form = form_of(client.get(url), with_field="key") | {"mandate": "on"}
    first, second = (client.post(url, form) for _click in range(2))
    assert first.url == second.url == at("sent", waiting)
    waiting.refresh_from_db()
    assert waiting.submissions == 1
    assert waiting.status_changes.filter(transition="submit").count() == 1


def test_another_page_of_the_same_text_does_not_send_it_again(approver, waiting, client_of):
    client, url = client_of(approver), at("sign_off", waiting)
    form = form_of(client.get(url), with_field="key") | {"mandate": "on"}
    client.post(url, form)
    client.post(url, form | {"key": uuid4()})
    waiting.refresh_from_db()
    assert waiting.submissions == 1
    assert client.get(url).url == at("sent", waiting)


def test_a_text_that_changed_after_it_was_opened_is_read_again_first(official, approver, draft, client_of):
    client, url = client_of(approver), at("sign_off", draft)
    form = form_of(client.get(url), with_field="key") | {"mandate": "on"}
    save_version(version=draft, by=official, revision=draft.revision, values={"summary": "Something else."})
    response = client.post(url, form)
    assert response.status_code == 409
    assert "The text changed after you opened this page." in text_of(response)
    assert "Something else." in text_of(response)
    assert state_of(draft) == "draft"
    client.post(url, form_of(response, with_field="key") | {"mandate": "on"})
    assert state_of(draft) == "submitted"


def test_new_evidence_is_a_changed_text_too(official, approver, draft, client_of):
    client, url = client_of(approver), at("sign_off", draft)
    form = form_of(client.get(url), with_field="key") | {"mandate": "on"}
    fields = {"kind": "link", "title": "Minutes", "url": "https://example.org/m", "proves": "Adopted"}
    more = {"visibility": "public", "has_personal_data": False, "version": draft}
    add_evidence(city=draft.commitment.city, by=official, **fields, **more)
    assert client.post(url, form).status_code == 409


def test_an_incomplete_text_cannot_be_signed_off(approver, draft, client_of):
    CommitmentVersion.objects.filter(pk=draft.pk).update(unit="")
    page = text_of(client_of(approver).get(at("sign_off", draft)))
    assert "Name the unit that is responsible." in page
    assert "Send to the review office" not in page
    key = {"key": uuid4(), "mandate": "on", "seen": "x"}
    assert client_of(approver).post(at("sign_off", draft), key).status_code == 409
    assert state_of(draft) == "draft"


@pytest.mark.parametrize("key", ["", "x", "9" * 5000])
def test_a_page_without_a_sound_key_asks_to_reload(approver, waiting, client_of, key):
    response = fill(client_of(approver), at("sign_off", waiting), with_field="key", mandate="on", key=key)
    assert "This page is out of date." in text_of(response)
    assert state_of(waiting) == "sign_off"


def test_whoever_wrote_it_does_not_sign_it(approver, city, client_of):
    commitment = make_commitment(city=city, state="sign_off", author=approver)
    version = CommitmentVersion.objects.get(commitment=commitment)
    response = client_of(approver).get(at("sign_off", version))
    assert response.status_code == 403
    assert "An approver who did not write this text signs it off." in text_of(response)
    assert client_of(approver).post(at("sign_off", version), {"key": uuid4(), "mandate": "on"}).status_code == 403


def test_an_approver_whose_role_ended_does_not_sign(approver, waiting, client_of):
    CityRole.objects.filter(user=approver).delete()
    assert client_of(approver).get(at("sign_off", waiting)).status_code == 404


def test_the_approver_sends_it_back_with_words(official, approver, waiting, client_of, mailoutbox):
    client = client_of(approver)
    response = fill(client, at("sign_off", waiting), with_field="reason", reason="The date is too early.")
    assert response.status_code == 200  # the form of the note posts elsewhere
    client.post(at("send_back", waiting), {"reason": "The date is too early."})
    assert state_of(waiting) == "draft"
    assert "The date is too early." in text_of(client_of(official).get(at("commitment", waiting)))


def test_a_writer_takes_it_back(official, waiting, client_of):
    client_of(official).post(at("send_back", waiting))
    assert state_of(waiting) == "draft"


@pytest.mark.parametrize("reason", ["a\x00b", "x" * 5001])
def test_words_that_cannot_be_kept_send_nothing_back(approver, waiting, client_of, reason):
    response = client_of(approver).post(at("send_back", waiting), {"reason": reason}, follow=True)
    assert response.status_code == 200
    assert state_of(waiting) == "sign_off"


def test_a_text_that_is_not_waiting_is_not_sent_back(official, draft, client_of):
    assert client_of(official).post(at("send_back", draft)).url == at("commitment", draft)


def test_the_reference_page_needs_a_sent_text(official, draft, client_of):
    assert client_of(official).get(at("sent", draft)).url == at("commitment", draft)


def test_an_editor_sends_a_correction_without_sign_off(official, city, client_of):
    commitment = make_commitment(city=city)
    old = commitment.versions.get()
    same = {name: getattr(old, name) for name in ("title", "summary", "problem", "action", "starts_on", "ends_on")}
    version = make_version(commitment, state="draft", author=official, is_material=False, **same)
    version.milestones.update(key=old.milestones.get().key)
    client = client_of(official)
    assert "Read and sign off" in text_of(client.get(at("check", version)))
    assert "I only corrected mistakes in writing." in text_of(client.get(at("sign_off", version)))
    response = fill(client, at("sign_off", version), with_field="key", mandate="on")
    assert response.url == at("sent", version)


def test_an_amendment_shows_what_changes(official, approver, city, client_of):
    commitment = make_commitment(city=city, version_unit="Libraries")
    version = make_version(commitment, state="draft", author=official, unit="Libraries and archives")
    for name, client in (("check", client_of(official)), ("sign_off", client_of(approver))):
        page = text_of(client.get(at(name, version)))
        assert "What changes" in page
        assert "<ins> and archives</ins>" in page


def test_an_amendment_without_a_change_says_so(official, city, client_of):
    client = client_of(official)
    commitment = make_commitment(city=city)
    fill(client, at("amend", commitment.versions.get()), is_material="yes", change_reason="To be seen")
    page = text_of(client.get(at("check", commitment.versions.get(state="draft"))))
    assert "So far the new text says the same as the published one." in page
