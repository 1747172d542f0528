"""A mayor without an account signs by a link: for one text, once, and never a text that changed."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cities.models import City, CityRole
from commitments import actions
from commitments.models import CommitmentVersion, SignOffLink
from core import audit
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_role, make_user
from tests.mails import as_read
from tests.races import run_at_once

MAYOR = {"name": "Mara Mayor", "email": "mayor@arden.example"}


@pytest.fixture
def draft(city, official):
    City.objects.filter(pk=city.pk).update(email_domains=["arden.example"])
    return fresh(make_commitment(city=city, state="draft", author=official).versions.get())


def fresh(version):
    return CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)


def token_in(name="sign_off_link"):
    """The token of the link in the latest mail of this name."""
    mail = OutboxMail.objects.filter(name=name).latest("pk")
    return as_read(mail).partition("/desk/sign/")[2].partition("/")[0]


@pytest.fixture
def token(draft, official):
    actions.ask_mayor(version=draft, by=official, **MAYOR)
    return token_in()


def test_the_mayor_signs_and_the_text_is_submitted(token, draft, approver, official):
    assert fresh(draft).state == "sign_off"
    digest = actions.content_digest(fresh(draft))

    link = actions.sign_as_mayor(token=token)

    sent = fresh(draft)
    assert (sent.state, sent.reference, sent.content_hash) == ("submitted", f"{sent.commitment.code}-1.1", digest)
    assert (link.digest, sent.signed_off_by) == (digest, None)
    event = AuditEvent.objects.get(action="sign_by_link")
    assert (event.actor, event.data["signed_by"], event.data["content_digest"]) == ("system", "Mara Mayor", digest)
    receipts = OutboxMail.objects.filter(name="sign_off_receipt")
    assert {mail.recipients[0] for mail in receipts} == {MAYOR["email"], approver.email, official.email}
    assert all(sent.reference in mail.text and digest in mail.text for mail in receipts)
    assert list(audit.verify()) == []


def test_the_token_is_kept_nowhere(token, draft):
    rows = [*SignOffLink.objects.values(), *OutboxMail.objects.values(), *AuditEvent.objects.values()]
    assert token not in str(rows)


def test_a_link_works_once(token, draft, approver):
    actions.sign_as_mayor(token=token)

    with pytest.raises(Stale, match="used already"):
        actions.sign_as_mayor(token=token)
    assert fresh(draft).submissions == 1


def test_a_text_that_changed_is_not_signed(token, draft, official):
    actions.send_back(version=fresh(draft), by=official)
    version = fresh(draft)
    actions.save_version(version=version, by=official, revision=version.revision, values={"title": "Another promise"})
    with pytest.raises(Stale, match="changed the text"):
        actions.sign_as_mayor(token=token)

    actions.ask_sign_off(version=fresh(draft), by=official)
    with pytest.raises(Stale, match="changed the text"):
        actions.sign_as_mayor(token=token)
    assert fresh(draft).state == "sign_off"


def test_a_text_taken_back_is_not_signed(token, draft, official):
    actions.send_back(version=fresh(draft), by=official)

    with pytest.raises(Stale, match="took the text back"):
        actions.sign_as_mayor(token=token)


def test_time_and_the_city_end_a_link(token, draft, official, monkeypatch):
    later = timezone.now() + dt.timedelta(days=7, minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        with pytest.raises(Stale, match="time of this link is over"):
            actions.sign_as_mayor(token=token)

    actions.revoke_mayor(link=SignOffLink.objects.get(), by=official)
    with pytest.raises(Stale, match="took this link back"):
        actions.sign_as_mayor(token=token)


def test_the_link_of_somebody_who_left_the_team_is_dead(token, draft, official):
    CityRole.objects.filter(user=official).update(ended_at=timezone.now())

    with pytest.raises(Stale, match="no longer acts for Arden"):
        actions.sign_as_mayor(token=token)


@pytest.mark.parametrize("address", ["edda@arden.example", "PAU@arden.example"])
def test_neither_a_writer_nor_a_member_is_the_mayor(draft, official, approver, address):
    with pytest.raises(ValidationError) as refusal:
        actions.ask_mayor(version=draft, by=official, name="Mara Mayor", email=address)
    assert "email" in refusal.value.message_dict
    assert fresh(draft).state == "draft"


def test_people_of_the_city_do_not_sign_with_the_link(token, official, approver):
    for person in (official, approver):
        with pytest.raises(NotAllowed):
            actions.sign_as_mayor(token=token, by=person)


def test_an_address_elsewhere_gets_nothing_before_a_second_approver_confirms_it(draft, official, approver, city):
    link = actions.ask_mayor(version=draft, by=approver, name="Mara Mayor", email="mara@party.example")

    assert not OutboxMail.objects.filter(name="sign_off_link").exists()
    assert (link.token_hash, link.waits_for_confirmation) == (None, True)
    for person in (approver, official):
        with pytest.raises(NotAllowed):
            actions.confirm_mayor(link=link, by=person)

    second = make_user("Second Approver")
    make_role(second, city, "approver")
    actions.confirm_mayor(link=link, by=second)
    assert actions.sign_as_mayor(token=token_in()).version.state == "submitted"


def test_an_incomplete_text_is_not_sent_to_the_mayor(draft, official):
    CommitmentVersion.objects.filter(pk=draft.pk).update(unit="")
    with pytest.raises(NotReady):
        actions.ask_mayor(version=fresh(draft), by=official, **MAYOR)
    assert not SignOffLink.objects.exists()


def test_one_link_at_a_time(token, draft, official):
    with pytest.raises(ValidationError, match="open already"):
        actions.ask_mayor(version=fresh(draft), by=official, **MAYOR)

    actions.revoke_mayor(link=SignOffLink.objects.get(), by=official)
    actions.ask_mayor(version=fresh(draft), by=official, **MAYOR)
    assert token_in() != token


# --- At once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_clicked_many_times_at_once_it_signs_once(token, draft):
    outcomes = run_at_once(*[lambda: actions.sign_as_mayor(token=token)] * 10)

    assert sum(isinstance(row, SignOffLink) for row in outcomes) == 1, outcomes
    assert {type(row) for row in outcomes if not isinstance(row, SignOffLink)} == {Stale}
    assert OutboxMail.objects.filter(name="sign_off_receipt").count() == 2
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_link_and_approver_at_once_make_one_submission(token, draft, approver):
    seen = fresh(draft)
    outcomes = run_at_once(
        lambda: actions.sign_as_mayor(token=token),
        lambda: actions.submit_version(version=seen, by=approver, key=uuid.uuid4()),
    )

    assert sum(isinstance(row, Stale) for row in outcomes) == 1, outcomes
    assert (fresh(draft).submissions, fresh(draft).state) == (1, "submitted")


@pytest.mark.django_db(transaction=True)
def test_link_and_taking_back_at_once_have_one_winner(token, draft, official):
    seen = fresh(draft)
    outcomes = run_at_once(
        lambda: actions.sign_as_mayor(token=token), lambda: actions.send_back(version=seen, by=official)
    )

    assert sum(isinstance(row, Stale) for row in outcomes) == 1, outcomes
    signed = fresh(draft).state == "submitted"
    assert bool(SignOffLink.objects.get().used_at) is signed


def test_a_link_sent_again_is_a_new_one_and_the_old_one_opens_nothing(token, draft, official, client_of, visitor):
    browser = client_of(official)
    here = reverse("desk:mayor", args=[draft.commitment.code])
    assert "Send a new link" in browser.get(here).content.decode()

    answer = browser.post(reverse("desk:mayor_again", args=[draft.commitment.code]), follow=True)

    assert "The one before no longer works." in answer.content.decode()
    fresh_token = token_in()
    assert fresh_token != token
    assert visitor.get(reverse("desk:sign", args=[token])).status_code == 404
    assert AuditEvent.objects.filter(action="resend_mayor_link").count() == 1
    actions.sign_as_mayor(token=fresh_token)
    assert fresh(draft).state == "submitted"


def test_no_new_link_for_a_text_that_changed_or_an_address_that_waits(token, draft, official, approver):
    link = SignOffLink.objects.select_related("version__commitment__city").get()
    CommitmentVersion.objects.filter(pk=draft.pk).update(title="Something else")
    with pytest.raises(Stale, match="has changed since the link was sent"):
        actions.resend_mayor(link=link, by=official)
    actions.revoke_mayor(link=link, by=official)
    waits = actions.ask_mayor(version=fresh(draft), by=official, name="Mara", email="mara@mail.example")
    with pytest.raises(Stale):
        actions.resend_mayor(link=waits, by=official)
    with pytest.raises(NotAllowed):
        actions.resend_mayor(link=link, by=make_user())


def end_mandate(city):
    City.objects.filter(pk=city.pk).update(mandate_until=timezone.localdate() - dt.timedelta(days=1))


def test_with_the_mandate_its_open_links_end(token, draft, official, city, visitor):
    assert actions.stop_mayor_links() == 0
    end_mandate(city)
    page = visitor.get(reverse("desk:sign", args=[token]))
    assert "must be re-affirmed before the city sends anything" in page.content.decode()

    assert [actions.stop_mayor_links(), actions.stop_mayor_links()] == [1, 0]

    assert SignOffLink.objects.get().revoked_at
    mail = OutboxMail.objects.get(name="sign_off_stopped")
    assert mail.recipients == [official.email]
    assert reverse("desk:mandate", args=[city.slug]) in mail.text
    assert AuditEvent.objects.get(action="revoke_mayor_link").data["reason"] == "mandate ended"
    with pytest.raises(Stale, match="must be re-affirmed"):
        actions.sign_as_mayor(token=token)
    assert fresh(draft).state == "sign_off"


def test_no_link_is_sent_or_confirmed_while_the_mandate_has_ended(draft, official, approver, city):
    link = actions.ask_mayor(version=draft, by=official, name="Mara Mayor", email="mara@mail.example")
    end_mandate(city)
    with pytest.raises(Stale, match="must be re-affirmed"):
        actions.confirm_mayor(link=SignOffLink.objects.select_related("version__commitment__city").get(), by=approver)
    actions.revoke_mayor(link=link, by=official)
    with pytest.raises(NotReady, match="must be re-affirmed"):
        actions.ask_mayor(version=fresh(draft), by=official, **MAYOR)
    assert not OutboxMail.objects.filter(name="sign_off_link").exists()


@pytest.mark.django_db(transaction=True)
def test_many_runs_at_once_take_a_link_back_once(token, official, city):
    end_mandate(city)
    outcomes = run_at_once(*[actions.stop_mayor_links] * 3)
    assert sorted(outcomes) == [0, 0, 1]
    assert OutboxMail.objects.filter(name="sign_off_stopped").count() == 1
