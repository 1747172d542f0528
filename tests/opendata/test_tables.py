"""The two lists as CSV and XLSX: what the page shows, all of it, and nothing a spreadsheet would run."""

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from commitments.models import CommitmentVersion
from commitments.queries import links_of
from opendata.queries import cited
from opendata.queries.tables import CITED, CITY_COLUMNS, COMMITMENT_COLUMNS
from opendata.views import tables
from tests.factories import make_city, make_commitment, make_label, make_translation

pytestmark = pytest.mark.django_db
ADDRESSES = ("/data/v1/commitments.csv", "/data/v1/commitments.xlsx", "/data/v1/cities.csv", "/data/v1/cities.xlsx")


def body(response):
    return b"".join(response) if response.streaming else response.content


def read_csv(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return list(csv.DictReader(body(response).decode("utf-8-sig").splitlines()))


def read_xlsx(client, address, **query):
    book = load_workbook(io.BytesIO(body(client.get(address, query))), read_only=True)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_commitment_is_told_with_its_address(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    made = make_commitment(city=make_city("Zürich", slug="ch-zurich", country="CH"), version_title="Ramps")
    [row] = read_csv(visitor, ADDRESSES[0])
    assert tuple(row) == COMMITMENT_COLUMNS
    assert row["url"] == f"https://portal.example.org/en/commitments/{made.code}/"
    assert row["city_url"] == "https://portal.example.org/en/cities/ch-zurich/"
    assert row["data_url"] == f"https://portal.example.org/data/v1/commitments/{made.code}"
    assert (row["city"], row["title"], row["status"]) == ("Zürich", "Ramps", "active")
    assert (row["starts_on"], row["ends_on"]) == ("2026-03-01", "2028-06-30")
    assert row["rights"] == made.versions.get().rights.get().code
    [same] = read_xlsx(visitor, ADDRESSES[1])
    assert (same["url"], same["title"], f"{same['starts_on']:%Y-%m-%d}") == (row["url"], "Ramps", "2026-03-01")


def test_tables_take_the_filters_and_the_order_of_the_page(visitor):
    make_commitment(city=make_city("Zell", country="AT"), version_title="Ramps")
    make_commitment(city=make_city("Aach", country="DE"), version_title="Ramps")
    make_commitment(city=make_city("Bern", country="CH"), version_title="Desks")
    wanted = {"q": "ramp", "country": ["AT", "DE"], "sort": "city"}
    for kind, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        assert [row["city"] for row in read(visitor, f"/data/v1/commitments.{kind}", **wanted)] == ["Aach", "Zell"]
        assert [row["name"] for row in read(visitor, f"/data/v1/cities.{kind}", q="zell")] == ["Zell"]


def test_cities_hold_their_label_and_no_total(visitor, settings):
    held = make_label(city=make_city("Aach"))
    make_city("Bonn")
    rows = read_csv(visitor, ADDRESSES[2], status="label")
    assert [(row["name"], row["label_until"]) for row in rows] == [("Aach", held.valid_until.isoformat())]
    names = [*CITY_COLUMNS, *COMMITMENT_COLUMNS]
    assert not [name for name in names if any(word in name for word in ("number", "total", "score", "rank"))]
    settings.LABEL_ENABLED = False
    assert {row["label_until"] for row in read_csv(visitor, ADDRESSES[2])} == {""}


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_no_cell_is_a_formula(visitor, title):
    make_commitment(version_title=title)
    assert read_csv(visitor, ADDRESSES[0])[0]["title"] == f"'{title}"
    assert read_xlsx(visitor, ADDRESSES[1])[0]["title"] == f"'{title}"


def test_what_no_spreadsheet_can_hold_is_taken_out(visitor):
    city = make_city("Za\x0bgreb", region="\x01=1+1")
    make_commitment(city=city, version_title="\x02-1", version_summary='One, "two"\x1f')
    for read in (read_csv, read_xlsx):
        [row] = read(visitor, f"/data/v1/commitments.{read.__name__.removeprefix('read_')}")
        assert (row["city"], row["region"], row["title"]) == ("Zagreb", "'=1+1", "'-1")
        assert row["summary"] == 'One, "two"'


def test_codes_stand_in_the_order_of_the_framework(visitor, monkeypatch):
    monkeypatch.setattr(cited, "MOST", 2)
    for number in range(4):
        version = make_commitment(version_title=f"Number {number}").versions.get()
        for kind in CITED:
            field = getattr(version, kind)
            field.through.objects.filter(commitmentversion=version).delete()
            column = f"{CommitmentVersion._meta.get_field(kind).m2m_reverse_field_name()}_id"
            keys = list(field.model.objects.order_by("-order", "-pk").values_list("pk", flat=True)[: number * 2])
            field.through.objects.bulk_create(
                [field.through(commitmentversion=version, **{column: key}) for key in keys]
            )
    found = {row["title"]: row for row in read_csv(visitor, ADDRESSES[0])}
    assert len(found) == 4
    for version in CommitmentVersion.objects.all():
        links = links_of([version.pk])[version.pk]
        assert {kind: found[version.title][kind] for kind in CITED} == {
            kind: "; ".join(link.code for link in links[kind]) for kind in CITED
        }


@pytest.mark.parametrize("moment", ["2026-01-02 03:04:05+00:00", "2026-01-02 03:04:05.120000+00:00"])
def test_days_and_times_are_written_as_ever(visitor, moment):
    at = dt.datetime.fromisoformat(moment)
    make_commitment(changed_at=at, city=make_city("Aach", joined_on=dt.date(2025, 7, 1), changed_at=at))
    [row] = read_csv(visitor, ADDRESSES[0])
    assert (row["updated_at"], row["starts_on"]) == (moment, "2026-03-01")
    assert row["first_published_at"].endswith("+00:00")
    [city] = read_csv(visitor, ADDRESSES[2])
    assert (city["updated_at"], city["joined_on"], city["label_until"]) == (moment, "2025-07-01", "")
    assert read_xlsx(visitor, ADDRESSES[1])[0]["updated_at"] == at.replace(tzinfo=None)
    assert read_xlsx(visitor, ADDRESSES[3])[0]["joined_on"].date() == dt.date(2025, 7, 1)


def test_translations_cost_one_query_more(visitor, django_assert_num_queries):
    for number in range(3):
        made = make_commitment(version_title=f"Number {number}")
        if number:
            make_translation(made.versions.get(), "fr", title="Des conseils")
    with django_assert_num_queries(3):
        content = body(visitor.get(ADDRESSES[0]))
    assert content.count(b"fr: title (human)") == 2


def test_drafts_withdrawn_and_hidden_cities_are_in_no_table(visitor):
    make_commitment(state="draft")
    make_commitment(city=make_city(is_public=False))
    for address in ADDRESSES[:2]:
        assert (read_csv if address.endswith("csv") else read_xlsx)(visitor, address) == []


def test_files_are_named_open_and_without_a_cookie(visitor, client_of, official):
    make_commitment()
    for address in ADDRESSES:
        response = visitor.get(address)
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert client_of(official).get(address).headers["Cache-Control"] == "no-store"
        head = visitor.head(address)
        assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "query",
    ["colour=red", "country=XX", "status=best", "year=1", "year=x", "q=" + "x" * 201,
     "language=english", "sort=population", "progress=all", "label=yes"],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_words(visitor, query):
    response = visitor.get(f"/data/v1/commitments.csv?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["message"]


def test_a_long_list_is_no_spreadsheet(visitor, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    for _ in range(3):
        make_commitment()
    response = visitor.get(ADDRESSES[1])
    assert response.status_code == 400
    assert "take it as CSV" in response.json()["title"]
    assert len(read_csv(visitor, ADDRESSES[0])) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_tables_cost_the_same_with_more_rows(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_commitment()
    with django_assert_num_queries(2):
        body(visitor.get(ADDRESSES[0], {"country": "AT"}))
    with django_assert_num_queries(1):
        body(visitor.get(ADDRESSES[2]))
