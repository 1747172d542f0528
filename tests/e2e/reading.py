"""The main job, as the public sees it: no account, no cookie."""

import re

from playwright.sync_api import expect

from accounts.models import User
from tests.e2e.people import SECRET, follow, says, sign_in
from tests.e2e.world import PLACE, Job
from tests.e2e.writing import MINUTES, NAMES, TITLE


def public_reads_the_commitment(job: Job, *, version: int = 1) -> None:
    page = job.page("public")
    page.goto(f"/en/commitments/{job.code.lower()}/")
    job.see(page, TITLE)
    for words in ("in the north by 2027", "Two desks are open", MINUTES):
        says(page, words)
    assert NAMES not in page.content()
    follow(page, f"Permanent address of version {version}")
    page.wait_for_url(re.compile(rf"/commitments/{job.code}/v/{version}/$", re.IGNORECASE))
    job.see(page, TITLE)
    says(page, f"You read version {version}, the text in force")
    page.locator("main .title").get_by_role("link", name=PLACE).click()
    job.see(page, PLACE)
    says(page, TITLE)
    job.city = page.url.rstrip("/").rpartition("/")[2]


def public_sees_what_changed(job: Job) -> None:
    """The difference, word by word; the first text stays at its address."""
    page = job.page("public")
    page.goto(f"/en/commitments/{job.code.lower()}/")
    follow(page, "Compare the versions")
    job.see(page, "What changed")
    expect(page.locator("del")).to_have_text(["2029"])
    expect(page.locator("ins")).to_have_text(["2030"])
    says(page, "The west library is being rebuilt.")
    follow(page, "Read version 1")
    job.see(page, TITLE)
    says(page, "This is version 1. A newer one, version 2 of")
    says(page, "June 2029")
    expect(page.locator("section:has(#since) ins, #since ins")).to_have_text(["2030"])


def nobody_reaches_the_confidential(job: Job, stranger: User) -> None:
    """Not by its address, not as another city, not through the data."""
    public, desk = job.page("public"), job.evidence[NAMES]
    number = re.search(r"[0-9a-f-]{36}", desk).group(0)
    assert public.request.get(f"/en/evidence/{number}/").status == 404
    assert "/accounts/login/" in public.request.get(desk, max_redirects=0).headers["location"]
    data = public.request.get(f"/data/v1/commitments/{job.code}").text()
    assert MINUTES in data
    assert NAMES not in data
    assert number not in data
    other = job.page("stranger")
    sign_in(other, stranger.email, secret=SECRET)
    for address in (desk, f"/en/evidence/{number}/", f"/en/desk/commitments/{job.code.lower()}/"):
        assert other.request.get(address).status == 404, address
    assert job.page("editor").request.get(desk).status == 200
    assert public.context.cookies() == []
