"""The main job, in the end: the city applies, two people admit it, the office proposes, two new deciders sign."""

from playwright.sync_api import Page, expect

from accounts.models import User
from labels.actions import close_window, send_findings, send_reply
from labels.models import LabelApplication
from tests.e2e.people import fill, follow, mail_to, press, says
from tests.e2e.world import PLACE, Job, Office

REASONS = "Every step was taken, and the reports came in time."
PLAIN = "Everybody gets help at two libraries. A third desk is still to come."


def approver_applies_for_the_label(job: Job, newcomer: User) -> None:
    page = job.page("newcomer")
    page.goto("/en/desk/")
    follow(page, "Apply for the label")
    job.see(page, "The label")
    fill(page, Why_does="We kept our promises, and say where we were late.")
    press(page, "Save and go on")
    job.see(page, "Send the application?")
    press(page, "Send the application")
    job.see(page, "The label")
    mail_to(newcomer.email, "label_receipt")


def two_people_admit(job: Job, office: Office) -> None:
    """One proposes, another confirms."""
    page = open_case(job, office.reviewer)
    page.get_by_role("radio", name="It is admissible").check()
    fill(page, Reasons="Nothing is missing.")
    done(job, page, "Propose whether it is admissible")
    page = open_case(job, office.reviewer)
    assert page.get_by_role("button", name="Confirm: it is admissible").count() == 0
    page = open_case(job, office.other_reviewer)
    done(job, page, "Confirm: it is admissible")


def public_panel_and_city_speak(approver: User) -> None:
    """Their pages have tests of their own; an edition without questions asks them for nothing."""
    application = LabelApplication.objects.get(state="window")
    close_window(obj=application)
    send_findings(application=application)
    send_reply(application=application, by=approver, disputed=False)


def office_proposes_and_two_deciders_sign(job: Job, office: Office) -> None:
    """Whoever signed first cannot sign second."""
    page = open_case(job, office.reviewer)
    page.get_by_role("radio", name="awarded", exact=True).check()
    fill(page, Reasons=REASONS, In_plain_language=PLAIN)
    done(job, page, "Propose the outcome")
    page = open_case(job, office.decider)
    expect(page.locator(".review-main")).to_contain_text(REASONS)
    done(job, page, "Sign first")
    page = open_case(job, office.decider)
    assert page.get_by_role("button", name="Sign second").count() == 0
    done(job, open_case(job, office.second_decider), "Sign second: award the label")


def open_case(job: Job, person: User) -> Page:
    page = job.office(person)
    page.goto("/admin/")
    page.locator(".queues").get_by_role("link", name="Label applications", exact=True).click()
    page.get_by_role("link", name="HRL-A").wait_for()
    expect(page.locator("#result_list")).to_contain_text(PLACE)
    page.get_by_role("link", name="HRL-A").click()
    job.check(page, "case")
    return page


def done(job: Job, page: Page, button: str) -> None:
    press(page, button)
    page.get_by_text("Done:").wait_for()
    job.check(page, "after a step")


def public_checks_the_label(job: Job) -> None:
    page = job.page("public")
    page.goto(f"/en/cities/{job.city}/")
    job.see(page, PLACE)
    page.get_by_role("link", name="Check this label").first.click()
    job.see(page, "This label is valid")
    for words in (REASONS, PLAIN, PLACE):
        says(page, words)
