"""People choose how they are written to, and make the private address of their calendar."""

import pytest

from tests.desk.pages import fill, text_of

PAGE = "/en/desk/settings/"


@pytest.mark.parametrize("who", ["official", "reviewer", "resident"])
def test_everybody_sets_their_own(request, client_of, who):
    person = request.getfixturevalue(who)
    browser = client_of(person)
    assert fill(browser, PAGE, with_field="digest", digest="weekly").url == PAGE
    person.refresh_from_db()
    assert person.digest == "weekly"
    wrong = browser.post(PAGE, {"digest": "hourly", "language": "xx"})
    assert "Choose one of the options." in text_of(wrong)
    person.refresh_from_db()
    assert (person.digest, person.language) == ("weekly", "en")


def test_the_address_is_shown_once_and_can_be_switched_off(official, client_of, visitor):
    browser = client_of(official)
    shown = browser.post(f"{PAGE}calendar/")
    address = shown.context["address"]
    assert address in text_of(shown)
    path = address[address.index("/feeds/") :]
    assert visitor.get(path).status_code == 200
    assert "/feeds/" not in text_of(browser.get(PAGE))
    browser.post(f"{PAGE}calendar/", {"stop": "1"})
    assert visitor.get(path).status_code == 404
