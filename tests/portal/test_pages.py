"""What holds for every public page: no cookie, no act, no 5xx, plain words, small."""

import gzip

import pytest
from django.urls import reverse

from tests.factories import make_city, make_commitment, make_evidence, make_label, make_report

pytestmark = pytest.mark.django_db

PLAIN = (
    "home", "cities", "commitments", "framework", "rights", "labels", "process", "privacy", "accessibility", "about",
    "open_data",
)  # fmt: skip
# quality.md: "Ordinary views answer 500 to 6 of 31 hostile inputs"; these are the ones that an address can carry.
HOSTILE = (
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%F0%9F%98%80", "'%20OR%201=1--", "%25%25%25", "_" * 200, "x" * 200,
    "x" * 2000, "9" * 5000, "-1", "../../etc/passwd", "%2e%2e%2f", "<script>alert(1)</script>", "{{7*7}}", "${7*7}",
    "%E2%80%AE", "%CC%81" * 50, "True", "None", "null", "[]", "%5B%24ne%5D=1", "%0d%0aSet-Cookie:x=1", "\\", "%7F",
)  # fmt: skip
PATHS = (
    "cities/{}/", "commitments/{}/", "commitments/{}/v/{}/", "commitments/{}/history/", "evidence/{}/",
    "framework/{}/", "rights/{}/", "labels/{}/",
)  # fmt: skip
PARAMETERS = ("q", "city", "country", "status", "progress", "right", "element", "area", "group", "sort", "page", "code")


@pytest.fixture
def addresses():
    """Every public page, with something on it."""
    city = make_city("Aach")
    commitment = make_commitment(city=city)
    make_report(commitment)
    make_evidence(version=commitment.versions.get(), kind="file")
    label = make_label(city=city)
    version = commitment.versions.get()
    rows = (city, commitment, version, label, version.elements.get(), version.rights.get())
    return [
        *(reverse(f"portal:{name}") for name in PLAIN),
        *(row.get_absolute_url() for row in rows),
        reverse("portal:history", args=[commitment.code]),
    ]


def test_every_page_stands_without_a_cookie(visitor, addresses):
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Set-Cookie" not in response.headers, address
        page = response.content.decode()
        assert page.count("<h1") == 1, address
        assert "<title>" in page


def test_no_page_takes_a_post(visitor, addresses):
    for address in addresses:
        assert visitor.post(address).status_code == 405, address


def test_head_is_answered(visitor, addresses):
    for address in addresses:
        assert visitor.head(address).status_code == 200


def test_pages_work_for_people_who_are_signed_in(client_of, official, reviewer, addresses):
    for person in (official, reviewer):
        for address in addresses:
            assert client_of(person).get(address).status_code == 200, address


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_parameters_get_a_page(visitor, text):
    make_commitment()
    query = "&".join(f"{parameter}={text}" for parameter in PARAMETERS)
    for name in ("cities", "commitments", "labels"):
        assert visitor.get(f"{reverse(f'portal:{name}')}?{query}").status_code in {200, 302, 400}, name


@pytest.mark.parametrize("path", PATHS)
def test_hostile_addresses_get_an_answer(visitor, path):
    for text in HOSTILE:
        response = visitor.get("/en/" + path.replace("{}", text.replace("/", "%2F").replace("?", "%3F")))
        assert response.status_code in {301, 302, 400, 404}, (path, text)


def test_an_unknown_filter_value_is_named_and_filters_nothing(visitor):
    make_city("Aach")
    for query in ("country=ZZ", "status=best", "country=AT&country=ZZ"):
        response = visitor.get(f"/en/cities/?{query}")
        assert len(response.context["cards"]) == 1
        assert "so this filter is not used" in response.content.decode()


def test_a_search_that_is_too_long_says_so(visitor):
    assert "Search for 200 characters at most." in visitor.get("/en/cities/", {"q": "x" * 201}).content.decode()


@pytest.mark.parametrize("path", ["cities/at-nowhere", "commitments/HRC-222222", "labels/HRL-222222", "framework/f99"])
def test_an_unknown_address_helps_on(visitor, path):
    response = visitor.get(f"/en/{path}/")
    assert response.status_code == 404
    assert "What you can do" in response.content.decode()


def test_lists_are_small(visitor):
    for number in range(20):
        make_commitment(
            city=make_city(f"Stadt mit längerem Namen {number}"), version_title=f"Ein langer Titel {number} " * 4
        )
    for name in ("cities", "commitments"):
        page = visitor.get(reverse(f"portal:{name}")).content
        assert len(gzip.compress(page, 6)) <= 8 * 1024


def test_plain_pages_say_what_matters(visitor):
    words = {
        "about": ("Not a ranking.", "no such label exists today", "the label programme", "never counted"),
        "privacy": ("no cookie unless you choose something", "Evidence with personal data is always confidential."),
        "accessibility": (
            "2.2, level AA",
            "No test yet by people who use screen readers every day",
            "mailto:contact@example.org",
            "The review office answers within 15 working days",
            "27 November 2026",
        ),
        "open_data": (
            "/data/v1/commitments/HRC-7K2Q9D/v/1/cite.bib",
            "/data/v1/cities/at-graz/schema.jsonld",
            "/data/v1/commitments/HRC-7K2Q9D/schema.jsonld",
            "/data/v1/commitments",
            "/data/openapi.json",
            "Creative Commons Attribution 4.0",
            "410",
        ),
    }
    for name, expected in words.items():
        page = visitor.get(reverse(f"portal:{name}")).content.decode()
        for sentence in expected:
            assert sentence in page, (name, sentence)


def test_no_page_ranks(visitor, addresses):
    for address in addresses:
        page = visitor.get(address).content.decode().lower()
        for word in ("best city", "top city", "leading", "ranking:", "score:"):
            assert word not in page, (address, word)
