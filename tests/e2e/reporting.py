"""The main job, later: a progress report, the label, and the end of a promise."""

import datetime as dt
import re

from playwright.sync_api import expect

from accounts.models import User
from tests.e2e.checking import reviewer_claims, reviewer_publishes
from tests.e2e.people import fill, fill_date, follow, pdf, press, says
from tests.e2e.world import Job
from tests.e2e.writing import TITLE

WORDS = "The desk in the north opened in May."
REASONS = "Three promises, each with proof, and a report on time."


def editor_reports_progress(job: Job) -> str:
    page = job.page("editor")
    page.goto(f"/en/desk/commitments/{job.code.lower()}/")
    follow(page, "Report progress")
    job.see(page, "Report progress")
    page.get_by_role("group", name="How does the whole commitment stand?").get_by_label("Under way").check()
    today = dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=1)
    fill_date(page, "Which day does the report describe?", f"{today.day} {today.month} {today.year}")
    fill(page, What_happened=WORDS)
    first = page.get_by_role("group", name="Milestone 1")
    first.get_by_label("How does it stand?").select_option("done")
    fill_date(first, "When was it reached?", f"{today.day} {today.month} {today.year}")
    press(page, "Save and add evidence")
    job.see(page, "Add evidence")
    page.get_by_label("A file from your computer").check()
    page.get_by_label("The file, if it is one").set_input_files(pdf("opening.pdf", "The desk is open"))
    fill(page, Title="Notice of the opening", What_does="The desk is open.")
    page.get_by_label("Everybody").check()
    press(page, "Save the evidence")
    job.see(page, "Check the report before you send it")
    press(page, "Send to the review office")
    job.see(page, "Progress report")
    found = re.search(rf"{job.code}-R[\w.]+", page.locator("body").inner_text())
    assert found, page.locator("body").inner_text()
    return found.group(0)


def report_is_published(job: Job, reviewer: User, reference: str) -> None:
    page = reviewer_claims(job, reviewer, reference, queue="Progress reports to check")
    expect(page.locator(".review-main")).to_contain_text(WORDS)
    reviewer_publishes(job, page)
    public = job.page("public")
    public.goto(f"/en/commitments/{job.code.lower()}/")
    job.see(public, TITLE)
    reports = public.get_by_role("region", name="Progress reports")
    expect(reports).to_contain_text(WORDS)
    with public.expect_download() as download:
        reports.get_by_role("link", name="Notice of the opening").click()
    assert download.value.suggested_filename == "opening.pdf"


def approver_withdraws(job: Job) -> None:
    """A page with the reason stays, and so does the text at its address."""
    page = job.page("newcomer")
    page.goto(f"/en/desk/commitments/{job.code.lower()}/")
    follow(page, "Withdraw this commitment")
    job.see(page, "Withdraw this commitment?")
    fill(page, Why_does="The libraries moved to the region.")
    press(page, "Withdraw the commitment")
    job.see(page, TITLE)
    public = job.page("public")
    public.goto(f"/en/commitments/{job.code.lower()}/")
    job.see(public, TITLE)
    says(public, "The libraries moved to the region.")
    public.goto(f"/en/commitments/{job.code.lower()}/v/2/")
    job.see(public, TITLE)
    says(public, "The city withdrew this commitment on")
