"""The gap map: which articles and groups no commitment names."""

import pytest

from framework.models import Right, RightsHolderGroup
from tests.factories import make_city, make_commitment
from tests.factories.framework import make_group, make_right

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def record():
    """Two countries; only Graz names an article and a group."""
    make_commitment(city=make_city("Graz", slug="at-graz", country="AT"))
    make_city("Aach", slug="de-aach", country="DE")
    make_city("Nowhere", slug="fr-nowhere", country="FR", origin="sample")
    make_right(title=Right.objects.get().title, heading="Asylum")
    make_group(name="Children")


def test_over_europe_each_row_says_where_nobody_has_a_commitment(visitor, record):
    page = text(visitor.get("/en/gaps/"))
    assert page.count("No city on the record has a commitment on this") == 2
    assert page.count("No commitment in Germany") == 2
    assert "France" not in page
    assert page.index(RightsHolderGroup.objects.earliest("pk").name) < page.index("Children")


def test_a_country_is_told_in_plain_words_with_its_cities(visitor, record):
    page = text(visitor.get("/en/gaps/?country=DE"))
    assert page.count("No city in Germany has a commitment on this") == 4
    assert 'href="/en/gaps/?city=de-aach">Aach</a>' in page
    page = text(visitor.get("/en/gaps/?country=at"))
    assert page.count("No city in Austria has a commitment on this") == 2
    code = Right.objects.earliest("pk").code
    assert f"/en/commitments/?right={code}&amp;country=AT" in page


def test_rights_and_their_titles_are_said_in_the_readers_language_and_data_in_english(visitor, record):
    title = Right.objects.earliest("pk").title
    type(title).objects.filter(pk=title.pk).update(heading="Dignity")
    make_right(title=title, heading="Right to life", code="CFR-2")

    page = text(visitor.get("/de/gaps/"))
    assert "Würde des Menschen" in page
    assert "Recht auf Leben" in page
    figures = visitor.get("/data/v1/statistics/right", headers={"Accept-Language": "de"}).json()
    assert "Right to life" in str(figures)
    assert "Würde des Menschen" in text(visitor.get("/de/statistics/"))


def test_a_city_is_told_alone(visitor, record):
    page = text(visitor.get("/en/gaps/?city=at-graz"))
    assert page.count("Graz has no commitment on this") == 2
    assert page.count("See the commitments") == 2
    assert 'href="/en/cities/at-graz/">Everything Graz promises' in page


@pytest.mark.parametrize(
    "query", ["country=XX", "country=" + "9" * 300, "city=nobody", "city=" + "x" * 300, "city=%3Cb%3E"]
)
def test_what_is_not_on_the_record_shows_europe_and_says_so(visitor, record, query):
    page = text(visitor.get(f"/en/gaps/?{query}"))
    assert "Nothing is known under this address" in page
    assert "No city on the record has a commitment on this" in page


def test_an_empty_record_has_a_page(visitor):
    assert "The Charter is not loaded yet." in text(visitor.get("/en/gaps/"))


@pytest.mark.parametrize(("query", "queries"), [("", 3), ("?country=AT", 4), ("?city=at-graz", 4)])
def test_gaps_cost_the_same_for_one_and_for_three(visitor, django_assert_num_queries, query, queries):
    city = make_city("Graz", slug="at-graz", country="AT")
    for number in (1, 2):
        for _n in range(number):
            make_commitment(city=city)
        with django_assert_num_queries(queries):
            visitor.get(f"/en/gaps/{query}")
