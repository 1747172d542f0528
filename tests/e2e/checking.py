"""The main job, in the administration: a reviewer claims, reads, returns, publishes."""

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.e2e.joining import tick_all
from tests.e2e.people import fill, follow, press
from tests.e2e.world import PLACE, Job
from tests.e2e.writing import MINUTES, NAMES, TITLE

REASONS = "Please say by when each desk opens."


def reviewer_claims(job: Job, reviewer: User, reference: str, *, queue: str = "Commitments to check") -> Page:
    """Take the only item of a queue."""
    page = job.office(reviewer)
    page.goto("/admin/")
    job.see(page, "Administration")
    page.locator(".queues").get_by_role("link", name=queue).click()
    page.get_by_role("link", name=reference).wait_for()
    job.see(page, queue)
    expect(page.locator("#result_list")).to_contain_text(PLACE)
    follow(page, reference)
    press(page, "Claim")
    page.get_by_text("Claimed by").wait_for()
    job.check(page, "claimed")
    return page


def reviewer_returns(job: Job, reviewer: User, reference: str) -> None:
    page = reviewer_claims(job, reviewer, reference)
    expect(page.locator(".review-main")).to_contain_text("Open three more desks.")
    expect(page.locator(".review-main")).to_contain_text(MINUTES)
    with page.expect_download() as download:
        follow(page, NAMES)
    assert download.value.suggested_filename == "names.pdf"
    press(page, "Return with reasons")
    page.get_by_role("alert").wait_for()
    job.check(page, "no reasons")
    fill(page, Reasons=REASONS)
    press(page, "Return with reasons")
    page.get_by_text("Done:").wait_for()
    job.check(page, "returned")


def reviewer_publishes(job: Job, page: Page) -> None:
    """Not before every tick is there."""
    press(page, "Publish")
    page.get_by_role("alert").wait_for()
    job.check(page, "not ticked")
    tick_all(page)
    press(page, "Publish")
    page.get_by_text("Done:").wait_for()
    job.check(page, "published")


def reviewer_sees_the_difference(page: Page) -> None:
    changes = page.get_by_role("region", name="What changes")
    expect(changes).to_contain_text("30 June 2029")
    expect(changes.locator("del")).to_have_text(["2029"])
    expect(changes.locator("ins")).to_have_text(["2030"])
    expect(changes).to_contain_text("The west library is being rebuilt.")
    expect(page.locator("h1")).to_contain_text(TITLE)
