"""/data/v1/statistics: how long the office takes, as JSON and as CSV."""

import csv
import datetime as dt

import pytest
from django.utils import timezone

from commitments.queries import FACETS
from opendata.queries.statistics import service_rows
from opendata.statistics_schemas import Figures, ServiceTimes
from review.models import StepTime
from tests.factories import make_city, make_commitment

pytestmark = pytest.mark.django_db


def closed(*days, kind="version", on=None):
    first = StepTime.objects.count()
    StepTime.objects.bulk_create(
        StepTime(
            kind=kind,
            object_id=first + n,
            step="answer",
            turn=1,
            office_days=took,
            closed_on=on or timezone.localdate(),
        )
        for n, took in enumerate(days)
    )


def test_the_figures_are_those_of_the_page_and_match_their_description(get):
    closed(1, 2, 2, 3, 12)
    closed(1, 1, 1, kind="join")

    reply = get("/v1/statistics")

    ServiceTimes.model_validate(reply)
    assert reply["fewest_cases"] == 5
    row = reply["results"][0]
    assert (row["kind"], row["step"], row["period"], row["cases"]) == ("version", "answer", "twelve_months", 5)
    assert (row["median_days"], row["p90_days"]) == (2, 12)
    assert row["ends_on"] == timezone.localdate().isoformat()
    assert {one["kind"] for one in reply["results"]} == {"version"}


def test_the_table_has_the_same_rows(get, visitor):
    closed(1, 2, 2, 3, 12)

    answer = visitor.get("/data/v1/statistics.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert rows == [{name: str(value) for name, value in row.items()} for row in get("/v1/statistics")["results"]]
    assert visitor.get("/data/v1/statistics.csv", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_quarters_have_their_last_day(db):
    for start, last in ((dt.date(2026, 7, 1), dt.date(2026, 9, 30)), (dt.date(2025, 10, 1), dt.date(2025, 12, 31))):
        closed(1, 1, 1, 1, 1, on=start)
        rows = service_rows(today=dt.date(2026, 11, 27))
        assert (start, last) in {(row["starts_on"], row["ends_on"]) for row in rows}


def test_without_the_label_nothing_of_it_is_told(get, settings):
    closed(1, 2, 2, 3, 12, kind="label")
    assert get("/v1/statistics")["results"]
    settings.LABEL_ENABLED = False
    assert get("/v1/statistics")["results"] == []


def test_the_figures_cost_the_same_with_more_of_them(visitor, django_assert_num_queries):
    for kinds in (("version",), ("report", "join", "statement")):
        for kind in kinds:
            closed(1, 2, 3, 4, 5, kind=kind)
        with django_assert_num_queries(2):  # the deadline promised, the times
            visitor.get("/data/v1/statistics")


def test_the_record_in_figures_as_json_and_as_csv(get, visitor):
    make_commitment(city=make_city(country="SE"))
    make_commitment(city=make_city(country="AT"))
    make_commitment(city=make_city(country="AT", origin="sample"))

    reply = get("/v1/statistics/country")

    Figures.model_validate(reply)
    assert [(row["code"], row["name"], row["commitments"]) for row in reply["results"]] == [
        ("AT", "Austria", 1),
        ("SE", "Sweden", 1),
    ]
    rows = list(csv.DictReader(visitor.get("/data/v1/statistics/country.csv").content.decode().splitlines()))
    assert rows == [{name: str(value) for name, value in row.items()} for row in reply["results"]]


def test_every_facet_has_its_table_and_none_is_by_city(get, visitor):
    make_commitment()
    for facet in FACETS:
        assert visitor.get(f"/data/v1/statistics/{facet}.csv").status_code == 200
        assert sum(row["commitments"] for row in get(f"/v1/statistics/{facet}")["results"]) == 1
    for wild in ("city", "cities.csv", "city.csv", "%3C", "x" * 300):
        assert visitor.get(f"/data/v1/statistics/{wild}").status_code in {404, 422}


def test_figures_cost_the_same_for_one_and_for_three_commitments(visitor, django_assert_num_queries):
    for number in (1, 2):
        for _n in range(number):
            make_commitment()
        with django_assert_num_queries(2):
            visitor.get("/data/v1/statistics/right.csv")
