"""The page of a country: its cities on a map and in an equal list, gaps, what changed last."""

import pytest

from tests.factories import make_city, make_commitment, make_label
from tests.factories.framework import make_group

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_is_equal_to_the_map(visitor):
    make_commitment(city=make_city("Graz"), version_title="Desks in libraries")
    make_label(city=make_city("Aich"))
    make_city("Bonn", country="DE")
    make_group(name="Children")
    response = visitor.get("/en/countries/at/")
    page = text(response)
    assert [row["name"] for row in response.context["rows"]] == ["Aich", "Graz"]
    assert {dot["title"]: dot["label"] for dot in response.context["dots"]} == {"Aich": True, "Graz": False}
    assert "Bonn" not in page
    assert "Desks in libraries" in page
    assert [row["name"] for row in response.context["groups"]] == ["Children"]
    assert 'href="/en/gaps/?country=AT"' in page


def test_a_country_without_a_city_says_so(visitor):
    assert "No city in Malta is on the record yet." in text(visitor.get("/en/countries/mt/"))


@pytest.mark.parametrize(("typed", "there"), [("AT", "at"), ("el", "gr"), ("uk", "gb")])
def test_other_ways_to_write_a_country_lead_to_its_page(visitor, typed, there):
    answer = visitor.get(f"/en/countries/{typed}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/countries/{there}/")


@pytest.mark.parametrize("wild", ["xx", "%3C", "a" * 300, "austria"])
def test_what_is_no_country_is_not_found(visitor, wild):
    assert visitor.get(f"/en/countries/{wild}/").status_code == 404


def test_the_countries_are_listed_by_name_and_from_the_home_page(visitor):
    make_city(country="SE")
    make_city(country="AT")
    page = text(visitor.get("/en/countries/"))
    assert page.index('/en/countries/at/">Austria') < page.index('/en/countries/se/">Sweden')
    assert 'href="/en/countries/"' in text(visitor.get("/en/"))


def test_a_country_costs_six_queries(visitor, django_assert_num_queries):
    for number in (1, 2):
        for _n in range(number):
            make_commitment(city=make_city())
        with django_assert_num_queries(6):
            visitor.get("/en/countries/at/")
