"""The page of a country: its cities on a map and in an equal list, gaps, what changed last."""

import pytest

from cities.models import City
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
    response = visitor.get("/en/countries/")
    assert [row.name for row in response.context["countries"]] == ["Austria", "Sweden"]
    assert 'href="/en/countries/at/">Austria' in text(response)
    assert 'href="/en/countries/"' in text(visitor.get("/en/"))


def test_the_list_of_countries_leads_to_each_city_in_two_clicks(visitor, django_assert_num_queries):
    for name in ("Wels", "Aich", "Graz", "Enns", "Linz", "Tulln"):
        make_city(name)
    make_city("Bonn", country="DE")
    make_city("Sampleford", country="DE", origin=City.Origin.SAMPLE)
    with django_assert_num_queries(1):
        response = visitor.get("/en/countries/")
    austria, germany = response.context["countries"]
    assert [name for _slug, name in austria.cities] == ["Aich", "Enns", "Graz", "Linz"]
    assert 'href="/en/cities/?country=AT">2 more<span class="vh"> in Austria</span>' in text(response)
    assert ([name for _slug, name in germany.cities], "in Germany" in text(response)) == (["Bonn"], False)


def test_a_country_costs_six_queries(visitor, django_assert_num_queries):
    for number in (1, 2):
        for _n in range(number):
            make_commitment(city=make_city())
        with django_assert_num_queries(6):
            visitor.get("/en/countries/at/")
