"""The reviewer's desk within its budget of clicks: by mouse, by keyboard, with and without JavaScript."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commitments.models import CommitmentVersion
from tests.e2e.hands import KEYS, MOUSE_NO_SCRIPT, Hands
from tests.e2e.people import says
from tests.factories import make_commitment

QUEUE = "/admin/review/queueitem/"
TICKS = ("The text is complete", "Nothing in it", "No personal data", "It belongs to", "I have no conflict")


@pytest.fixture
def waiting(city, official) -> list[CommitmentVersion]:
    """Three texts in the queue, the oldest first."""
    now = timezone.now()
    for days in (9, 6, 3):
        make_commitment(
            city=city,
            state="submitted",
            author=official,
            version_submitted_at=now - dt.timedelta(days=days),
            version_waiting_since=now - dt.timedelta(days=days),
            version_due_on=timezone.localdate() + dt.timedelta(days=20 - days),
        )
    return list(CommitmentVersion.objects.order_by("submitted_at"))


@pytest.mark.parametrize("way", [KEYS, MOUSE_NO_SCRIPT], ids=["keyboard", "mouse without script"])
def test_from_the_queue_to_every_decision(way, seat, waiting, reviewer, other_reviewer):
    first, second, third = waiting
    desk = seat(reviewer, way)
    publishes(desk, first)
    desk.open(second.reference)
    assert desk.moves == 4, desk
    returns(desk, second)
    desk.open(third.reference)
    asks_the_city(desk, seat(third.author, way))
    refuses(desk, seat(other_reviewer, way), third)
    states = CommitmentVersion.objects.order_by("submitted_at").values_list("state", flat=True)
    assert list(states) == ["published", "returned", "refused"]


def publishes(desk: Hands, version: CommitmentVersion) -> None:
    """Three clicks and five ticks on one page, and back in the queue."""
    desk.begin(QUEUE)
    desk.open(version.reference)
    here = urlsplit(desk.page.url).path
    desk.press("Claim")
    assert urlsplit(desk.page.url).path == here
    for words in TICKS:
        desk.tick(words)
    desk.press("Publish")
    says(desk.page, "Done: Publish.")
    assert urlsplit(desk.page.url).path == QUEUE
    assert (desk.moves, desk.ticks) == (3, 5), desk


def returns(desk: Hands, version: CommitmentVersion) -> None:
    """Asking for changes takes one message, and says so when it is missing."""
    says(desk.page, version.reference)
    desk.press("Claim")
    desk.press("Return with reasons")
    desk.page.get_by_role("alert").wait_for()
    desk.write("Reasons", "Say by when each desk opens.")
    desk.press("Return with reasons")
    says(desk.page, "Done:")


def asks_the_city(desk: Hands, city: Hands) -> None:
    """A question, its answer on the desk, and the answer beside the text."""
    desk.press("Claim")
    desk.write("Message to the city", "Is the decision final?")
    desk.press("Send to the city")
    says(desk.page, "The city has your message.")
    city.begin("/en/desk/")
    city.open("Read and answer")
    says(city.page, "Is the decision final?")
    city.write("Your answer", "Yes, since 15 January.")
    city.press("Send the answer")
    desk.page.reload()
    expect(desk.page.locator(".review-main")).to_contain_text("Yes, since 15 January.")


def refuses(desk: Hands, colleague: Hands, version: CommitmentVersion) -> None:
    """One proposes with reasons, another refuses."""
    desk.write("Reasons", "It promises nothing a resident can check.")
    desk.press("Propose to refuse")
    says(desk.page, "Done: Propose to refuse.")
    desk.page.locator("#result_list").get_by_role("link", name=version.reference).click()
    says(desk.page, "It promises nothing a resident can check.")
    expect(desk.page.get_by_role("button", name="Refuse, as the second")).to_have_count(0)
    colleague.begin(QUEUE)
    colleague.open(version.reference)
    says(colleague.page, "It promises nothing a resident can check.")
    colleague.press("Refuse, as the second")
    says(colleague.page, "Done:")
