"""A text in other languages: an approver adds one by hand and one by machine, and readers see which is which."""

from playwright.sync_api import Page, expect

from tests.e2e.hands import KEYS, Hands
from tests.e2e.people import follow, says, says_not
from tests.factories import make_commitment

TITLE, PROMISE = "Beratung in jeder Bibliothek", "Alle bekommen dort kostenlose Hilfe."
FRENCH, MALTESE = "Des conseils dans chaque bibliothèque", "Pariri f'kull librerija"


def test_an_approver_translates_and_readers_see_who_did(seat, new_page, check, city, approver):
    made = make_commitment(city=city, version_language="de", version_title=TITLE, version_summary=PROMISE)
    hands = seat(approver, KEYS)
    hands.begin(f"/en/desk/commitments/{made.code}/")
    hands.open("Put the text into other languages")
    check(hands.page, "no language yet")
    translates(hands, "français", FRENCH, "A person")
    check(hands.page, "a language")
    translates(hands, "Malti", MALTESE, "A machine, and nobody checked it")
    reads(new_page(), made.code, check)


def translates(hands: Hands, language: str, title: str, by: str) -> None:
    """From the list of languages to a public translation: two clicks besides the words."""
    hands.open(language)
    hands.choose(by, group="Who translated it?")
    hands.write("Title", title)
    hands.press("Save and publish")
    says(hands.page, "Readers of this language meet it now.")


def reads(page: Page, code: str, check) -> None:
    """French without a word of warning on its title, Maltese with; the original is one click away."""
    page.goto(f"/fr/commitments/{code}/")
    expect(page.locator("h1")).to_have_text(FRENCH)
    expect(page.locator("h1")).not_to_have_attribute("lang", "fr")
    expect(page.locator(".lede").filter(has_text=PROMISE)).to_have_attribute("lang", "de")
    check(page, "french")
    page.goto(f"/mt/commitments/{code}/")
    expect(page.locator("h1")).to_have_attribute("lang", "mt")
    says(page, "Translated by machine, not checked by a person: Title.")
    check(page, "maltese")
    follow(page, "Read the original in German")
    expect(page.locator("h1")).to_have_text(TITLE)
    says_not(page, "Translated by machine")
    follow(page, "Read it in Malti")
    expect(page.locator("h1")).to_have_text(MALTESE)
    page.goto("/mt/commitments/")
    expect(page.get_by_role("heading", name=MALTESE)).to_have_attribute("lang", "mt")
    says(page, "Translated by machine")
