"""The sitemap lists what is public, and only that."""

import re
from xml.etree import ElementTree as ET

import pytest

from core.languages import COMPLETE
from portal.queries import sitemap as queries
from tests.factories import make_city, make_commitment, make_element, make_label, make_right

pytestmark = pytest.mark.django_db

UNKNOWN = ["x", "cities", "cities-", "cities--1", "cities-x", "cities-" + "9" * 5000, "users-0", "cities-٣"]


def addresses(response):
    return re.findall("<loc>(.*?)</loc>", response.content.decode())


def test_the_index_names_its_parts(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    make_commitment()
    response = visitor.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    base = "https://portal.example.org/sitemap.xml?part="
    assert addresses(response) == [f"{base}{part}" for part in ("pages", "cities-0", "commitments-0", "labels-0")]


def test_a_part_lists_public_pages_only(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    city = make_city("Aach")
    public = make_commitment(city=city)
    make_commitment(city=city, state="draft")
    make_commitment(city=make_city(is_public=False))
    for part, page in (("cities", f"cities/{city.slug}/"), ("commitments", f"commitments/{public.code}/")):
        found = addresses(visitor.get(f"/sitemap.xml?part={part}-0"))
        assert found == [f"https://portal.example.org/{code}/{page}" for code in COMPLETE]


def test_each_address_names_the_page_in_all_complete_languages(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    city = make_city("Aach")
    root = ET.fromstring(visitor.get("/sitemap.xml?part=cities-0").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

    entries = root.findall("s:url", space)
    assert len(entries) == len(COMPLETE)
    expected = {code: f"https://portal.example.org/{code}/cities/{city.slug}/" for code in COMPLETE}
    for entry in entries:
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", space)}
        assert links == expected | {"x-default": expected["en"]}
        assert entry.find("s:lastmod", space).text == f"{city.changed_at:%Y-%m-%d}"


def test_a_part_never_holds_more_than_10000_addresses():
    assert queries.PART * len(COMPLETE) <= 10_000


def test_labels_and_the_framework_are_listed(visitor, settings):
    label = make_label()
    element, right = make_element(), make_right()
    pages = addresses(visitor.get("/sitemap.xml?part=pages"))
    assert {f"http://127.0.0.1:8000/de/framework/{element.code.lower()}/",
            f"http://127.0.0.1:8000/fr/rights/{right.code.lower()}/"} <= set(pages)  # fmt: skip
    assert f"http://127.0.0.1:8000/en/labels/{label.code}/" in addresses(visitor.get("/sitemap.xml?part=labels-0"))
    settings.LABEL_ENABLED = False
    assert visitor.get("/sitemap.xml?part=labels-0").status_code == 404
    assert not any("labels" in url for url in addresses(visitor.get("/sitemap.xml")))


def test_parts_are_bounded(visitor, monkeypatch):
    monkeypatch.setattr(queries, "PART", 2)
    cities = [make_city() for _ in range(5)]
    last = cities[-1].pk // 2
    assert len(addresses(visitor.get("/sitemap.xml"))) >= last
    found = [url for part in range(last + 1) for url in addresses(visitor.get(f"/sitemap.xml?part=cities-{part}"))]
    assert len(set(found)) == len(found) == 5 * len(COMPLETE)
    assert all(
        len(addresses(visitor.get(f"/sitemap.xml?part=cities-{part}"))) <= 2 * len(COMPLETE) for part in range(last + 1)
    )


def test_the_label_is_listed_only_when_it_is_on(visitor, settings):
    assert any(url.endswith("/en/labels/") for url in addresses(visitor.get("/sitemap.xml?part=pages")))
    settings.LABEL_ENABLED = False
    assert not any(url.endswith("/en/labels/") for url in addresses(visitor.get("/sitemap.xml?part=pages")))


@pytest.mark.parametrize("part", UNKNOWN)
def test_an_unknown_part_is_not_found(visitor, part):
    assert visitor.get("/sitemap.xml", {"part": part}).status_code == 404
