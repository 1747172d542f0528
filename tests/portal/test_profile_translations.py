"""The profile of a city in the reader's language: what is shown, how it is marked, the way to the original."""

import pytest

from cities.models import City
from portal.queries import city_page
from tests.factories import make_commitment, make_profile_translation
from tests.markup import Markup

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def city(city) -> City:
    City.objects.filter(pk=city.pk).update(language="de", about="Wir hören zu.", office="Gleichstellungsamt")
    return City.objects.get(pk=city.pk)


def read(client, language="en", rest=""):
    response = client.get(f"/{language}/cities/at-arden/{rest}")
    assert response.status_code == 200
    return Markup(response.content.decode()), " ".join(response.content.decode().split())


def test_a_reader_meets_their_language_and_who_translated_each_part(visitor, city):
    make_profile_translation(city, "en", about="We listen.")
    make_profile_translation(city, "en", by="machine", office="Office for equality")
    _markup, page = read(visitor)
    assert '<p class="lede lines">We listen.</p>' in page
    assert "Office for equality" in page
    assert "Translated by the city: About the city." in page
    assert "Translated by machine, not checked by a person: Responsible office." in page
    assert '<a href="?text=original">Read the original in German</a>' in page
    assert "older text" not in page


def test_what_is_not_translated_is_read_in_the_original_with_its_language(visitor, city):
    make_profile_translation(city, "mt", about="Nisimgħu.")
    markup, page = read(visitor, "mt")
    assert markup.all("p", **{"class": "lede lines"})[0].attrs["lang"] == "mt"
    assert markup.all("dd", lang="de")[0].text == "Gleichstellungsamt"
    assert "Original in German: Responsible office." in page


def test_the_original_is_one_click_away_and_back(visitor, city):
    make_profile_translation(city, "en", about="We listen.", office="Office for equality")
    _markup, page = read(visitor, "en", "?text=original")
    assert 'lang="de">Wir hören zu.</p>' in page
    assert "The city wrote this text in German." in page
    assert "Read it in English" in page
    assert "We listen." not in page


def test_a_reader_without_a_translation_hears_of_the_others(visitor, city):
    make_profile_translation(city, "fr", about="Nous écoutons.")
    _markup, page = read(visitor)
    assert 'lang="de">Wir hören zu.</p>' in page
    assert '<a href="/fr/cities/at-arden/" lang="fr" hreflang="fr">français</a>' in page
    assert "?text=original" not in page


def test_a_translation_of_an_older_text_says_so_and_stays(visitor, city):
    make_profile_translation(city, "en", about="We listen.", office="Office for equality")
    City.objects.filter(pk=city.pk).update(about="Wir hören nun zu.")
    _markup, page = read(visitor)
    assert '<p class="lede lines">We listen.</p>' in page
    assert "The city has changed its text since. These translations belong to the older text: About the city." in page
    City.objects.filter(pk=city.pk).update(office="Amt für Gleichstellung")
    _markup, page = read(visitor)
    assert "The city has changed its text since. This translation belongs to the older text." in page
    _markup, page = read(visitor, "en", "?text=original")
    assert "older text" not in page
    assert "Wir hören nun zu." in page


def test_what_is_only_saved_or_taken_back_is_nowhere(visitor, city):
    make_profile_translation(city, "en", about="We listen.")
    city.translations.update(public=None)
    _markup, page = read(visitor)
    assert "We listen." not in page
    assert "?text=original" not in page


def test_a_translation_into_the_language_that_the_city_writes_in_now_is_hidden(visitor, city):
    make_profile_translation(city, "en", about="We listen.")
    City.objects.filter(pk=city.pk).update(language="en", about="We always listen.")
    _markup, page = read(visitor)
    assert "We always listen." in page
    for words in ("We listen.", "Translated by", "wrote this text", "older text"):
        assert words not in page


def test_a_profile_without_a_known_language_says_nothing_of_languages(visitor, city):
    City.objects.filter(pk=city.pk).update(language="")
    _markup, page = read(visitor)
    assert '<p class="lede lines">Wir hören zu.</p>' in page
    assert "wrote this text" not in page


def test_a_profile_without_a_text_says_nothing_of_languages(visitor, city):
    City.objects.filter(pk=city.pk).update(about="", office="")
    _markup, page = read(visitor)
    assert "in other languages" not in page
    assert "wrote this text" not in page


def test_search_engines_hear_where_each_language_is(visitor, city):
    make_profile_translation(city, "mt", about="Nisimgħu.")
    markup, _page = read(visitor, "mt")
    links = {link.attrs["hreflang"] for link in markup.all("link", rel="alternate") if "hreflang" in link.attrs}
    assert links == {"de", "en", "fr", "mt", "x-default"}
    assert markup.all("link", rel="canonical")[0].attrs["href"] == f"{BASE}/mt/cities/at-arden/"
    meta = {tag.attrs.get("name"): tag.attrs.get("content") for tag in markup.all("meta")}
    assert meta["description"].endswith("Nisimgħu.")
    markup, _page = read(visitor, "it")
    assert markup.all("link", rel="canonical")[0].attrs["href"] == f"{BASE}/en/cities/at-arden/"


def test_signed_in_readers_are_led_to_the_original_too(official, city, client_of):
    make_profile_translation(city, "en", about="We listen.")
    client = client_of(official)
    for rest, words in (("", "We listen."), ("?text=original", "Wir hören zu."), ("", "We listen.")):
        assert words in read(client, "en", rest)[1]


def test_the_list_finds_a_city_by_the_words_of_a_translation(visitor, city):
    make_profile_translation(city, "fr", about="Nous écoutons chaque quartier.")
    for address in ("/en/cities/?q=quartiers", "/fr/cities/?q=ecoutons"):
        assert "Arden" in visitor.get(address).content.decode().partition("<main")[2], address
    assert 'class="card"' not in visitor.get("/en/cities/?q=nirgends").content.decode()


@pytest.mark.parametrize("languages", [["fr"], ["fr", "mt", "it"]])
def test_the_page_costs_no_further_query(city, languages, django_assert_num_queries):
    make_commitment(city=city)
    for language in languages:
        make_profile_translation(city, language, about="…")
    with django_assert_num_queries(5):
        page = city_page("at-arden")
    assert sorted(row["language"] for row in page.city.languages) == sorted(languages)
