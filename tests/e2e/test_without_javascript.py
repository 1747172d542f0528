"""The main steps in a browser that runs no script."""

from playwright.sync_api import Page, expect

from core.models import OutboxMail
from tests.e2e.looking import NARROW
from tests.e2e.people import fill, fill_date, follow, pdf, press, says, sign_in
from tests.factories import make_city, make_commitment, make_place, make_user


def test_the_main_steps_without_script(new_page, settings, city, official, approver):
    settings.MFA_REQUIRED = False  # the second step itself is played by the main job
    make_place("Graz", names=("gratz",), region="Styria")
    make_place("Grazalema", country="ES", region="Andalusia")
    make_city("Graz on the Record", slug="at-graz")
    code = make_commitment(city=city, state="draft", author=official, version_title="Help in every library").code
    newcomer, writer, signer = (new_page(scripts=False) for _ in range(3))
    a_newcomer_asks_to_join(newcomer, make_user().email)
    sign_in(writer, official.email)
    an_editor_adds_and_removes_rows(writer, code)
    sign_in(signer, approver.email)
    an_approver_signs_off(signer, code)
    a_reader_searches_and_filters(new_page(NARROW, scripts=False))


def a_newcomer_asks_to_join(page: Page, email: str) -> None:
    """The picker is a plain search with radio buttons; a place that the list lacks is typed."""
    sign_in(page, email)
    follow(page.locator("main"), "Register your city")
    fill(page, Name_of_your="gra")
    press(page, "Find it")
    says(page, "Municipalities called “gra”")
    assert page.get_by_role("radio").count() == 2
    page.get_by_label("Graz, Styria, Austria").check()
    press(page, "Continue")
    expect(page.locator("h1")).to_have_text("Ask to join for Graz")
    fill(page, Your_role="Mayor", Which_decision="Decision 1")
    page.get_by_label("That decision as a document").set_input_files(pdf("decision.pdf", "We join"))
    fill_date(page, "The mandate starts on", "31 12 2030")
    fill_date(page, "The mandate ends on", "1 1 2026")
    press(page, "Send the request")
    page.get_by_role("alert").get_by_role("link", name="The mandate must not end before it starts.").wait_for()
    expect(page.get_by_label("Your role in the city")).to_have_value("Mayor")
    says(page, "Choose the file again")
    fill_date(page, "The mandate starts on", "1 1 2026")
    fill_date(page, "The mandate ends on", "31 12 2030")
    page.get_by_label("That decision as a document").set_input_files(pdf("decision.pdf", "We join"))
    press(page, "Send the request")
    says(page, "Your request is with the review office.")


def an_editor_adds_and_removes_rows(page: Page, code: str) -> None:
    """Rows come and go without saving; nothing typed is lost."""
    page.goto(f"/en/desk/commitments/{code.lower()}/edit/milestones/")
    press(page, "Add a milestone")
    press(page, "Add a milestone")
    for number in (2, 3):
        row = page.locator(f"#milestones-{number}")
        fill(row, What_will=f"Desk number {number} is open")
        fill_date(row, "By when?", f"1 {number} 2028")
    press(page, "Remove milestone 2")
    assert page.locator("fieldset[id^=milestone]").count() == 2
    expect(page.locator("#milestones-2").get_by_label("What will be visible?")).to_have_value("Desk number 3 is open")
    press(page, "Save and continue")
    expect(page.locator("h1")).to_have_text("Budget and owner")
    page.goto(f"/en/desk/commitments/{code.lower()}/check/")
    says(page, "Desk number 3 is open")
    press(page, "Ask for sign-off")
    says(page, "It waits for sign-off")


def an_approver_signs_off(page: Page, code: str) -> None:
    page.goto("/en/desk/")
    says(page, "waits for your sign-off")
    page.goto(f"/en/desk/commitments/{code.lower()}/sign-off/")
    press(page, "Send to the review office")
    page.get_by_role("alert").get_by_role("link", name="Tick the box").wait_for()
    page.get_by_label("The city council has adopted").check()
    press(page, "Send to the review office")
    expect(page.locator("h1")).to_have_text("Commitment sent")
    says(page, f"Your reference: {code}-1.1")
    assert OutboxMail.objects.filter(name="submission_received").exists()


def a_reader_searches_and_filters(page: Page) -> None:
    """On a narrow screen the filters are folded; the fold is the browser's own."""
    page.goto("/en/cities/")
    filters = page.get_by_role("form", name="Filter this list")
    filters.locator("summary").first.click()
    fill(filters, **{"City,": "graz"})
    filters.get_by_label("Austria").check()
    press(filters, "Apply filters")
    says(page, "1 city found")
    follow(page, "Graz on the Record")
    expect(page.locator("h1")).to_have_text("Graz on the Record")
