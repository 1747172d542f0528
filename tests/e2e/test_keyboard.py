"""Whole journeys without a mouse."""

from playwright.sync_api import Page, expect

from tests.e2e.keyboard import Keys
from tests.e2e.looking import NARROW
from tests.factories import make_city, make_commitment, make_place
from tests.factories.people import PASSWORD


def test_journeys_by_keyboard_alone(new_page, resident, official, city):
    make_place("Graz", names=("gratz",))
    make_place("Grazendorf")
    make_city("Graz on the Record", slug="at-graz")
    commitment = make_commitment(city=city, state="draft", author=official)
    page = new_page()
    a_reader_searches(page)
    a_newcomer_finds_the_city(page, resident.email)
    writer = new_page(NARROW, dark=True)
    writer.goto("/accounts/login/")
    signs_in(Keys(writer), official.email)
    an_editor_mends_a_wrong_date(writer, commitment.code)


def a_reader_searches(page: Page) -> None:
    """Skip link first, then the search; results are links."""
    keys = Keys(page)
    page.goto("/en/")
    keys.press("Tab")
    assert keys.stop()["name"] == "Skip to main content"
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.type("Gräz", into="Find a city or municipality")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page).to_have_url("/en/cities/at-graz/")
    expect(page.locator("h1")).to_have_text("Graz on the Record")


def signs_in(keys: Keys, email: str) -> None:
    """The wrong password first: the error says so and has the focus."""
    keys.type(email, into="Email")
    keys.type("wrong", into="Password")
    with keys.page.expect_navigation():
        keys.press("Enter")
    expect(keys.page.get_by_role("alert")).to_be_focused()
    keys.type(email, into="Email")
    keys.type(PASSWORD, into="Password")
    keys.enter("Sign in")
    expect(keys.page.locator("h1")).to_have_text("Your tasks")


def a_newcomer_finds_the_city(page: Page, email: str) -> None:
    """The type-ahead is a combobox: arrows choose, Enter takes, Escape closes."""
    keys = Keys(page)
    keys.enter("Sign in")
    signs_in(keys, email)
    keys.enter("Register your city")
    box = page.get_by_role("combobox", name="Name of your municipality")
    keys.type("graz", into="Name of your municipality")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)
    keys.press("Escape")
    expect(options).to_have_count(0)
    keys.type("e")
    expect(options).to_have_count(1)
    keys.press("Backspace")
    expect(options).to_have_count(2)
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    chosen = page.locator('[role=option][aria-selected="true"]')
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    words = chosen.inner_text()
    keys.press("Enter")
    expect(box).to_be_focused()
    assert box.input_value().split(",")[0] in words
    keys.enter("Find it")
    expect(page.locator("h1")).to_contain_text("Ask to join for Graz")
    keys.enter("Send the request")
    an_error_leads_to_its_box(keys, "Say what your role in the city is.", "Your role in the city")


def an_editor_mends_a_wrong_date(page: Page, code: str) -> None:
    """Nothing typed is lost, and saving goes on to the next part."""
    keys = Keys(page)
    page.goto(f"/en/desk/commitments/{code.lower()}/")
    keys.enter("Milestones and dates")
    keys.type_date("1 3 2030", "When does it start?")
    keys.enter("Save and continue")
    words = "The end date must not be before the start date"
    an_error_leads_to_its_box(keys, words, "Day", group="When does it end?")
    keys.press("ControlOrMeta+a")
    keys.type("31")
    keys.type("12", into="Month")
    keys.type("2031", into="Year")
    keys.type_date("1 6 2031", "By when?")
    keys.enter("Save and continue")
    expect(page.locator("h1")).to_have_text("Budget and owner")
    keys.enter("Save and come back later")
    expect(page.locator("h1")).not_to_have_text("Budget and owner")


def an_error_leads_to_its_box(keys: Keys, words: str, name: str, *, group: str = "") -> None:
    """The summary has the focus; its link leads to the box."""
    summary = keys.page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert keys.page.title().startswith("Error:")
    keys.tab_to(words)
    keys.press("Enter")
    stop = keys.stop()
    assert stop["name"].startswith(name), stop
    assert stop["group"].startswith(group), stop
