"""What commitments are about, in figures with bars, tables and CSV."""

import re

import pytest

from tests.factories import make_city, make_commitment, make_policy_area

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def test_each_chart_has_bars_without_text_a_table_and_a_file(visitor):
    make_commitment(city=make_city(country="SE"))
    make_commitment(city=make_city(country="AT"))
    response = visitor.get("/en/statistics/")
    page = text(response)
    charts = {chart["key"]: chart for chart in response.context["charts"]}
    assert list(charts) == ["pillar", "title", "area", "group", "country", "year", "progress"]
    assert page.count("Same data as a table") == len(charts)
    for key, chart in charts.items():
        assert f'href="/data/v1/statistics/{key}.csv"' in page
        assert visitor.get(chart["csv"]).status_code == 200
    for svg in re.findall(r"<svg class=.bar..*?</svg>", page):
        assert "<text" not in svg


def test_countries_stand_by_name_whatever_their_numbers(visitor):
    make_commitment(city=make_city(country="AT"))
    for _n in range(3):
        make_commitment(city=make_city(country="SE"))
    rows = next(c for c in visitor.get("/en/statistics/").context["charts"] if c["key"] == "country")["rows"]
    assert [(row["name"], row["number"], row["width"]) for row in rows] == [
        ("Austria", "1", "33.3"),
        ("Sweden", "3", "100.0"),
    ]


def test_nothing_is_left_out_in_silence(visitor):
    commitment = make_commitment(version_starts_on=None)
    area = commitment.versions.get().policy_areas.get()
    type(area).objects.filter(pk=area.pk).update(is_offered=False, name="Retired area")
    make_policy_area(name="Housing")
    page = text(visitor.get("/en/statistics/"))
    assert "Retired area" in page
    assert "Housing" in page
    assert "No start given" in page


def test_withdrawn_and_invented_commitments_do_not_count(visitor):
    make_commitment(state="published", city=make_city(origin="sample"))
    charts = visitor.get("/en/statistics/").context["charts"]
    assert all(row["number"] == "0" for chart in charts for row in chart["rows"])


def test_the_page_costs_the_same_for_one_and_for_three(visitor, django_assert_num_queries):
    visitor.get("/en/statistics/")
    for number in (1, 2):
        for _n in range(number):
            make_commitment()
        with django_assert_num_queries(3):  # names, numbers, the deadline promised; times are kept a minute
            visitor.get("/en/statistics/")
