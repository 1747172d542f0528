"""Mails say what happened, what to do and by when; in plain text nothing is escaped, in HTML everything is."""

import re
from pathlib import Path

import pytest
from django.conf import settings as portal

from commitments import actions, emails
from core.models import OutboxMail
from review.checklists import DEFAULTS
from tests.factories import make_commitment, make_report, make_role, make_user

TICKS = list(DEFAULTS["version"])
NASTY = "Rights & <b>duties</b>\r\nBcc: all@example.org"
NAMES = (
    "sign_off_asked", "sent_back", "submission_received", "submission_returned", "submission_published",
    "answer_extended", "submission_lapsed", "commitment_withdrawn",
)  # fmt: skip


def version_in(city, state, **fields):
    return make_commitment(city=city, state=state, **fields).versions.select_related("commitment__city").get()


def test_every_mail_has_its_three_parts():
    folder = Path(portal.BASE_DIR) / "templates" / "emails"
    for name in NAMES:
        for ending in ("subject.txt", "txt", "html"):
            assert (folder / f"{name}.{ending}").exists(), name


def test_hostile_titles_break_neither_header_nor_html(city, official, approver):
    version = version_in(city, "returned", version_title=NASTY, version_returned_reasons=NASTY)

    emails.returned(version)

    for mail in OutboxMail.objects.all():
        assert "\n" not in mail.subject
        assert NASTY.splitlines()[0] in mail.text
        assert "<b>duties" not in mail.html
        assert "&lt;b&gt;duties" in mail.html


def test_everybody_is_written_to_once_in_their_language(city, official, approver):
    version = version_in(city, "submitted", version_reference="HRC-AAAAAA-1.1")

    for _again in range(2):
        emails.received(version, by=approver)

    mail = OutboxMail.objects.get()
    assert (mail.recipient, mail.language) == (approver, "en")


def test_people_who_left_get_nothing(city, official, approver):
    gone, off = make_user("Gone"), make_user("Off", is_active=False)
    role = make_role(gone, city, "approver")
    type(role).objects.filter(pk=role.pk).update(ended_at=role.given_at)
    make_role(off, city, "approver")

    emails.published(version_in(city, "published"), note="")

    assert {mail.recipients[0] for mail in OutboxMail.objects.all()} == {official.email, approver.email}


@pytest.mark.parametrize("is_report", [False, True])
def test_every_mail_names_the_matter_and_a_way_to_it(is_report, city, official, approver):
    version = version_in(city, "published", version_title="A desk in every library")
    obj = make_report(version.commitment, state="submitted") if is_report else version
    obj.reference, obj.returned_reasons = "HRC-1", "Name the libraries."
    obj.due_on = obj.answer_by = obj.as_of if is_report else obj.ends_on

    emails.received(obj, by=approver)
    emails.returned(obj)
    emails.published(obj, note="Well done.")
    emails.extended(obj)
    emails.lapsed(obj)

    assert OutboxMail.objects.values("name").distinct().count() == 5
    for mail in OutboxMail.objects.all():
        assert "A desk in every library" in mail.text + mail.subject
        assert re.search(rf"{re.escape(portal.PORTAL_BASE_URL)}/en/\S+", mail.text)
        assert portal.PORTAL_OFFICE in mail.text
        assert portal.PORTAL_OFFICE in mail.html
        assert "{{" not in mail.text + mail.html + mail.subject
        assert ("report" in mail.text) is is_report


def test_no_mail_tells_who_checked(city, official, approver, reviewer):
    version = version_in(city, "submitted", author=official)
    held = actions.claim(obj=version, by=reviewer)
    actions.return_version(obj=held, by=reviewer, note="Name the libraries.")

    for mail in OutboxMail.objects.all():
        for secret in (reviewer.name, reviewer.email, "Rita"):
            assert secret not in mail.subject + mail.text + mail.html
