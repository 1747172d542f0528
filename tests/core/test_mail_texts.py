"""Every mail has a subject, a text and an HTML part, and comes in its reader's language."""

import datetime as dt
from pathlib import Path

import pytest

from commitments.actions import remind_cities
from commitments.emails import CAN_WAIT
from core.models import OutboxMail
from tests.factories import make_commitment

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "emails"
NAMES = sorted({path.name.partition(".")[0] for path in FOLDER.iterdir()} - {"base"})


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_three_parts(name):
    assert {path.name for path in FOLDER.glob(f"{name}.*")} == {
        f"{name}{end}" for end in (".subject.txt", ".txt", ".html")
    }
    html = (FOLDER / f"{name}.html").read_text()
    assert html.startswith('{% extends "emails/base.html" %}')


@pytest.mark.parametrize("name", sorted(CAN_WAIT | {"report_due", "milestone_due", "answer_due", "draft_waits"}))
def test_what_can_wait_has_a_greeting_and_a_signature_that_the_digest_leaves_out(name):
    text = (FOLDER / f"{name}.txt").read_text().strip().split("\n\n")
    assert "Hello {{ name }}" in text[0]
    assert "contact_email" in text[-1]


@pytest.mark.django_db
def test_a_mail_speaks_the_language_of_its_reader(settings, city, official, approver):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    type(official).objects.filter(pk=official.pk).update(language="de")
    make_commitment(city=city, next_report_on=dt.date(2027, 3, 3), next_confirm_on=None)

    remind_cities(today=dt.date(2027, 3, 4))

    mails = {mail.recipient: mail for mail in OutboxMail.objects.all()}
    assert mails[official].language == "de"
    assert "3. März 2027" in mails[official].text
    assert "/de/desk/" in mails[official].text
    assert '<html lang="de">' in mails[official].html
    assert "3 March 2027" in mails[approver].text
