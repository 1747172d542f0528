"""Stages 2 to 5: self-assessment in parts, application, admissibility by two, the public window."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.life.office import decide, open_application, open_first_application
from tests.e2e.life.scene import ASKED, RESIDENT, Life
from tests.e2e.people import fill, follow, link_in, mail_to, press, says, says_not

WHY = "We kept our promises, and say where we were late."
SEEN = "The complaints desk is open on Saturdays now."


def city_assesses_itself(life: Life) -> None:
    """The editor begins and writes for the officials; the approver for the elected members."""
    page = life.at_desk(life.editor)
    follow(page, "Self-assessment: look at your own work first")
    press(page, "Begin")
    follow(page, "Which powers does the city have?")
    page.get_by_role("radio", name="Municipality").check()
    page.get_by_role("radio", name="ours", exact=True).check()
    press(page, "Save")
    life.see(page, "Self-assessment")
    write_answers(life, page, "officials", "Met")
    page = life.at(life.approver, page.url)
    write_answers(life, page, "elected", "Partly")


def write_answers(life: Life, page: Page, group: str, answer: str) -> None:
    """Answer every question; each is saved, and leads to the next."""
    section = page.locator("section").filter(has=page.get_by_role("heading", name=re.compile(f"Answers of .*{group}")))
    expect(section).to_contain_text("Still open: F1, S5")
    section.get_by_role("link", name=re.compile(r"^F1")).click()
    for code in ASKED:
        expect(page.locator("main")).to_contain_text(code)
        page.get_by_role("radio", name=answer).check()
        fill(page, Why=f"What {group} see of {code}.")
        press(page, "Save and go on")
    life.see(page, "Self-assessment")
    expect(section).to_contain_text("Every question is answered.")


def approver_opens_the_survey(life: Life) -> None:
    page = life.at(life.approver, f"/en/desk/city/{life.city.slug}/assessment/")
    press(page, "Open the survey")
    says(page, "The survey is open.")


def residents_answer_it(life: Life) -> None:
    """One mailbox, one answer; nothing of it is shown before ten."""
    page = life.at(life.approver, f"/en/desk/city/{life.city.slug}/assessment/")
    visitor = life.at(None, page.get_by_role("link", name=re.compile("survey.")).inner_text())
    fill(visitor, **{"E-mail": RESIDENT})
    press(visitor, "Send me the link")
    life.see(visitor, "Look into your mailbox")
    visitor.goto(link_in(mail_to(RESIDENT, "survey_link")))
    life.see(visitor, "What do you see in")
    visitor.get_by_role("radio", name="I live, work or study here").check()
    visitor.get_by_role("radio", name="Partly").first.check()
    press(visitor, "Send")
    life.see(visitor, "Thank you")
    page.reload()
    says(page, "Fewer than ten people have answered.")


def approver_applies(life: Life) -> None:
    page = life.at_desk(life.approver)
    fill(page, Why_does=WHY)
    press(page, "Save and go on")
    life.see(page, "Send the application?")
    press(page, "Send the application")
    life.see(page, "The label")
    mail_to(life.approver.email, "label_receipt")


def two_people_admit(life: Life) -> None:
    """One proposes, and cannot confirm; another does."""
    first, second = life.reviewers[:2]
    page = open_first_application(life, first)
    page.get_by_role("radio", name="It is admissible").check()
    fill(page, Reasons="Nothing is missing.")
    decide(life, page, "Propose whether it is admissible")
    page = open_application(life, first)
    expect(page.get_by_role("button", name="Confirm: it is admissible")).to_have_count(0)
    decide(life, open_application(life, second), "Confirm: it is admissible")


def resident_speaks_in_the_window(life: Life) -> None:
    """Written without account, confirmed by the link in the mail, public once the office has checked it."""
    address = f"/en/labels/applications/{life.application.reference}/"
    page = life.at(None, f"/en/cities/{life.city.slug}/")
    follow(page, "See the application")
    follow(page, "Say what you see in this city")
    life.see(page, "What do you see in")
    page.get_by_role("checkbox", name=re.compile("complain about")).check()
    fill(page, What_do_you_see=SEEN, **{"E-mail": RESIDENT})
    page.get_by_role("radio", name="Resident", exact=True).check()
    press(page, "Send")
    page.goto(link_in(mail_to(RESIDENT, "statement_confirm")))
    life.see(page, "Confirm your text")
    press(page, "Confirm and send it to the check")
    says_not(life.at(None, address), SEEN)
    moderate(life)
    says(life.at(None, address), SEEN)
    page = life.at_desk(life.editor)
    follow(page, "What others say on the application")
    says(page, SEEN)


def moderate(life: Life) -> None:
    page = life.at(life.reviewers[0], "/admin/participation/labelstatement/")
    page.get_by_role("link", name=re.compile("^HR")).first.click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    decide(life, page, "Publish")
