"""Cities side by side, and cities that have something in common."""

import pytest

from tests.factories import make_city, make_commitment, make_policy_area

pytestmark = pytest.mark.django_db
PAGE = "/en/compare/"


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def two():
    """Graz promises in German, Aach promises nothing."""
    graz = make_city("Graz", slug="at-graz")
    make_commitment(city=graz, version_title="Hilfe in der Bücherei", version_language="de")
    return graz, make_city("Aach", slug="de-aach", country="DE")


def test_two_cities_stand_side_by_side_by_name(visitor, two):
    response = visitor.get(f"{PAGE}?city=at-graz&city=de-aach")
    page = text(response)
    assert [cell["city"] for cell in response.context["topics"][0]["cells"]] == ["Aach", "Graz"]
    assert 'lang="de">Hilfe in der Bücherei</a>' in page
    assert "Two public meetings, 83 people." in page
    assert "Nothing on the record" in page
    titles = [topic["title"] for topic in response.context["topics"]]
    assert titles == ["Foundations", "Rights touched", "Groups of people", "Policy areas", "Who was consulted"]


def test_no_number_of_commitments_stands_anywhere(visitor, two):
    before = visitor.get(f"{PAGE}?city=at-graz&city=de-aach").context["topics"]
    for _n in range(3):
        make_commitment(city=two[1])
    after = visitor.get(f"{PAGE}?city=de-aach&city=at-graz").context["topics"]
    assert [cell["city"] for cell in before[0]["cells"]] == [cell["city"] for cell in after[0]["cells"]]
    words = {line["text"] for topic in after for cell in topic["cells"] for line in cell["lines"]}
    assert not [word for word in words if word.strip().isdigit()]


@pytest.mark.parametrize("query", ["", "city=at-graz", "city=at-graz&city=at-graz", "city=%3Cb%3E&city=" + "x" * 500])
def test_fewer_than_two_cities_lead_to_the_list_to_choose_from(visitor, two, query):
    page = text(visitor.get(f"{PAGE}?{query}"))
    assert "Choose two cities or more" in page
    assert 'name="city" value="de-aach"' in page
    assert ("Not on the record:" in page) is ("%3C" in query)


def test_more_than_four_are_cut_and_the_page_says_so(visitor):
    slugs = [make_city(slug=f"at-{letter}", name=letter).slug for letter in "fedcba"]
    response = visitor.get(PAGE + "?" + "&".join(f"city={slug}" for slug in slugs))
    assert "The first 4 are compared." in text(response)
    assert [city.name for city in response.context["found"].cities] == ["c", "d", "e", "f"]


def test_a_city_that_is_not_public_is_not_told_from_a_missing_one(visitor, two):
    make_city("Secret", slug="at-secret", is_public=False)
    page = text(visitor.get(f"{PAGE}?city=at-graz&city=de-aach&city=at-secret"))
    assert "<q>at-secret</q>" in page
    assert "Secret" not in page


def test_a_comparison_costs_four_queries(visitor, two, django_assert_num_queries):
    for number in (1, 2):
        for _n in range(number):
            make_commitment(city=two[1])
        with django_assert_num_queries(4):
            visitor.get(f"{PAGE}?city=at-graz&city=de-aach")


def test_cities_are_ticked_in_the_list_without_a_script(visitor, two):
    page = text(visitor.get("/en/cities/"))
    assert '<form id="compare" action="/en/compare/" method="get">' in page
    assert 'name="city" value="at-graz" form="compare"' in page


def test_the_profile_names_similar_cities_with_the_reason(visitor, two):
    area = two[0].commitments.get().versions.get().policy_areas.get()
    make_commitment(city=make_city("Uppsala", slug="se-uppsala", country="SE", population=9_000))
    make_city("Wels", slug="at-wels", population=90_000)
    make_city("Rome", slug="it-rome", country="IT", population=2_800_000)
    make_city("Invented", origin="sample")
    response = visitor.get("/en/cities/at-graz/")
    found = {row["name"]: row["reasons"] for row in response.context["similar"]["rows"]}
    assert found == {
        "Wels": "also in Austria · similar size",
        "Aach": "similar size",
        "Uppsala": f"also works on: {area.name}",
    }
    assert list(found) == ["Wels", "Aach", "Uppsala"]
    assert "/en/compare/?city=at-graz&amp;city=at-wels&amp;city=de-aach&amp;city=se-uppsala" in text(response)


def test_more_commitments_move_no_similar_city(visitor, two):
    make_policy_area()
    cities = [make_city(name, country="AT") for name in ("Linz", "Melk", "Naarn", "Orth", "Perg")]
    before = [row["name"] for row in visitor.get("/en/cities/at-graz/").context["similar"]["rows"]]
    for _n in range(4):
        make_commitment(city=cities[-1])
    after = [row["name"] for row in visitor.get("/en/cities/at-graz/").context["similar"]["rows"]]
    assert before == after == ["Linz", "Melk", "Naarn", "Orth"]
