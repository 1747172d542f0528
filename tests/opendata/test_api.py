"""What holds for the whole API: openness, caching, errors in words, hostile input, its description."""

import re

import pytest
from django.urls import reverse

from opendata import cursor
from opendata.api import api
from tests.factories import make_commitment

LISTS = ["/data/v1/cities", "/data/v1/commitments", "/data/v1/places"]


@pytest.fixture
def everything(db):
    """The address of each GET operation, with something behind it."""
    commitment = make_commitment()
    return [
        *LISTS,
        f"/data/v1/cities/{commitment.city.slug}",
        f"/data/v1/commitments/{commitment.code}",
        f"/data/v1/commitments/{commitment.code}/versions/1",
        "/data/v1/statistics",
        "/data/openapi.json",
    ]


# --- Open to everybody, cacheable ------------------------------------------------------------------
def test_replies_are_open_cacheable_and_without_a_cookie(everything, visitor):
    for address in everything:
        response = visitor.get(address)

        assert response.status_code == 200, address
        assert response.headers["Content-Type"].startswith("application/json")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert re.match(r"public, max-age=\d+$", response.headers["Cache-Control"])
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_reader_who_has_it_already_gets_304(everything, visitor):
    for address in everything:
        etag = visitor.get(address).headers["ETag"]

        again = visitor.get(address, headers={"If-None-Match": etag})

        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_change_changes_the_etag(visitor, db):
    commitment = make_commitment()
    address = f"/data/v1/commitments/{commitment.code}"
    before = visitor.get(address).headers["ETag"]
    type(commitment).objects.update(progress="done")

    assert visitor.get(address, headers={"If-None-Match": before}).status_code == 200


def test_records_say_when_they_last_changed(everything, visitor):
    for address in everything[:2] + everything[3:6]:
        assert visitor.get(address).headers["Last-Modified"].endswith("GMT")


def test_an_old_time_alone_gives_no_304(visitor, city):
    response = visitor.get("/data/v1/cities", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})

    assert response.status_code == 200


def test_a_signed_in_readers_reply_is_not_kept_by_shared_caches(everything, client_of, official):
    browser = client_of(official)
    for address in everything:
        assert browser.get(address).headers["Cache-Control"] == "no-store"


def test_head_answers_like_get(everything, visitor):
    for address in everything:
        head = visitor.head(address)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == visitor.get(address).headers["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading(everything, visitor, method):
    for address in everything:
        response = getattr(visitor, method)(address)

        assert response.status_code == 405
        assert "Access-Control-Allow-Origin" not in response.headers


# --- Errors in words -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "query", "field", "words"),
    [
        ("/v1/cities", {"order": "population"}, "order", "name"),
        ("/v1/cities", {"country": "XX"}, "country", "two letters"),
        ("/v1/cities", {"country": "Austria"}, "country", "two letters"),
        ("/v1/cities", {"membership": "gold"}, "membership", "interested"),
        ("/v1/cities", {"limit": "0"}, "limit", "greater than or equal to 1"),
        ("/v1/cities", {"limit": "101"}, "limit", "less than or equal to 100"),
        ("/v1/cities", {"limit": "9" * 5000}, "limit", "integer"),
        ("/v1/cities", {"limit": "ten"}, "limit", "integer"),
        ("/v1/cities", {"q": "x" * 101}, "q", "100"),
        ("/v1/cities", {"updated_since": "yesterday"}, "updated_since", "2026-01-31"),
        ("/v1/cities", {"updated_since": "2026-02-30"}, "updated_since", "2026-01-31"),
        ("/v1/cities", {"updated_since": "0001-01-01T00:00:00+14:00"}, "updated_since", "2026-01-31"),
        ("/v1/cities", {"updated_since": "9" * 5000}, "updated_since", "2026-01-31"),
        ("/v1/cities", {"contry": "AT"}, "contry", "There is no such parameter. Use: updated_since"),
        ("/v1/commitments", {"status": "draft"}, "status", "active"),
        ("/v1/commitments", {"order": "name"}, "order", "changed"),
        ("/v1/commitments", {"element": "x" * 33}, "element", "32"),
        ("/v1/places", {"limit": "21"}, "limit", "20"),
        ("/v1/statistics", {"year": "2026"}, "year", "takes no parameters"),
        ("/v1/statistics.csv", {"year": "2026"}, "year", "takes no parameters"),
    ],
)
def test_a_wrong_parameter_is_named_and_explained(get, path, query, field, words):
    problem = get(path, **query, expect=422)

    assert (problem["status"], problem["title"]) == (422, "This request cannot be answered as it is.")
    assert problem["errors"][0]["field"] == field
    assert words in problem["errors"][0]["message"]


def test_times_are_understood_in_several_ways(get):
    for text in ("2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00 01:00",
                 "2026-01-31 12:00", "2026-01-31T12:00:00.123456+00:00"):  # fmt: skip
        get("/v1/cities", updated_since=text)


BAD_CURSORS = [
    "x", "====", "AAAA", "Ä", "%", "W10", "bnVsbA", "é" * 10, "A" * 600,
    cursor.encode("changed", "yesterday", 1),
    cursor.encode("changed", "2026-01-01T00:00:00", 1),
    cursor.encode("changed", "0001-01-01T00:00:00+14:00", 1),
    cursor.encode("changed", "9999-12-31T23:59:59-14:00", 1),
    cursor.encode("changed", "2026-01-01T00:00:00+00:00", -1),
    cursor.encode("changed", "2026-01-01T00:00:00+00:00", 2**63),
    cursor.encode("changed", "2026-01-01T00:00:00+00:00\x00", 1),
    cursor.encode("-changed", "2026-01-01T00:00:00+00:00", 1),
    cursor.encode("name", "Graz", 1),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_CURSORS)
def test_a_cursor_that_does_not_fit_is_refused_in_words(get, bad):
    for path in ("/v1/cities", "/v1/commitments"):
        problem = get(path, cursor=bad, order="changed", expect=400)
        assert problem["title"] == "This cursor does not fit. Start the list again without one."


def test_a_cursor_of_another_type_is_refused_too(get):
    raw = b'["changed", "2026-01-01T00:00:00+00:00", true]'

    for content in (raw, raw.replace(b"true", b"1.5"), raw.replace(b"true", b'"1"'), b"{}", b"[[],[],[]]"):
        get("/v1/cities", cursor=cursor.base64.urlsafe_b64encode(content).decode(), order="changed", expect=400)


@pytest.mark.parametrize(
    "path",
    ["/v1/cities/nowhere", "/v1/commitments/HRC-222222", "/v1/commitments/x", "/v1/commitments/HRC-222222/versions/1",
     "/v1/", "/v1/labels", "/docs", "/v1/cities/", "/v2/cities", "/v1/cities/%F0%9F%98%80", "/v1/cities/" + "x" * 3000,
     "/v1/commitments/" + "9" * 5000],
)  # fmt: skip
def test_what_is_not_there_is_said_in_json(get, path):
    problem = get(path, expect=404)

    assert problem["status"] == 404
    assert problem["title"]


HOSTILE = ["%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "9" * 5000, "-1", "1e309", "NaN", "'%22%3E%3Cscript%3E",
           "%E2%80%AE", "[]", "{}", "null", "%F0%9F%92%A9", "..%2F..%2Fetc"]  # fmt: skip
PARAMETERS = ["q", "country", "membership", "order", "limit", "cursor", "updated_since", "city", "element", "right",
              "policy_area", "status", "anything"]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_never_breaks_the_api(visitor, value, db):
    make_commitment()
    for address in (*LISTS, "/data/v1/cities.csv", "/data/v1/commitments.csv", "/feeds/commitments.atom"):
        for name in PARAMETERS:
            assert visitor.get(f"{address}?{name}={value}").status_code in {200, 400, 422}
            assert visitor.get(f"{address}?{value}={name}&{name}={value}&{name}=x").status_code in {200, 400, 422}
    for address in ("/data/v1/cities/{}", "/data/v1/commitments/{}", "/data/v1/commitments/{}/versions/{}", "/data/{}"):
        assert visitor.get(address.format(value, value)).status_code in {400, 404}


# --- The description -------------------------------------------------------------------------------
def test_the_description_is_openapi_3_1_with_terms_and_contact(get, settings):
    described = get("/openapi.json")

    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == f"{settings.PORTAL_NAME}: open data"
    assert described["info"]["license"]["name"] == "CC BY 4.0"
    assert described["info"]["contact"]["email"] == settings.PORTAL_CONTACT_EMAIL


def test_every_operation_is_a_documented_get(get):
    described = get("/openapi.json")

    assert sorted(described["paths"]) == [
        "/data/v1/cities",
        "/data/v1/cities.csv",
        "/data/v1/cities.xlsx",
        "/data/v1/cities/{slug}",
        "/data/v1/cities/{slug}/reports/{key}.csv",
        "/data/v1/cities/{slug}/reports/{key}.xlsx",
        "/data/v1/cities/{slug}/schema.jsonld",
        "/data/v1/commitments",
        "/data/v1/commitments.csv",
        "/data/v1/commitments.xlsx",
        "/data/v1/commitments/{code}",
        "/data/v1/commitments/{code}/schema.jsonld",
        *[f"/data/v1/commitments/{{code}}/v/{{number}}/cite.{ending}" for ending in ("bib", "json", "ris", "txt")],
        "/data/v1/commitments/{code}/versions/{number}",
        "/data/v1/decisions.jsonl",
        "/data/v1/decisions/head.json",
        "/data/v1/decisions/heads/{day}.json",
        "/data/v1/labels/applications",
        "/data/v1/labels/applications/{reference}",
        "/data/v1/labels/applications/{reference}/draws",
        "/data/v1/labels/{code}",
        "/data/v1/places",
        "/data/v1/statistics",
        "/data/v1/statistics.csv",
        "/data/v1/statistics/{facet}",
        "/data/v1/statistics/{facet}.csv",
    ]
    for path, methods in described["paths"].items():
        assert list(methods) == ["get"], path
        assert methods["get"]["description"]
        assert "200" in methods["get"]["responses"]
    operations = [methods["get"]["operationId"] for methods in described["paths"].values()]
    assert len(set(operations)) == len(operations)


def test_every_reference_in_the_description_leads_somewhere(get):
    described = get("/openapi.json")

    names = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert names <= set(described["components"]["schemas"])


def test_the_scripted_documentation_pages_are_off(visitor, db):
    assert api.docs_url is None
    assert visitor.get("/data/docs").status_code == 404


def test_people_are_led_to_their_own_page(visitor, db):
    response = visitor.get("/data/")

    assert response.status_code == 302
    assert response.headers["Location"] == reverse("portal:open_data")


def test_the_description_costs_no_query(django_assert_num_queries, visitor, db):
    with django_assert_num_queries(0):
        visitor.get("/data/openapi.json")
