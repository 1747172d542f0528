"""Every mail waits in the outbox until a worker sends it, once."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.actions import requeue_mail, send_outbox_mail
from core.models import OutboxMail
from core.tasks import deliver_mail
from tests.factories import make_user
from tests.factories.people import PASSWORD

TEST_KEY = django_settings.SECRET_KEY


@pytest.fixture(autouse=True)
def _own_backend(settings):
    """pytest-django puts a memory backend in place; here the real one is the subject."""
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def test_a_mail_is_stored_before_it_is_sent(db):
    send_mail("Hello\nthere", "Text", "office@example.org", ["a@example.org"])

    stored = OutboxMail.objects.get()
    assert (stored.subject, stored.recipients, stored.state) == ("Hello there", ["a@example.org"], "queued")
    assert mail.outbox == []


def test_the_worker_sends_a_mail_with_both_parts(db):
    message = EmailMultiAlternatives("Hi", "Text", "office@example.org", ["a@example.org"], reply_to=["b@example.org"])
    message.attach_alternative("<p>Text</p>", "text/html")
    message.send()

    assert send_outbox_mail(mail_id=OutboxMail.objects.get().pk) is True

    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.alternatives[0][0]) == ("Hi", "Text", "<p>Text</p>")
    assert sent.reply_to == ["b@example.org"]
    assert OutboxMail.objects.get().state == "sent"


def test_a_second_worker_sends_nothing(db):
    send_mail("Hi", "Text", None, ["a@example.org"])
    pk = OutboxMail.objects.get().pk

    assert [send_outbox_mail(mail_id=pk), send_outbox_mail(mail_id=pk)] == [True, False]
    assert len(mail.outbox) == 1


def test_a_mail_with_a_key_is_stored_once(db):
    for _again in range(2):
        message = EmailMultiAlternatives("Hi", "Text", None, ["a@example.org"])
        message.outbox_key = "receipt-1"
        message.send()

    assert OutboxMail.objects.count() == 1


class RefusingTransport(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no mail server here")


def test_a_refused_mail_is_tried_again_later_and_given_up_after_five(db, settings):
    settings.OUTBOX_TRANSPORT = f"{__name__}.RefusingTransport"
    send_mail("Hi", "Text", None, ["a@example.org"])
    pk = OutboxMail.objects.get().pk

    states = []
    for _attempt in range(5):
        deliver_mail.call(pk)
        states.append(OutboxMail.objects.get().state)

    assert states == ["queued"] * 4 + ["failed"]
    assert "no mail server" in OutboxMail.objects.get().last_error
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now()).count() == 4


def test_mails_of_a_stopped_worker_are_sent_by_the_command(db, capsys):
    old = timezone.now() - dt.timedelta(hours=1)
    for state in ("queued", "sending", "failed", "sent"):
        row = OutboxMail.objects.create(state=state, recipients=["a@example.org"], sender="o@x.org", subject=state)
        OutboxMail.objects.filter(pk=row.pk).update(created_at=old)
    OutboxMail.objects.create(recipients=["a@example.org"], sender="o@x.org", subject="just queued")

    call_command("send_outbox")

    assert "2 mails sent" in capsys.readouterr().out
    assert {message.subject for message in mail.outbox} == {"queued", "sending"}


def test_a_failed_mail_can_be_sent_again(db, administrator):
    stored = OutboxMail.objects.create(
        state="failed", attempts=5, recipients=["a@example.org"], sender="o@example.org", subject="Hi", text="Text"
    )

    requeue_mail(mail=stored, by=administrator)

    assert deliver_mail.call(stored.pk) is True
    assert len(mail.outbox) == 1


def test_the_worker_gets_its_task_after_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        send_mail("Hi", "Text", None, ["a@example.org"])

    assert len(callbacks) == 1


# --- Secret links ---------------------------------------------------------------------------------------


@pytest.fixture
def with_secret(db):
    """A queued mail whose token nobody but the reader may see."""
    message = EmailMultiAlternatives("Hi", "Go to https://x.example/t0ken/", None, ["a@example.org"])
    message.attach_alternative("<a href='https://x.example/t0ken/'>go</a>", "text/html")
    message.outbox_secrets = ["t0ken"]
    message.send()
    return OutboxMail.objects.get()


def test_a_secret_stands_in_the_mail_only_never_in_the_table(with_secret):
    assert "t0ken" not in str(OutboxMail.objects.values().get())
    assert with_secret.text == "Go to https://x.example/[secret-1]/"

    assert send_outbox_mail(mail_id=with_secret.pk) is True

    assert mail.outbox[0].body == "Go to https://x.example/t0ken/"
    assert mail.outbox[0].alternatives[0][0] == "<a href='https://x.example/t0ken/'>go</a>"
    with_secret.refresh_from_db()
    assert (with_secret.sealed, with_secret.is_spent) == ("", True)


def test_a_mail_with_a_spent_secret_is_not_sent_again_and_says_why(with_secret, administrator, client_of):
    send_outbox_mail(mail_id=with_secret.pk)
    chosen = {"action": "send_again", "_selected_action": [with_secret.pk]}

    page = client_of(administrator).post("/admin/core/outboxmail/", chosen, follow=True)

    assert "carried a secret link, and it is not kept. Whoever asked for it" in page.content.decode()
    assert OutboxMail.objects.get().state == "sent"
    assert (
        "t0ken" not in client_of(administrator).get(f"/admin/core/outboxmail/{with_secret.pk}/change/").content.decode()
    )


def test_a_failed_mail_keeps_its_seal_and_a_lost_key_fails_it(with_secret, settings):
    settings.SECRET_KEY = "another key that never sealed anything, long enough"
    assert deliver_mail.call(with_secret.pk) is False
    with_secret.refresh_from_db()
    assert (with_secret.state, "BrokenSeal" in with_secret.last_error) == ("queued", True)

    settings.SECRET_KEY_FALLBACKS = [TEST_KEY]
    assert deliver_mail.call(with_secret.pk) is True


def test_links_of_the_sign_in_are_secrets_too(db, client):
    client.post(
        "/accounts/signup/", {"email": "nova@example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "Nova"}
    )

    stored = OutboxMail.objects.get()
    assert stored.has_secret
    assert "confirm-email" not in stored.text

    make_user(email="known@example.org")
    client.post("/accounts/password/reset/", {"email": "known@example.org"})
    assert "/password/reset/key" not in OutboxMail.objects.exclude(pk=stored.pk).get().text


def test_the_outbox_says_where_a_new_link_is_made(with_secret, administrator, client_of):
    browser = client_of(administrator)
    page = f"/admin/core/outboxmail/{with_secret.pk}/change/"
    assert "No: its link is not kept" not in browser.get(page).content.decode()
    send_outbox_mail(mail_id=with_secret.pk)
    OutboxMail.objects.update(name="invitation")

    for shown in (page, "/admin/core/outboxmail/"):
        words = browser.get(shown).content.decode()
        assert "No: its link is not kept. An approver sends a new one on the city&#x27;s team page." in words
