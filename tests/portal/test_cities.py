"""The list of cities and the profile of one, as a visitor sees them."""

import datetime as dt
import re
from html import unescape

import pytest

from cities.models import CityFact, Mandate
from commitments.models import Commitment
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_evidence,
    make_label,
    make_place,
    make_report,
    make_version,
)

pytestmark = pytest.mark.django_db
LIST = "/en/cities/"


def text(response):
    return " ".join(response.content.decode().split())


def name_in(card):
    return unescape(re.search(r"<h3.*?><a.*?>(.*?)</a>", card)[1])


def names(response):
    return [name_in(card) for card in response.context["cards"]]


# --- The list ---------------------------------------------------------------------------------------


def test_cities_are_listed_by_name_with_place_and_status(visitor):
    make_city("Zell", population=1_664_182)
    make_city("Aach", region="Baden", country="DE", membership="interested")
    response = visitor.get(LIST)
    assert names(response) == ["Aach", "Zell"]
    assert "2 cities found" in text(response)
    assert "Baden, Germany" in text(response)
    assert "1,664,182 residents" in text(response)
    assert "Committed city" in text(response)
    assert "Interested" in text(response)


def test_the_other_order_is_the_latest_change(visitor):
    make_city("Aach", changed_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    make_city("Zell", changed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert names(visitor.get(LIST + "?sort=changed")) == ["Zell", "Aach"]
    assert names(visitor.get(LIST + "?sort=population")) == ["Aach", "Zell"]


def test_a_city_that_is_not_public_is_nowhere(visitor):
    city = make_city("Hidden Town", is_public=False)
    assert names(visitor.get(LIST)) == []
    assert visitor.get(f"/en/cities/{city.slug}/").status_code == 404


def test_an_empty_list_says_what_to_do(visitor):
    assert "Take a filter away" in text(visitor.get(LIST + "?q=nowhere"))


@pytest.mark.parametrize("query", ["Malmö", "malmo", "MALMÖ", "skåne", "vastra"])
def test_a_city_is_found_by_any_of_its_names(visitor, query):
    place = make_place("Malmö", names=("vastra hamnen",), country="SE")
    make_city("Malmö", slug="se-malmo", country="SE", region="Skåne", place=place)
    make_city("Graz", slug="at-graz")
    assert names(visitor.get(LIST, {"q": query})) == ["Malmö"]


def test_filters_add_up_and_stand_above_the_list_as_chips(visitor):
    make_city("Aach", country="DE")
    make_city("Bern", country="CH")
    make_city("Cham", country="DE", membership="interested")
    response = visitor.get(LIST + "?country=DE&status=interested")
    assert names(response) == ["Cham"]
    assert "Germany <span" in text(response)
    assert "Filters (2 in use)" in text(response)


def test_a_compiled_city_is_marked_and_found_by_its_status(visitor):
    make_city("Aach", origin="compiled", membership="none")
    make_city("Bonn")
    response = visitor.get(LIST + "?status=compiled")
    assert names(response) == ["Aach"]
    assert "Compiled from public sources" in text(response)


def test_the_label_is_a_status_while_it_is_valid(visitor, settings):
    held = make_label(city=make_city("Aach"))
    make_label(city=make_city("Bonn"), granted_on=dt.date(2020, 1, 1), valid_until=dt.date(2023, 1, 1))
    make_application(city=make_city("Cham"))
    response = visitor.get(LIST + "?status=label")
    assert names(response) == ["Aach"]
    assert f"Label held until {held.valid_until:%B %Y}" in text(response)
    assert "Applied for the label" in text(visitor.get(LIST))
    settings.LABEL_ENABLED = False
    assert "abel held" not in text(visitor.get(LIST))


def test_no_city_of_the_list_carries_a_number_of_what_it_promised(visitor):
    city = make_city("Aach", population=None)
    first = visitor.get(LIST).context["cards"][0]
    for _number in range(7):
        make_commitment(city=city, progress="done")
    city.refresh_from_db()
    second = visitor.get(LIST).context["cards"][0]
    assert re.sub(r"<time.*?</time>", "", second) == re.sub(r"<time.*?</time>", "", first)
    assert not re.search(r">[^<]*\d", re.sub(r"<time.*?</time>", "", second))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_two_queries_and_one_for_a_name(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_commitment(city=make_label().city)
    visitor.get(LIST + "?q=nowhere")  # choices and counts are read once a minute
    with django_assert_num_queries(2):
        visitor.get(LIST + "?status=label&country=AT&sort=changed")
    with django_assert_num_queries(3):
        visitor.get(LIST + "?status=label&country=AT&q=city&sort=changed")


# --- The profile --------------------------------------------------------------------------------------


def test_the_profile_tells_everything_public(visitor):
    city = make_city("Aach", about="We begin.", office="Equality unit", complaints_url="https://www.ombud.example.org/")
    Mandate.objects.create(
        city=city, title="Council decision, item 12", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2029, 12, 31)
    )
    commitment = make_commitment(city=city, progress="under_way")
    make_report(commitment)
    make_evidence(version=commitment.versions.get(), title="Minutes of March")
    page = text(visitor.get(f"/en/cities/{city.slug}/"))
    for words in (
        "Styria, Austria · 100,000 residents",
        "We begin.",
        "Council decision, item 12, in force from 1 January 2025 until 31 December 2029",
        "Equality unit",
        "ombud.example.org",
        commitment.versions.get().title,
        "1 commitment: 1 under way",
        "March 2026 to June 2028. 0 of 1 milestone reached.",
        "Same data as a table",
        "Minutes of March",
    ):
        assert words in page


def test_the_profile_shows_neither_drafts_nor_confidential_evidence(visitor):
    city = make_city("Aach")
    commitment = make_commitment(city=city)
    make_evidence(version=commitment.versions.get(), title="Secret list", visibility="confidential")
    make_version(commitment, state="draft", title="Secret new text")
    make_commitment(city=city, state="submitted", version_title="Secret submission")
    page = text(visitor.get(f"/en/cities/{city.slug}/"))
    assert "Secret" not in page
    assert "1 submission being checked." in page


def test_a_delay_stands_beside_its_reason(visitor):
    commitment = make_commitment(progress="delayed", progress_reason="Two trainers left.")
    page = text(visitor.get(f"/en/cities/{commitment.city.slug}/"))
    assert "Delayed" in page
    assert "Two trainers left." in page


def test_a_withdrawn_commitment_keeps_its_line_with_the_reason(visitor):
    commitment = make_commitment()
    Commitment.objects.filter(pk=commitment.pk).update(state="withdrawn", public_reason="The house was sold.")
    page = text(visitor.get(f"/en/cities/{commitment.city.slug}/"))
    assert "Withdrawn" in page
    assert "The house was sold." in page


def test_a_compiled_city_says_so_with_its_sources(visitor):
    city = make_city("Aach", origin="compiled", membership="none", source_url="https://www.aach.example.org/rights")
    CityFact.objects.create(
        city=city, kind="structure", title="Human rights council", since=2007, element_code="S4",
        source_url="https://etc.example.org/1",
    )  # fmt: skip
    page = text(visitor.get(f"/en/cities/{city.slug}/"))
    assert "Compiled from public sources, not submitted by the city." in page
    assert 'href="https://www.aach.example.org/rights">Source: aach.example.org' in page
    assert "Human rights council" in page
    assert "since 2007" in page
    assert 'href="/en/framework/s4/"' in page
    assert 'href="https://etc.example.org/1"' in page


def test_an_invented_city_says_so(visitor):
    city = make_city("Aach", origin="sample")
    assert "Invented sample." in text(visitor.get(f"/en/cities/{city.slug}/"))


def test_the_seal_leads_to_the_check(visitor, settings):
    label = make_label()
    address = f"/en/cities/{label.city.slug}/"
    page = text(visitor.get(address))
    assert "Label held" in page
    assert label.get_absolute_url() in page
    assert "All steps were taken." in page
    settings.LABEL_ENABLED = False
    page = text(visitor.get(address))
    assert "Label held" not in page
    assert label.code not in page


def test_an_expired_label_is_no_seal(visitor):
    label = make_label(granted_on=dt.date(2020, 1, 1), valid_until=dt.date(2023, 1, 1))
    page = text(visitor.get(f"/en/cities/{label.city.slug}/"))
    assert "Label held" not in page
    assert "Check this label" in page


def test_a_suspended_label_says_so(visitor):
    label = make_label(state="suspended")
    assert "Label suspended" in text(visitor.get(f"/en/cities/{label.city.slug}/"))


def test_text_in_another_language_says_which(visitor):
    commitment = make_commitment(version_language="de", version_title="Hilfe in der Bücherei")
    page = text(visitor.get(f"/en/cities/{commitment.city.slug}/"))
    assert f'<h3 lang="de"><a href="{commitment.get_absolute_url()}">Hilfe in der Bücherei</a></h3>' in page


def test_kosovo_carries_its_footnote(visitor):
    city = make_city("Prizren", slug="xk-prizren", country="XK")
    for address in (LIST, f"/en/cities/{city.slug}/"):
        assert "without prejudice to positions on status" in text(visitor.get(address))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_profile_costs_five_queries(visitor, django_assert_num_queries, rows):
    city = make_city("Aach")
    make_label(city=city)
    for _ in range(rows):
        commitment = make_commitment(city=city)
        make_report(commitment)
        make_evidence(version=commitment.versions.get(), kind="file")
        CityFact.objects.create(city=city, kind="network", title="ECCAR")
    with django_assert_num_queries(5):
        visitor.get(f"/en/cities/{city.slug}/")
