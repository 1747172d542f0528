"""Every mail has a subject, a text and an HTML part, and comes in its reader's language."""

import datetime as dt
from pathlib import Path

import pytest

from cities.emails import CAN_WAIT as OF_CITIES
from commitments.actions import remind_cities
from commitments.emails import CAN_WAIT as OF_COMMITMENTS
from core.models import OutboxMail
from desk.mail_words import AT_ONCE, MAY_WAIT, REMINDERS
from tests.factories import make_commitment

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "emails"
CAN_WAIT = OF_CITIES | OF_COMMITMENTS | REMINDERS
# To people without an account, and the digest itself: nothing to choose.
NOT_CHOSEN = {
    "digest", "sign_off_link", "reaffirm_link", "reaffirm_receipt", "statement_confirm", "statement_received",
    "statement_decided", "statement_replied", "statement_lapsed", "statement_elsewhere",
    "alert_confirm", "alert_changes", "alerts_known", "alerts_list",
    "label_statement_received", "label_statement_decided", "label_statement_lapsed", "survey_link",
    "concern_confirm", "concern_received", "concern_support_confirm", "concern_elsewhere",
}  # fmt: skip
NAMES = sorted({path.name.partition(".")[0] for path in FOLDER.iterdir()} - {"base"})


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_three_parts(name):
    assert {path.name for path in FOLDER.glob(f"{name}.*")} == {
        f"{name}{end}" for end in (".subject.txt", ".txt", ".html")
    }
    html = (FOLDER / f"{name}.html").read_text()
    assert html.startswith('{% extends "emails/base.html" %}')


def test_the_settings_page_tells_of_every_mail():
    at_once, may_wait = (frozenset().union(*(names for names, _words in lines)) for lines in (AT_ONCE, MAY_WAIT))
    assert sorted(at_once | may_wait | NOT_CHOSEN) == NAMES
    assert may_wait == CAN_WAIT
    assert at_once & may_wait <= REMINDERS
    assert not (at_once | may_wait) & NOT_CHOSEN


@pytest.mark.parametrize("name", sorted(CAN_WAIT))
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
