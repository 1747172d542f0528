import datetime as dt

import pytest
from django.utils import timezone

from cities import emails
from cities.models import Invitation
from core.models import OutboxMail
from tests.factories import make_city, make_join_request, make_place, make_role, make_user
from tests.mails import as_read

pytestmark = pytest.mark.django_db

NAME = "Tom & <b>Sons</b>\r\nBcc: x@y.z"


@pytest.fixture
def asked():
    applicant = make_user("Remi", email="remi@graz.at")
    return make_join_request(applicant, place=make_place("Graz & <Graz>"))


def step(asked, note="Why <this>?"):
    return asked.status_changes.create(transition="refuse", source="submitted", target="refused", note=note)


def sent():
    mail = OutboxMail.objects.get()
    for text in (mail.subject, mail.text):
        assert "&amp;" not in text
        assert "&lt;" not in text
    assert "\n" not in mail.subject
    assert "<Graz>" not in mail.html
    return mail


def test_received(asked):
    emails.join_received(asked)

    mail = sent()
    assert mail.subject == "Your request to join for Graz & <Graz> arrived"
    assert (mail.recipients, mail.recipient, mail.name) == (["remi@graz.at"], asked.applicant, "join_received")
    assert f"/en/desk/join/{asked.pk}/" in mail.text


@pytest.mark.parametrize("send", [emails.join_questions, emails.join_refused])
def test_questions_and_refusal_carry_the_words(asked, send):
    send(asked, step(asked))

    mail = sent()
    assert "Why <this>?" in mail.text
    assert "Why &lt;this&gt;?" in mail.html


def test_each_step_is_mailed_once(asked):
    emails.join_received(asked)
    emails.join_received(asked)
    assert OutboxMail.objects.count() == 1

    step(asked)
    emails.join_received(asked)
    assert OutboxMail.objects.count() == 2


def test_accepted(asked):
    emails.join_accepted(asked, make_city("Graz & <Graz>", slug="at-graz"))

    mail = sent()
    assert mail.subject == "Graz & <Graz> takes part"
    assert "/en/desk/city/at-graz/members/" in mail.text
    assert "/en/cities/at-graz/" in mail.html


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_invitation(role):
    inviter = make_user(NAME)
    until = dt.datetime(2027, 3, 5, 13, 30, tzinfo=dt.UTC)
    invitation = Invitation(
        city=make_city("Graz & <Graz>"), email="gil@graz.at", role=role, invited_by=inviter, expires_at=until
    )
    emails.invitation(invitation, "TOKEN")

    mail = sent()
    assert "/en/desk/invitations/TOKEN/" in as_read(mail)
    assert f"as an {role}" in mail.text
    assert "until 5 March 2027, 14:30" in mail.text
    assert mail.recipient is None
    assert "Bcc" not in str(mail.recipients)


def test_an_invitation_is_written_in_the_language_of_a_known_account():
    guest = make_user(email="gil@graz.at")
    until = timezone.now()
    invitation = Invitation(
        city=make_city(), email="gil@graz.at", role="editor", invited_by=make_user(), expires_at=until
    )
    emails.invitation(invitation, "TOKEN")

    assert OutboxMail.objects.get().recipient == guest


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_role_ended(role):
    emails.role_ended(make_role(make_user("Gil"), make_city("Graz & <Graz>"), role))

    mail = sent()
    assert f"no longer act as an {role} for Graz & <Graz>" in mail.text
