"""People choose how they are written to, and make the private address of their calendar."""

import pytest
from django.utils import timezone

from cities.actions import hand_in_mandate
from core.models import Notice
from tests.desk.pages import fill, text_of
from tests.factories.files import make_file

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


def test_it_has_the_navigation_of_the_desk_and_says_which_mail_comes_at_once(official, resident, client_of):
    page = client_of(official).get(PAGE)
    assert [item["label"] for item in page.context["desk_nav"]] == [
        item["label"] for item in client_of(official).get("/en/desk/").context["desk_nav"]
    ]
    assert "Evidence" in [item["label"] for item in page.context["desk_nav"]]
    assert "A virus was found in a document, or links do not answer" in text_of(page)
    assert "A text or report of your city is public" in text_of(page)
    assert len(client_of(resident).get(PAGE).context["desk_nav"]) == 2


def test_a_mandate_on_file_waits_for_the_digest(city, approver, administrator):
    approver.digest = "daily"
    approver.save()
    today = timezone.localdate()
    words = {"kind": "decision", "title": "Decision", "starts_on": today, "ends_on": today}
    hand_in_mandate(city=city, by=approver, file=make_file("pdf"), **words)
    assert Notice.objects.get().name == "mandate_received"
