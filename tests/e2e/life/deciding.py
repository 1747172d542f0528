"""Stages 9 and 10: the office proposes, two new deciders sign, everybody can check the label."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.life.judging import AGAIN, FINDS
from tests.e2e.life.office import decide, open_application
from tests.e2e.life.scene import Life
from tests.e2e.people import fill, fill_date, press, says, says_not

REASONS = "Every step was taken, and the reports came in time."
PLAIN = "Everybody gets help at two libraries. A third desk is still to come."
CONDITION = "Open the third desk."


def office_proposes_with_a_condition(life: Life) -> None:
    page = open_application(life, life.reviewers[0])
    page.get_by_role("radio", name="awarded with conditions").check()
    fill(page, Reasons=REASONS, In_plain_language=PLAIN)
    page.get_by_label("Condition 1", exact=True).fill(CONDITION)
    until = timezone.localdate() + dt.timedelta(days=150)
    fill_date(page, "Condition 1: until", f"{until.day} {until.month} {until.year}")
    decide(life, page, "Propose the outcome")
    says_not(life.at(None, f"/en/labels/applications/{life.application.reference}/"), REASONS)


def two_deciders_sign(life: Life) -> None:
    """Whoever signed first cannot sign second."""
    first, second, *_others = life.deciders
    decide(life, open_application(life, first), "Sign first")
    expect(open_application(life, first).get_by_role("button", name="Sign second")).to_have_count(0)
    decide(life, open_application(life, second), "Sign second: award the label")


def everybody_checks_the_label(life: Life) -> None:
    """Its page, its number, its credential, its certificate, and the findings line by line."""
    page = life.at(None, f"/en/cities/{life.city.slug}/")
    page.get_by_role("link", name="Check this label").first.click()
    life.see(page, "This label is valid")
    for words in (REASONS, PLAIN, CONDITION):
        says(page, words)
    page.get_by_role("link", name="Certificate", exact=False).first.click()
    life.see(page, f"{life.city.name}, Austria, is a labelled human rights city")
    check_by_number(life, "valid")
    says(life.at(None, f"/en/labels/applications/{life.application.reference}/"), FINDS)
    says(life.at(None, f"/en/labels/applications/{life.application.reference}/"), AGAIN)


def check_by_number(life: Life, status: str) -> None:
    """What the check says of the number of the label, and of the credential as anybody can save it."""
    page = life.at(None, "/en/labels/check/")
    fill(page, Number=life.label.code)
    press(page, "Check")
    expect(page.locator("main")).to_contain_text(re.compile(status, re.IGNORECASE))
    answer = page.request.get(f"/credentials/{life.label.code}.json")
    page.goto("/en/labels/check/")
    page.get_by_label("credential").set_input_files(
        {"name": "label.json", "mimeType": "application/json", "buffer": answer.body()}
    )
    press(page, "Check")
    expect(page.locator("main")).to_contain_text(re.compile(status, re.IGNORECASE))
    life.look_at(page, f"checked: {status}")
