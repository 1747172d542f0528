import pytest
from django.utils import translation

from cities import countries
from cities.gazetteer import SHIPPED, read_places


def test_every_country_of_the_gazetteer_has_a_name_and_the_same_group():
    groups = {place.country: place.country_group for place in read_places(SHIPPED)}

    assert groups.keys() == countries.COUNTRIES.keys()
    assert {code: countries.country_group(code) for code in groups} == groups


def test_27_countries_are_in_the_union():
    assert sum(countries.country_group(code) == countries.EU for code in countries.COUNTRIES) == 27


@pytest.mark.parametrize(("iso", "eu"), [("GR", "EL"), ("GB", "UK"), ("AT", "AT"), ("XK", "XK")])
def test_eu_texts_write_two_codes_differently(iso, eu):
    assert countries.eu_code(iso) == eu
    assert countries.iso_code(eu) == iso
    assert countries.iso_code(f" {eu.lower()} ") == iso


def test_choices_are_sorted_by_the_name_people_read():
    names = [name for _code, name in countries.country_choices()]

    assert names[:3] == ["Albania", "Andorra", "Austria"]
    assert names.index("Türkiye") < names.index("Ukraine")
    assert len(names) == 46


def test_choices_stand_in_their_groups():
    groups = countries.grouped_choices()

    assert [name for name, _rows in groups] == [str(name) for name in countries.GROUPS.values()]
    assert sum(len(rows) for _name, rows in groups) == 46
    assert ("GR", "Greece") in groups[0][1]


def test_an_unknown_code_is_shown_as_it_is():
    assert countries.country_name("ZZ") == "ZZ"
    assert countries.country_group("ZZ") == ""
    assert not countries.is_known("ZZ")


def test_a_name_with_an_asterisk_has_its_footnote():
    assert countries.country_name("XK").endswith("*")
    assert countries.footnote("XK").startswith("* This designation")
    assert countries.footnote("AT") == ""


def test_names_are_translated_when_shown():
    with translation.override("de"):
        assert countries.country_name("AT")
