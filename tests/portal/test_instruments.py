"""A city's record, told again as the Charter, the goals or a treaty body asks for it."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from cities.models import Recommendation
from commitments.models import Commitment, CommitmentVersion
from tests.factories import make_city, make_commitment, make_report, make_translation, make_version
from tests.factories.framework import make_goal, make_instrument_item, make_right

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def graz():
    return make_city("Graz", slug="at-graz", country="AT")


def name(commitment, kind, row):
    """Let the text in force name a row: a published text takes no link any more."""
    through = getattr(CommitmentVersion, kind).through
    column = CommitmentVersion._meta.get_field(kind).m2m_reverse_field_name()
    through.objects.create(commitmentversion=commitment.versions.get(state="published"), **{column: row})


@pytest.fixture
def record(graz):
    """Two commitments on one article, one of them reported twice; a draft and a withdrawn one name it as well."""
    # Every text of the factory names the first article there is.
    right = make_right(heading="Integration of persons with disabilities")
    desk = make_commitment(city=graz, version_title="A desk for all", version_summary="You get help at one desk.")
    bus = make_commitment(city=graz, version_title="Low-floor buses")
    make_version(bus, state="draft", title="A secret plan")
    gone = make_commitment(city=graz, version_title="Gone")
    Commitment.objects.filter(pk=gone.pk).update(
        state="withdrawn", withdrawn_at=timezone.now(), public_reason="No money."
    )
    make_report(desk, as_of=dt.date(2025, 5, 1), text="We looked for rooms.")
    make_report(desk, as_of=dt.date(2026, 5, 1), text="The desk is open.", progress="done")
    make_report(desk, state="submitted", as_of=dt.date(2026, 9, 1), text="Not checked yet.")
    return right, desk, bus


def test_a_report_names_each_article_once_with_the_latest_the_city_says(visitor, record):
    right, desk, bus = record
    page = text(visitor.get("/en/cities/at-graz/reports/charter/"))

    assert page.count(f"Article {right.number}, Integration of persons with disabilities") == 1
    for commitment in (desk, bus):
        assert f'href="#{commitment.code}"' in page
        assert f'id="{commitment.code}"' in page
    assert "The desk is open." in page
    assert "You get help at one desk." in page
    assert "The city reports, as of 1 May 2026: Completed" in page
    for hidden in ("We looked for rooms.", "Not checked yet.", "A secret plan", "Gone"):
        assert hidden not in page


def test_which_reports_there_are(visitor, graz, record):
    page = text(visitor.get("/en/cities/at-graz/reports/"))
    assert "/en/cities/at-graz/reports/charter/" in page
    assert "/en/cities/at-graz/reports/goals/" not in page
    assert page.count("No commitment of the city names it yet.") == 4
    assert "/en/cities/at-graz/reports/" in text(visitor.get("/en/cities/at-graz/"))
    assert "No commitment of Graz that is in force names it." in text(visitor.get("/en/cities/at-graz/reports/goals/"))


def test_each_instrument_has_its_rows_under_its_own_headings(visitor, graz):
    commitment = make_commitment(city=graz)
    name(commitment, "goals", make_goal(title="Reduced Inequalities", number=910))
    item = make_instrument_item(title="Equal pay")
    name(commitment, "instrument_items", item)
    asked = Recommendation.objects.create(city=graz, body="The Ombud", text="Open a desk.", reference="R 7")
    name(commitment, "recommendations", asked)

    assert "Goal 910, Reduced Inequalities" in text(visitor.get("/en/cities/at-graz/reports/goals/"))
    page = text(visitor.get("/en/cities/at-graz/reports/treaties/"))
    assert f"<caption>{item.instrument.title}</caption>" in page
    assert "Equal pay" in page
    page = text(visitor.get("/en/cities/at-graz/reports/recommendations/"))
    assert "<caption>The Ombud</caption>" in page
    assert "R 7 Open a desk." in page


def test_the_reader_meets_their_language(visitor, record):
    version = record[1].versions.get(state="published")
    make_translation(version, "fr", by="machine", title="Un guichet pour tous")
    page = text(visitor.get("/fr/cities/at-graz/reports/charter/"))
    assert "Un guichet pour tous" in page
    assert "A desk for all" not in page


def test_as_tables_one_row_for_each_article_and_text(visitor, record):
    answer = visitor.get("/data/v1/cities/at-graz/reports/charter.csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(row["item_title"], row["title"]) for row in rows] == [
        ("Integration of persons with disabilities", "A desk for all"),
        ("Integration of persons with disabilities", "Low-floor buses"),
    ]
    assert (rows[0]["reported_on"], rows[0]["report"], rows[1]["report"]) == ("2026-05-01", "The desk is open.", "")
    assert "secret" not in body

    answer = visitor.get("/data/v1/cities/at-graz/reports/charter.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet["G"]] == ["title", "A desk for all", "Low-floor buses"]


def test_unknown_reports_and_cities_are_not_found(visitor, graz):
    make_city("Hidden", slug="at-hidden", is_public=False)
    for key in ("nothing", "Charter", "x" * 300):
        assert visitor.get(f"/en/cities/at-graz/reports/{key}/").status_code == 404
        assert visitor.get(f"/data/v1/cities/at-graz/reports/{key}.csv").status_code == 404
    for slug in ("at-hidden", "at-nowhere", "y" * 300):
        assert visitor.get(f"/en/cities/{slug}/reports/").status_code == 404
        assert visitor.get(f"/en/cities/{slug}/reports/charter/").status_code == 404
        assert visitor.get(f"/data/v1/cities/{slug}/reports/charter.xlsx").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_three_commitments_cost_what_one_costs(visitor, graz, number, django_assert_num_queries):
    for n in range(number):
        commitment = make_commitment(city=graz, version_title=f"Promise {n}")
        make_report(commitment)
    with django_assert_num_queries(4):
        visitor.get("/en/cities/at-graz/reports/charter/")
    with django_assert_num_queries(3):
        visitor.get("/en/cities/at-graz/reports/")
