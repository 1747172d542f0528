"""The profile of a city in other languages as data: what there is, who translated it, and of which text."""

import pytest

from cities.models import City
from opendata.schemas import CityOut
from tests.factories import make_profile_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(city) -> City:
    City.objects.filter(pk=city.pk).update(language="de", about="Wir hören zu.", office="Gleichstellungsamt")
    return City.objects.get(pk=city.pk)


@pytest.fixture
def translated(city) -> City:
    make_profile_translation(city, "fr", about="Nous écoutons.")
    make_profile_translation(city, "fr", by="machine", office="Service")
    make_profile_translation(city, "mt", by="machine", about="Nisimgħu.")
    return city


def description(get):
    return get("/v1/cities/at-arden/schema.jsonld")["description"]


def test_a_record_names_each_part_with_its_provenance(get, translated):
    record = get("/v1/cities/at-arden")
    CityOut.model_validate(record)
    assert (record["language"], record["about"]) == ("de", "Wir hören zu."), "the original stays"
    assert record["translated_into"] == ["fr", "mt"]
    french = record["translations"][0]
    assert (french["language"], french["release"]) == ("fr", 2)
    assert french["fields"] == {
        "about": {"text": "Nous écoutons.", "provenance": "human", "belongs_to_older_text": False},
        "office": {"text": "Service", "provenance": "machine", "belongs_to_older_text": False},
    }


def test_a_record_says_what_belongs_to_an_older_text(get, translated):
    City.objects.filter(pk=translated.pk).update(about="Wir hören nun zu.", office="")
    french = get("/v1/cities/at-arden")["translations"][0]["fields"]
    assert french["about"]["belongs_to_older_text"] is True
    assert "office" not in french, "there is nothing it translates"


def test_nothing_that_is_saved_only(get, translated):
    translated.translations.filter(language="mt").update(public=None)
    record = get("/v1/cities/at-arden")
    assert record["translated_into"] == ["fr"]
    assert "Nisimgħu" not in str(record)


def test_a_city_is_found_by_the_words_of_a_translation(get, visitor, translated):
    assert [row["slug"] for row in get("/v1/cities?q=ecoutons")["results"]] == ["at-arden"]
    assert get("/v1/cities?q=nirgends")["results"] == []
    table = b"".join(visitor.get("/data/v1/cities.csv?q=ecoutons").streaming_content).decode()
    assert "at-arden" in table


def test_linked_data_names_the_language_and_takes_along_what_people_translated_of_this_text(get, translated):
    own = {"@language": "de", "@value": "Wir hören zu."}
    assert description(get) == [own, {"@language": "fr", "@value": "Nous écoutons."}]
    City.objects.filter(pk=translated.pk).update(about="Wir hören nun zu.")
    assert description(get) == {"@language": "de", "@value": "Wir hören nun zu."}
    City.objects.filter(pk=translated.pk).update(language="")
    assert description(get) == "Wir hören nun zu."
