"""The city's own page."""

import pytest

from cities.models import City
from tests.desk.pages import fill, form_of, text_of

pytestmark = pytest.mark.django_db
URL = "/en/desk/city/at-arden/profile/"


def test_what_is_saved_is_public_at_once(official, city, client_of):
    client = client_of(official)
    response = fill(client, URL, about="We listen.", website="www.arden.example", contact_email="rights@arden.example")
    assert response.url == URL
    city.refresh_from_db()
    assert (city.about, city.website) == ("We listen.", "https://www.arden.example")
    assert "Saved. The city&#x27;s page shows it now." in text_of(client.get(URL))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"website": "http://169.254.169.254/"}, "works only inside a network"),
        ({"website": "javascript:alert(1)"}, "Enter a full public web address"),
        ({"contact_email": "nobody"}, "Enter an e-mail address"),
        ({"about": "x" * 3001}, "at most 3000 characters"),
        ({"about": "a\x00b"}, "characters that cannot be read"),
    ],
)
def test_faults_keep_what_was_typed(official, city, client_of, typed, words):
    response = fill(client_of(official), URL, office="Equality unit", **typed)
    assert response.status_code == 200
    assert words in text_of(response)
    assert 'value="Equality unit"' in text_of(response)
    city.refresh_from_db()
    assert city.office == ""


def test_a_stale_save_shows_both_texts_and_can_be_merged(official, approver, city, client_of):
    first, second = client_of(official), client_of(approver)
    mine = form_of(first.get(URL)) | {"about": "My words", "office": "Equality unit"}
    fill(second, URL, about="Their words")
    response = first.post(URL, mine)
    page = text_of(response)
    assert response.status_code == 409
    assert "Somebody else saved this page while you were writing" in page
    assert "<del>Their</del>" in page
    assert "<ins>My</ins>" in page
    merged = form_of(response)
    assert merged["office"] == "Equality unit"
    first.post(URL, merged | {"about": "Their words and my words"})
    city.refresh_from_db()
    assert (city.about, city.office) == ("Their words and my words", "Equality unit")


def test_an_administrator_edits_too(administrator, city, client_of):
    assert fill(client_of(administrator), URL, about="Mended.").status_code == 302
    assert City.objects.get(pk=city.pk).about == "Mended."


def test_a_double_click_is_no_conflict(official, city, client_of):
    client = client_of(official)
    form = form_of(client.get(URL)) | {"about": "We listen."}
    assert [client.post(URL, form).status_code for _click in range(2)] == [302, 302]
