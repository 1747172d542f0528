"""Stages 9 to 12, after the award: a condition, the report at half time, the renewal."""

import re

from playwright.sync_api import Page, expect

from labels.queries.terms import LifeDates, dates_of, living_labels
from tests.e2e.life import applying, judging
from tests.e2e.life.deciding import PLAIN, REASONS, check_by_number, two_deciders_sign
from tests.e2e.life.office import decide, open_application, opened
from tests.e2e.life.scene import ASKED, Life
from tests.e2e.people import fill, follow, mail_to, press, says, says_not

OPENED = "The third desk is open since June."
HALF_TIME = "One person in ten knew the desk; now it is one in three."
LOOKS_BACK = "We kept two promises, and were late with one."


def dates(life: Life) -> LifeDates:
    return dates_of(living_labels().filter(pk=life.label.pk))[0]


def condition_is_met(life: Life) -> None:
    """The approver reports with a proof; two people of the office confirm."""
    life.pass_days(90)
    page = life.at_desk(life.approver)
    follow(page, "Conditions of the decision")
    life.see(page, "Conditions of the label")
    follow(page, "Report that the condition is met")
    fill(page, How_is_it_met=OPENED)
    page.get_by_role("checkbox", name=life.proof.title).check()
    press(page, "Report that it is met")
    says(page, "Two people of the office read it.")
    first, second = life.reviewers[1:3]
    decide(life, open_condition(life, first), "Confirm first: the condition is met")
    expect(open_condition(life, first).get_by_role("button", name=re.compile("Confirm"))).to_have_count(0)
    decide(life, open_condition(life, second), "Confirm second: the condition is met")
    page = life.at(None, life.label.get_absolute_url())
    life.look_at(page, "condition met")
    says(page, OPENED)


def open_condition(life: Life, person) -> Page:
    return opened(life, person, "condition", "Open the third desk.")


def report_at_half_time_is_missing(life: Life) -> None:
    """The editor writes it in time, nobody sends it: the label goes on hold."""
    life.go_to(dates(life).midterm_opens)
    mail_to(life.approver.email, "label_midterm_due")
    page = life.at_desk(life.editor)
    follow(page, "Write the report")
    life.see(page, "Report at half time")
    fill(page, What_changed_for=HALF_TIME)
    press(page, "Save")
    says(page, "Saved.")
    expect(page.get_by_role("button", name="Send and publish")).to_have_count(0)
    life.go_to(dates(life).hold_after)
    says(life.at(None, life.label.get_absolute_url()), "This label is valid")
    life.pass_days(1)
    page = life.at(None, life.label.get_absolute_url())
    life.look_at(page, "on hold")
    says(page, "on hold")
    check_by_number(life, "on hold")


def it_returns_when_the_report_is_sent(life: Life) -> None:
    page = life.at(life.approver, "/en/desk/")
    says(page, "is on hold: the report at half time is missing.")
    follow(page, "Write the report")
    page.get_by_role("checkbox", name=life.proof.title).check()
    for row in page.get_by_role("group", name="How does").all():
        row.get_by_role("radio", name="Under way").check()
    for box in page.get_by_label(re.compile("^What became of")).all():
        box.fill("The desk is open, and more people come.")
    press(page, "Send and publish")
    says(page, "The report is public now")
    page = life.at(None, life.label.get_absolute_url())
    life.see(page, "This label is valid")
    says(page, HALF_TIME)


def city_renews(life: Life) -> None:
    """Filled in with the last application; sent on the last day, so that the label stays valid while it is pending."""
    life.go_to(dates(life).renewal_opens)
    mail_to(life.approver.email, "label_renewal_open")
    page = life.at_desk(life.approver)
    follow(page, "Renew the label")
    life.see(page, "Ask to renew the label?")
    press(page, "Begin the renewal")
    expect(page.get_by_label("Why does the city apply?")).to_have_value(applying.WHY)
    fill(page, What_changed=LOOKS_BACK)
    press(page, "Save")
    page.goto(f"/en/desk/city/{life.city.slug}/assessment/officials/{ASKED[0]}/")
    expect(page.get_by_label("Why? Say it in plain words.")).to_have_value(f"What officials see of {ASKED[0]}.")
    life.go_to(life.label.valid_until)
    page = life.at_desk(life.approver)
    press(page, "Save and go on")
    life.see(page, "Send the application?")
    press(page, "Send the application")
    life.pass_days(1)
    page = life.at(None, life.label.get_absolute_url())
    life.see(page, "This label is valid")
    says(page, "stays valid while a renewal is pending")


def renewal_is_judged_by_three(life: Life) -> None:
    judging.panel_is_drawn(life)
    assert len(judging.seats(life)) == 3
    judging.panel_answers_alone(life)
    judging.panel_finds_and_agrees(life)
    judging.city_sends_the_reply(life)
    assert life.application.state == "deciding"


def label_is_renewed(life: Life) -> None:
    before = life.label
    page = open_application(life, life.reviewers[0])
    page.get_by_role("radio", name="awarded", exact=True).check()
    fill(page, Reasons=REASONS, In_plain_language=PLAIN)
    decide(life, page, "Propose the outcome")
    two_deciders_sign(life)
    page = life.at(None, before.get_absolute_url())
    follow(page, "Renewed: the next label")
    life.see(page, "This label is valid")
    says(page, life.label.code)
    says_not(page, before.code)
