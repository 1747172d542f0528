"""A resident follows the list they look at: from the page to the mailbox, and out again."""

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from core import audit
from participation.models import Alert
from participation.tokens import stop_token
from tests.e2e.looking import NARROW
from tests.e2e.people import follow, link_in, mail_to, press, says
from tests.factories import make_commitment
from tests.mails import as_read

MAIL = "remi@mail.example"


def test_follow_a_list_and_stop(new_page, check):
    page = new_page(NARROW)
    page.goto("/en/commitments/")
    follow(page, "E-mail me about changes")
    press(page, "Send me the link")
    page.get_by_role("alert").wait_for()
    check(page, "error")
    page.get_by_label("E-mail address").fill(MAIL)
    page.get_by_label("Soon after each change").check()
    press(page, "Send me the link")
    expect(page.locator("h1")).to_have_text("Look into your mailbox")
    check(page, "sent")

    page.goto(link_in(mail_to(MAIL, "alert_confirm")))
    check(page, "confirm")
    press(page, "Confirm the alert")
    says(page, "Your alert runs.")
    check(page, "own")

    made = make_commitment(version_title="A desk in the library")
    audit.record("publish", by=None, obj=made.versions.get(), scope=made.city)
    call_command("send_alerts", verbosity=0)
    mail = mail_to(MAIL, "alert_changes")
    assert "A desk in the library" in mail.text

    stopped = new_page(NARROW, scripts=False)
    address = reverse("voices:alert_stop", args=[stop_token(Alert.objects.get().public_id)])
    assert address in as_read(mail)
    page.goto(address)
    check(page, "stop")  # axe needs scripts: without them it may wait for ever
    stopped.goto(address)
    press(stopped, "Stop this alert")
    says(stopped, "This alert is stopped")
    assert not Alert.objects.exists()
