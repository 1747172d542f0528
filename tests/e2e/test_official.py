"""The official's desk within its budget of pages and clicks: by mouse, by keyboard, with and without JavaScript."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from cities.models import City
from commitments.models import Commitment, Milestone, RhythmEntry
from tests.e2e.hands import KEYS_NO_SCRIPT, MOUSE, MOUSE_NO_SCRIPT, Hands
from tests.e2e.looking import NARROW
from tests.e2e.people import fill, link_in, mail_to, pdf, press, says
from tests.factories import make_commitment, make_element, make_group, make_policy_area, make_right

TITLE = "A rights desk in every library"


@pytest.fixture
def reference_rows(db) -> None:
    """One row of each list to choose from."""
    make_element(official_title="Give residents a place to complain")
    make_right(heading="Non-discrimination")
    make_policy_area(name="Libraries and culture")
    make_group(name="People without papers")


@pytest.mark.parametrize("way", [MOUSE, KEYS_NO_SCRIPT], ids=["mouse", "keyboard without script"])
def test_the_first_commitment_and_a_report(way, seat, reference_rows, official, approver):
    """The reviewer's journey takes the two other ways."""
    hands, signer = seat(official, way), seat(approver, way)
    writes_the_first_commitment(hands)
    assert (hands.pages, hands.moves) == (10, 9), hands
    assert hands.folds <= 2, hands
    signs_off(signer)
    assert signer.moves <= 2, signer
    make_due(City.objects.get())
    reports_progress(hands)
    assert hands.moves == 4, hands


def writes_the_first_commitment(hands: Hands) -> None:
    """Ten pages, one topic each, from the tasks to the hand-over to an approver."""
    hands.begin("/en/desk/")
    hands.open("Add a commitment")
    hands.write("What is it", TITLE)
    hands.press("Start")
    hands.write("The promise", "By June 2029 everyone can report discrimination in any library.")
    hands.write("Which problem", "One desk, open two afternoons a week.")
    hands.write("What will the city", "Open three more desks.")
    hands.press("Save and continue")
    for row in ("Give residents", "Non-discrimination", "Libraries and culture"):
        hands.tick(row)
    hands.press("Save and continue")
    hands.tick("People without papers")
    hands.write("Who was", "Two public meetings, 83 people.")
    hands.press("Save and continue")
    hands.date("When does it start?", "1 3 2027")
    hands.date("When does it end?", "30 6 2029")
    hands.write("What will be visible", "Two desks are open")
    hands.date("By when?", "1 12 2027")
    hands.press("Save and continue")
    hands.write("Which unit", "City libraries")
    hands.press("Save and continue")
    expect(hands.page.locator("h1")).to_have_text("Evidence")
    hands.open("Continue")
    says(hands.page, "Two desks are open")
    hands.press("Ask for sign-off")
    says(hands.page, "It waits for sign-off")


def signs_off(hands: Hands) -> None:
    """A second person: from the task to the reference."""
    hands.begin("/en/desk/")
    hands.open("Read it and decide")
    hands.tick("The city council has adopted")
    hands.press("Send to the review office")
    expect(hands.page.locator("h1")).to_have_text("Commitment sent")
    assert re.search(r"HRC-\w+-1\.1", hands.page.locator("main").inner_text())


def make_due(city: City) -> None:
    """A public commitment whose milestone is due in three weeks."""
    made = make_commitment(city=city, version_title="Help in sign language")
    Milestone.objects.filter(version__commitment=made).update(due_on=timezone.localdate() + dt.timedelta(days=21))


def reports_progress(hands: Hands) -> None:
    """The task, attach proof, check, send."""
    day = timezone.localdate() - dt.timedelta(days=1)
    hands.begin("/en/desk/")
    hands.open("Help in sign language: milestone 1")
    hands.choose("Under way", group="How does the whole")
    hands.write("What happened", "The first desk opened in May.")
    hands.date("Which day", f"{day.day} {day.month} {day.year}")
    hands.press("Save and add evidence")
    hands.choose("A file from", group="Is it a file or a link?")
    hands.attach("The file, if it is one", pdf("opening.pdf", "The desk is open"))
    hands.write("Title", "Notice of the opening")
    hands.write("What does it prove", "The desk is open.")
    hands.choose("Everybody", group="Who may see it?")
    hands.press("Save the evidence")
    expect(hands.page.locator("h1")).to_have_text("Check the report before you send it")
    hands.press("Send to the review office")
    says(hands.page, "Your reference:")


def test_all_still_right_by_the_link_of_a_mail(new_page, approver, city, settings):
    """Opening the link changes nothing; its one button says so, without a sign-in."""
    today = timezone.localdate()
    commitment = make_commitment(city=city, next_confirm_on=today + dt.timedelta(days=7))
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    call_command("run_deadlines", verbosity=0)
    page = new_page(NARROW, scripts=False)
    page.goto(link_in(mail_to(approver.email, "confirmation_due")))
    says(page, "You confirm as Pau Approver, for Arden.")
    assert page.locator("main").get_by_role("button").count() == 1
    assert not RhythmEntry.objects.filter(kind="confirmed").exists()
    press(page, "Yes, all is still right")
    expect(page.locator("h1")).to_have_text("Thank you. It is confirmed")
    commitment.refresh_from_db()
    assert commitment.next_confirm_on > today + dt.timedelta(days=300)
    page.goto(Commitment.objects.get().get_absolute_url())
    says(page, "Last confirmed by the city")


def test_what_is_typed_is_kept_without_a_button(seat, official, approver, city, complaints):
    """After a pause it is saved; after a colleague's save both texts are shown, and nothing is lost."""
    code = make_commitment(city=city, state="draft", author=official).code.lower()
    page, colleague = seat(official).page, seat(approver, MOUSE_NO_SCRIPT).page
    promise = f"/en/desk/commitments/{code}/edit/promise/"
    page.goto(promise)
    fill(page, What_will="Open four desks.")
    page.get_by_role("status").get_by_text("Saved at").wait_for()
    page.reload()
    expect(page.get_by_label("What will the city do?")).to_have_value("Open four desks.")
    colleague.goto(promise)
    fill(colleague, What_will="Open five desks.")
    press(colleague, "Save and continue")
    expect(colleague.locator("h1")).to_have_text("Framework and rights")
    fill(page, What_will="Open six desks.")
    page.get_by_role("status").get_by_text("Pau Approver saved this page after you opened it.").wait_for()
    assert [words[:5] for words in complaints] == ["409: "], complaints
    complaints.clear()
    press(page, "Save and continue")
    page.get_by_role("heading", name="Somebody else saved this page").wait_for()
    both = page.locator(".stale")
    expect(both).to_contain_text("Open five desks.")
    expect(both).to_contain_text("Open six desks.")
    expect(page.get_by_label("What will the city do?")).to_have_value("Open six desks.")


def test_boxes_named_like_a_part_of_the_browser_are_saved_again_and_again(seat, official, city):
    """The boxes “elements” hide `form.elements`: nobody meets their own words as those of a colleague."""
    code = make_commitment(city=city, state="draft", author=official).code.lower()
    areas = [make_policy_area(name=name).name for name in ("Libraries and culture", "Water and air")]
    hands = seat(official)
    page = hands.page
    address = f"/en/desk/commitments/{code}/edit/framework/"
    with page.expect_response(lambda answer: "/autosave/" in answer.url) as told:
        page.goto(address)
    assert told.value.json()["others"] == ""
    for label in areas:
        with page.expect_response(lambda answer: "/autosave/" in answer.url) as saved:
            hands.tick(label)
        assert saved.value.status == 200, label
    press(page, "Save and continue")
    expect(page.locator("h1")).to_have_text("People concerned and consultation")
