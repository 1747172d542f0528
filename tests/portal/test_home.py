"""The home page."""

import pytest

from commitments.actions import settle
from commitments.models import Commitment
from framework.models import Right
from tests.factories import make_city, make_commitment, make_label, make_report

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def figures(response):
    return [figure["number"] for figure in response.context["figures"]]


def test_an_empty_record_says_so(visitor):
    page = text(visitor.get("/en/"))
    assert "Nothing is published yet. The first commitment appears here." in page
    assert "Browse all 0 cities" in page


def test_figures_count_cities_and_commitments_but_nothing_invented(visitor):
    make_commitment(city=make_city(country="AT"), progress="done")
    make_commitment(city=make_city(country="DE", origin="compiled", membership="none"), origin="compiled")
    make_commitment(city=make_city(country="FR", origin="sample"))
    make_commitment(city=make_city(country="AT"), state="draft")
    make_city(is_public=False)
    response = visitor.get("/en/")
    assert figures(response) == ["3", "2", "2", "1", "1"]
    assert "cities and regions in 2 countries" in text(response)


def test_the_map_shows_cities_with_something_public(visitor):
    make_commitment(city=make_city("Aach"))
    label = make_label(city=make_city("Bonn"))
    make_commitment(city=label.city)
    make_city("Cham")
    make_commitment(city=make_city("Ponta Delgada", lat=37.7, lon=-25.7))
    response = visitor.get("/en/")
    assert {dot["title"]: dot["label"] for dot in response.context["dots"]} == {"Aach": False, "Bonn": True}
    assert [dot["title"] for dot in response.context["outside"]] == ["Ponta Delgada"]
    assert "Outside this map:" in text(response)


def test_what_changed_shows_each_city_once_with_its_newest_event(visitor):
    city = make_city("Aach")
    make_commitment(city=city, version_title="First promise")
    second = make_commitment(city=city, version_title="Second promise", progress="under_way")
    make_report(second)
    make_commitment(state="draft", version_title="Secret")
    rows = visitor.get("/en/").context["changes"]
    assert [(row["title"], row["text"], row["tag"]["text"]) for row in rows] == [
        ("Second promise", "Progress report published", "Under way")
    ]


def test_titles_of_the_charter_count_each_commitment_once(visitor):
    make_commitment()
    withdrawn = make_commitment()
    Commitment.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    settle([withdrawn.pk])
    make_commitment(state="draft")
    title = Right.objects.get().title
    response = visitor.get("/en/")
    assert [(row["heading"], row["number"]) for row in response.context["titles"]] == [(title.heading, 1)]
    assert f"?right={title.code}" in text(response)


def test_nobody_is_named_as_an_actor_who_is_not(visitor):
    assert "FRA" not in text(visitor.get("/en/"))


def test_the_label_can_be_switched_off(visitor, settings):
    settings.LABEL_ENABLED = False
    make_commitment(city=make_label().city)
    response = visitor.get("/en/")
    assert not response.context["dots"][0]["label"]
    assert "label" not in text(response).partition("<main")[2].partition("</main")[0].replace("<label", "").replace(
        "</label", ""
    ).replace("aria-label", "")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_report(make_commitment())
    with django_assert_num_queries(7):
        visitor.get("/en/")
    with django_assert_num_queries(6):  # the number of cities is kept for a minute
        visitor.get("/en/")


# --- Find my city -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Zürich", "zurich", "ZÜRICH ", "Zuri"])
def test_one_name_leads_to_the_profile_in_one_step(visitor, name):
    make_city("Zürich", slug="ch-zurich", country="CH")
    make_city("Bern", country="CH")
    assert 'name="find"' in text(visitor.get("/en/"))
    response = visitor.get("/en/cities/", {"find": name})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/cities/ch-zurich/")
    assert not response.cookies


def test_a_city_of_exactly_that_name_is_meant_before_longer_names(visitor):
    make_city("Frank", slug="de-frank")
    make_city("Frankfurt", slug="de-frankfurt")
    assert visitor.get("/en/cities/", {"find": "frank"}).headers["Location"] == "/en/cities/de-frank/"


@pytest.mark.parametrize("name", ["Austria", "nowhere", "Zell", "a" * 300, "!"])
def test_several_or_no_cities_lead_to_the_list(visitor, name):
    for slug in ("at-zell", "at-zell-am-see"):
        make_city("Zell", slug=slug, country="AT")
    response = visitor.get("/en/cities/", {"find": name}, follow=True)
    assert response.status_code == 200
    assert len(response.context["cards"]) == (2 if name in {"Austria", "Zell"} else 0)


def test_a_hidden_city_is_not_found(visitor):
    make_city("Hidden Town", slug="at-hidden", is_public=False)
    assert visitor.get("/en/cities/", {"find": "hidden"}).headers["Location"].endswith("?q=hidden")
