"""All still right, more time, the final report: at the desk and by the link in a mail."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment, ProgressReport, RhythmEntry
from commitments.tokens import SALT, confirm_token
from core import local
from core.models import AuditEvent, OutboxMail
from tests.desk.pages import fill, text_of
from tests.factories import make_commitment, make_report
from tests.mails import link_in


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def commitment(city, today):
    return make_commitment(city=city, next_confirm_on=today, next_report_on=today + dt.timedelta(9))


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_the_task_leads_to_one_button(official, commitment, client_of, today):
    browser = client_of(official)
    Commitment.objects.update(next_report_on=today + dt.timedelta(400))
    assert at("confirm", commitment.code) in text_of(browser.get(at("dashboard")))
    page = at("confirm", commitment.code)
    assert "Three desks are open" in text_of(browser.get(page))
    assert not RhythmEntry.objects.exists()

    done = fill(browser, page, with_field="due_on")

    assert done.status_code == 302
    entry = RhythmEntry.objects.get()
    assert (entry.by, entry.due_on) == (official, today)
    assert at("confirm", commitment.code) not in text_of(browser.get(at("dashboard")))
    assert "This page is out of date." in text_of(browser.post(page, {"due_on": "yesterday"}))
    assert RhythmEntry.objects.count() == 1


def test_a_report_that_is_due_stands_among_the_tasks_until_it_is_started(official, commitment, client_of):
    browser = client_of(official)
    page = text_of(browser.get(at("dashboard")))
    assert "progress report" in page
    assert "Due in 9 days" in page
    make_report(commitment, state="submitted")
    assert "progress report</a>" not in text_of(browser.get(at("dashboard")))


def test_the_link_confirms_without_sign_in_and_a_get_changes_nothing(official, commitment, today):
    browser, url = Client(enforce_csrf_checks=True), at("confirm_link", confirm_token(official, commitment.pk, today))
    shown = browser.get(url)
    assert "You confirm as Edda Official, for Arden." in text_of(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert not RhythmEntry.objects.exists()

    csrf = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    first, again, later = browser.post(url, csrf), browser.post(url, csrf), browser.get(url)

    for answer in (first, again, later):
        assert answer.status_code == 200
        assert "Thank you. It is confirmed" in text_of(answer)
    entry = RhythmEntry.objects.get()
    assert entry.by == official
    assert AuditEvent.objects.get(action="confirm").data["through"] == "mail"
    assert "_auth_user_id" not in browser.session


def test_a_link_works_for_its_person_its_commitment_and_its_date_only(official, commitment, city, visitor, today):
    other = make_commitment(city=city)
    foreign = make_commitment(next_confirm_on=today)
    dead = [
        "forged",
        confirm_token(official, commitment.pk, today + dt.timedelta(1)),
        confirm_token(official, other.pk, today),
        confirm_token(official, foreign.pk, today),
    ]
    for token in dead:
        assert visitor.post(at("confirm_link", token)).status_code == 404
    url = at("confirm_link", confirm_token(official, commitment.pk, today))
    official.role_rows.update(ended_at=timezone.now())
    assert visitor.post(url).status_code == 404
    official.role_rows.update(ended_at=None)
    type(official).objects.update(is_active=False)
    assert visitor.post(url).status_code == 404
    assert not RhythmEntry.objects.exists()


def test_a_link_dies_after_sixty_days(official, commitment, visitor, today, monkeypatch):
    url = at("confirm_link", confirm_token(official, commitment.pk, today))
    monkeypatch.setattr("commitments.tokens.VALID", dt.timedelta(seconds=-1))
    assert visitor.get(url).status_code == 404


def test_a_link_of_an_earlier_release_works_until_a_new_one_is_sent(official, commitment, client_of, visitor, today):
    url = at("confirm_link", signing.dumps([official.pk, commitment.pk, today.isoformat()], salt=SALT))
    assert visitor.get(url).status_code == 200
    client_of(official).post(at("confirm", commitment.code), {"link": "1"})
    assert visitor.get(url).status_code == 404


def test_more_time_is_asked_with_a_reason(official, commitment, client_of, today):
    browser = client_of(official)
    until = local.day(today + dt.timedelta(39))
    assert f"If you ask now, you have time until {until}" in text_of(browser.get(at("extend", commitment.code)))
    assert "Say why you need more time" in text_of(browser.post(at("extend", commitment.code), {"reason": ""}))
    browser.post(at("extend", commitment.code), {"reason": "The unit moves house."})
    commitment.refresh_from_db()
    assert commitment.next_report_on == today + dt.timedelta(39)
    again = browser.post(at("extend", commitment.code), {"reason": "Once more."}, follow=True)
    assert "You had more time for this report already." in text_of(again)


def test_closing_leads_to_the_final_report_and_may_be_taken_back(official, approver, commitment, client_of):
    browser = client_of(approver)
    report_page = browser.post(at("close", commitment.code), {"outcome": "partly_done"}, follow=True)
    assert "This is the final report." in text_of(report_page)
    report = ProgressReport.objects.get()
    assert report.outcome == "partly_done"
    assert "An approver of the city sends the final report." in text_of(
        client_of(official).get(at("report_submit", report.pk))
    )
    browser.post(at("close", commitment.code), {"keep": "1"})
    report.refresh_from_db()
    assert report.outcome == ""
    assert "Say how the commitment ends." in text_of(browser.post(at("close", commitment.code), {}))


def test_a_waiting_report_cannot_become_the_final_one(approver, commitment, client_of):
    report = make_report(commitment, state="submitted")
    answer = client_of(approver).post(at("close", commitment.code), {"outcome": "done"}, follow=True)
    assert answer.status_code == 200
    report.refresh_from_db()
    assert report.outcome == ""


def test_what_has_ended_is_neither_confirmed_nor_extended(official, approver, commitment, client_of, today):
    link = at("confirm_link", confirm_token(official, commitment.pk, today))
    actions.withdraw(commitment=commitment, by=approver, reason="The region pays now.")
    browser = client_of(official)
    assert browser.get(at("confirm", commitment.code)).status_code == 403
    browser.post(at("extend", commitment.code), {"reason": "Why not?"})
    assert browser.post(link).status_code == 404
    assert not RhythmEntry.objects.exists()


@pytest.fixture
def reminded(official, commitment, today, settings):
    """The link of the mail that came seven days before the confirmation is due."""
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    Commitment.objects.update(next_confirm_on=today + dt.timedelta(7), next_report_on=today + dt.timedelta(400))
    actions.remind_cities()
    return link_in("confirmation_due", official.email)


def test_a_new_link_ends_the_one_before(official, commitment, reminded, client_of, visitor):
    assert visitor.get(reminded).status_code == 200

    sent = client_of(official).post(at("confirm", commitment.code), {"link": "1"}, follow=True)

    assert f"A new link is on its way to {official.email}" in text_of(sent)
    assert link_in("confirmation_due", official.email) != reminded
    assert visitor.get(link_in("confirmation_due", official.email)).status_code == 200
    assert visitor.post(reminded).status_code == 404
    assert not RhythmEntry.objects.exists()
    visitor.post(link_in("confirmation_due", official.email))
    assert RhythmEntry.objects.get().by == official


def test_the_office_sends_the_mail_again_with_a_new_link(official, commitment, reminded, administrator, client_of):
    office, mail = client_of(administrator), OutboxMail.objects.get()
    OutboxMail.objects.update(state="sent", sealed="")
    again = {"action": "send_again", "_selected_action": mail.pk}
    outbox = reverse("admin:core_outboxmail_changelist")
    assert (
        "Yes, with a new link" in office.get(reverse("admin:core_outboxmail_change", args=[mail.pk])).content.decode()
    )

    office.post(outbox, again)

    assert OutboxMail.objects.count() == 2
    assert client_of(None).get(reminded).status_code == 404
    assert client_of(None).get(link_in("confirmation_due", official.email)).status_code == 200
    assert AuditEvent.objects.filter(action="send_link_anew").count() == 1

    actions.confirm(commitment=commitment, by=official, due_on=Commitment.objects.get().next_confirm_on)
    page = office.post(outbox, again, follow=True).content.decode()
    assert "is answered, or no longer asked" in page
    assert OutboxMail.objects.count() == 2


def test_no_new_link_for_what_is_not_due(official, commitment, client_of, today):
    Commitment.objects.update(next_confirm_on=today + dt.timedelta(91))
    told = client_of(official).post(at("confirm", commitment.code), {"link": "1"}, follow=True)
    assert "It is too early" in text_of(told)
    assert not OutboxMail.objects.exists()
