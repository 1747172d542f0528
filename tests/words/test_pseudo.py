"""No page has words that nobody can translate: read in a language made for the test, everything stands in brackets."""

import pytest
from django.contrib import admin
from django.utils.translation import gettext, ngettext, override, pgettext

from accounts.models import User
from tests.authorization.addresses import address
from tests.authorization.route_table import OPEN, ROUTES
from tests.words.pseudo import LANGUAGE, hard_coded, known_names, pseudo, spoken

# Names, and what Django's own templates of the administration say in English only; parts of example addresses.
SAME = {"BibTeX", "GeoJSON", "Atom", "True", "False", "Search", "graz", "jsonl", "jsonld"}


@pytest.fixture
def speaking(world):
    """Everybody of the world reads the language of the tests."""
    User.objects.update(language=LANGUAGE)
    for person in world.people.values():
        person.refresh_from_db()
    with spoken(), override(LANGUAGE):
        yield world


def faults(browser, addresses, names):
    """Return word -> where it stands first, of every page that answers with HTML."""
    found: dict[str, str] = {}
    for where in addresses:
        response = browser.get(where, headers={"accept-language": LANGUAGE})
        if response.status_code == 200 and response["content-type"].startswith("text/html"):
            for word in set(hard_coded(response.content.decode(), names)) - SAME:
                found.setdefault(word, where)
        if response.streaming:  # a file: read to its end, so that it is closed
            b"".join(response.streaming_content)
    return found


def test_the_language_of_tests_keeps_values_and_is_longer():
    with spoken(), override(LANGUAGE):
        text = gettext("Hello %(name)s")
        assert "%(name)s" in text
        assert len(text) >= 1.4 * len("Hello %(name)s")
        assert ngettext("%(n)d city", "%(n)d cities", 2).count("%(n)d") == 1
        assert pgettext("framework", "Equality") == pseudo("Equality")
        assert hard_coded(f'<p>{text}</p><p title="Plain">Words <b>Anna</b></p>', ["Anna"]) == ["Plain", "Words"]


@pytest.mark.parametrize("role", ["visitor"])
def test_public_pages_have_no_words_outside_the_catalogues(speaking, role):
    assert (
        faults(
            speaking.browser(role),
            [address(name, speaking) for name in OPEN if name.startswith("portal:")],
            known_names(),
        )
        == {}
    )


@pytest.mark.parametrize("role", ["EA", "PA"])
def test_the_desk_has_no_words_outside_the_catalogues(speaking, role):
    desk = [address(name, speaking) for name in ROUTES if name.startswith(("desk:", "voices:"))]
    assert faults(speaking.browser(role), desk, known_names()) == {}


@pytest.mark.parametrize("role", ["DE", "AD"])
def test_the_administration_has_no_words_outside_the_catalogues(speaking, role):
    lists = [f"/admin/{model._meta.label_lower.replace('.', '/')}/" for model in admin.site._registry]
    found = faults(speaking.browser(role), ["/admin/", *lists, *(f"{where}add/" for where in lists)], known_names())
    assert found == {}
