"""A resident says what evidence shows instead: from the public page, by mail, office and city, back to the page."""

import re

from playwright.sync_api import expect

from cities.models import City
from participation.models import CounterEvidence
from tests.e2e.hands import MOUSE_NO_SCRIPT
from tests.e2e.joining import tick_all
from tests.e2e.looking import NARROW
from tests.e2e.people import fill, follow, link_in, mail_to, press, says, says_not
from tests.factories import make_commitment, make_evidence

MAIL, SAID, REPLIED = (
    "remi@mail.example",
    "The desk was closed in June.",
    "It was closed for repairs, and is open again.",
)


def test_counter_evidence_from_the_page_to_the_page(new_page, seat, check, official, reviewer):
    commitment = make_commitment(city=City.objects.get(), version_title="A desk in the library")
    make_evidence(version=commitment.versions.get(), title="Opening hours")
    page = new_page(NARROW)
    page.goto(commitment.get_absolute_url())
    page.get_by_role("link", name=re.compile("Say what it shows instead")).first.click()
    fill(page, The_web_address="https://photos.example.org/1")
    page.get_by_label("E-mail address").fill(MAIL)
    press(page, "Send")
    page.get_by_role("alert").wait_for()
    check(page, "error")
    fill(page, What_does_it_show=SAID)
    press(page, "Send")
    expect(page.locator("h1")).to_have_text("Look into your mailbox")

    page.goto(link_in(mail_to(MAIL, "statement_confirm")))
    press(page, "Confirm and send it to the check")
    says(page, "Your text is being checked")
    page.goto(commitment.get_absolute_url())
    says_not(page, SAID)

    office = seat(reviewer).page
    office.goto("/admin/participation/counterevidence/")
    follow(office, CounterEvidence.objects.get().reference)
    tick_all(office)
    press(office, "Publish")
    office.get_by_text("Done:").wait_for()

    desk = seat(official, MOUSE_NO_SCRIPT).page
    desk.goto(link_in(mail_to(official.email, "statement_to_answer")))
    says(desk, SAID)
    fill(desk, Your_city=REPLIED)
    press(desk, "Publish the reply")
    says(desk, "Your reply is public.")

    page.reload()
    says(page, SAID)
    says(page, REPLIED)
    assert MAIL not in page.content()
    assert REPLIED in mail_to(MAIL, "statement_replied").text
