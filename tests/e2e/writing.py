"""The main job, at the city's desk: an editor writes, an approver signs off."""

import re

from playwright.sync_api import Page

from core.models import OutboxMail
from tests.e2e.people import fill, fill_date, follow, link_in, mail_to, main, pdf, press, says
from tests.e2e.world import EDITOR, Job, World

TITLE = "A rights desk in every library"
MINUTES, NAMES = "Minutes of the council", "List of the people who came"


def editor_starts_a_commitment(job: Job) -> None:
    page = job.page("editor")
    follow(page, "Add a commitment")
    job.see(page, "Add a commitment")
    fill(page, What_is_it=TITLE)
    press(page, "Start")
    job.see(page, "The promise")
    found = re.search(r"HRC-\w+", page.url, re.IGNORECASE)
    assert found, page.url
    job.code = found.group(0).upper()


def editor_writes_all_parts(job: Job, world: World) -> None:
    page = job.page("editor")
    fill(page, The_promise="By June 2029 everyone can report discrimination in any of the four libraries, for free.")
    fill(page, Which_problem="One desk, open two afternoons a week.", What_will="Open three more desks.")
    press(page, "Save and continue")
    job.see(page, "Framework and rights")
    for row in (world.element.official_title, world.right.heading, world.area.name):
        option = page.get_by_label(row)
        if not option.is_visible():
            page.locator("details").filter(has=option).locator("summary").click()
        option.check()
    job.check(page, "unfolded")
    press(page, "Save and continue")
    job.see(page, "People concerned and consultation")
    page.get_by_label(world.group.name).check()
    fill(page, Who_was="Two public meetings, 83 people.", What_did="Longer opening hours.")
    press(page, "Save and continue")
    editor_writes_the_milestones(job, page)
    job.see(page, "Budget and owner")
    fill(page, Which_unit="City libraries", Budget="250 000", About_the="Staff for two years")
    fill(page, Which_decision="Decision 44/2026")
    fill_date(page, "When was that?", "15 1 2026")
    press(page, "Save and continue")
    job.see(page, "Evidence")


def editor_writes_the_milestones(job: Job, page: Page) -> None:
    """First with a date that cannot be, to meet the error; nothing typed is lost."""
    job.see(page, "Milestones and dates")
    fill_date(page, "When does it start?", "1 3 2027")
    fill_date(page, "When does it end?", "30 6 2029")
    press(page, "Add a milestone")
    rows = [page.locator(f"#milestones-{number}") for number in (1, 2, 3)]
    rows[2].wait_for()
    job.check(page, "three milestones")
    for row, words, date in zip(rows, ("Two desks", "Three desks", "Four desks"), (2027, 2028, 2031), strict=True):
        fill(row, What_will=f"{words} are open")
        fill_date(row, "By when?", f"1 12 {date}")
    press(page, "Save and continue")
    page.get_by_role("alert").get_by_role("link", name="The date of milestone 3 must not be after the end").wait_for()
    job.check(page, "wrong date")
    fill_date(page.locator("#milestones-3"), "By when?", "1 6 2029")
    press(page, "Save and continue")


def editor_adds_evidence(job: Job) -> None:
    page = job.page("editor")
    follow(page, "Add evidence")
    job.see(page, "Add evidence")
    page.get_by_label("A page or document on the web").check()
    fill(page, Title=MINUTES, The_web_address="https://www.bergheim.example/minutes", What_does="It was adopted.")
    page.get_by_label("Which milestone does it belong to?").select_option(index=1)
    fill(page, Page="12 to 14")
    page.get_by_label("Language of the document").select_option("de")
    fill_date(page, "Date of the document", "15 1 2026")
    page.get_by_label("Everybody").check()
    press(page, "Save the evidence")
    page.get_by_role("heading", name=MINUTES).wait_for()
    follow(page, "Add evidence")
    page.get_by_label("A file from your computer").check()
    page.get_by_label("The file, if it is one").set_input_files(pdf("names.pdf", "Names of residents"))
    fill(page, Title=NAMES, What_does="83 people came.")
    page.get_by_label("It contains personal data").check()
    press(page, "Save the evidence")
    job.see(page, "Evidence")
    says(page, "It is confidential")
    job.evidence[NAMES] = page.get_by_role("link", name=NAMES, exact=True).get_attribute("href")
    follow(page, "Continue")


def editor_asks_for_sign_off(job: Job) -> None:
    page = job.page("editor")
    page.goto(f"/en/desk/commitments/{job.code.lower()}/check/")
    job.see(page, "Check your commitment before you send it")
    press(page, "Ask for sign-off")
    page.get_by_role("heading", name="It waits for sign-off").wait_for()
    job.check(page, "waits for sign-off")


def approver_signs_off(job: Job, newcomer: str) -> str:
    """Read it behind the link in the mail, tick, send twice in a hurry; return the reference."""
    page = job.page("newcomer")
    page.goto(link_in(mail_to(newcomer, "sign_off_asked")))
    if "sign-off" not in page.url:
        follow(page, "Read it and decide")
    job.see(page, "Sign off and send")
    page.get_by_label("The city council has adopted").check()
    page.get_by_role("button", name="Send to the review office").dblclick()
    job.see(page, "Commitment sent")
    found = re.search(rf"{job.code}-\d+\.\d+", main(page))
    assert found, main(page)
    receipt = mail_to(newcomer, "submission_received")
    assert found.group(0) in receipt.text + receipt.subject
    assert OutboxMail.objects.filter(name="submission_received", text__contains=found.group(0)).count() <= 2
    return found.group(0)


def editor_corrects(job: Job, reasons: str) -> None:
    """The reasons stand on the desk, and in a mail."""
    assert reasons in mail_to(EDITOR, "submission_returned").text
    page = job.page("editor")
    page.goto("/en/desk/")
    job.see(page, "Your tasks")
    page.locator("main").get_by_role("link", name=re.compile("change|reasons", re.IGNORECASE)).first.click()
    page.get_by_text(reasons).wait_for()
    job.check(page, "returned")
    follow(page, "The promise")
    job.see(page, "The promise")
    fill(page, What_will="Open three more desks: in the north by 2027, in the east by 2028, in the west by 2029.")
    press(page, "Save and continue")
    editor_asks_for_sign_off(job)


def editor_amends(job: Job) -> None:
    """The end comes a year later, with a public reason."""
    page = job.page("editor")
    page.goto(f"/en/desk/commitments/{job.code.lower()}/")
    job.see(page, TITLE)
    follow(page, "Change this commitment")
    job.see(page, "Change this commitment")
    page.get_by_label("It changes the aim, a target or a date").check()
    fill(page, Why_does="The west library is being rebuilt.")
    press(page, "Start the new version")
    job.see(page, TITLE)
    follow(page, "Milestones and dates")
    fill_date(page, "When does it end?", "30 6 2030")
    press(page, "Save and continue")
    job.see(page, "Budget and owner")
    editor_asks_for_sign_off(job)
