"""Mails come in the author's language, escape what strangers typed, and name no address of others."""

import pytest

from core.models import OutboxMail
from participation import emails
from tests.factories import make_statement
from tests.mails import as_read

pytestmark = pytest.mark.django_db
NASTY = "Rights & <b>duties</b>\nBcc: all@example.org"


def test_every_mail_of_a_text(commitment, evidence, official):
    fields = {"text": NASTY, "mail_language": "de", "email": "remi@mail.example", "reply": NASTY}
    statement = make_statement(
        commitment, evidence=evidence, state="published", replied_at="2026-11-27 10:00Z", **fields
    )
    emails.confirm(statement, "a-token")
    emails.received(statement)
    emails.decided(statement, note=NASTY)
    emails.replied(statement)
    emails.to_answer(statement)
    emails.elsewhere(statement.email, "de", "a mark")

    for mail in OutboxMail.objects.all():
        own = mail.name != "statement_to_answer"
        assert mail.recipients == ["remi@mail.example" if own else official.email]
        assert mail.language == ("de" if own else "en")
        assert "\n" not in mail.subject
        assert "<b>" not in mail.html
        if not own:
            assert "remi@mail.example" not in mail.text + mail.html
            assert "/en/desk/statements/" in mail.text
    confirm = OutboxMail.objects.get(name="statement_confirm")
    assert "/statements/confirm/a-token/" in as_read(confirm, "html")
    assert "a-token" not in confirm.html
