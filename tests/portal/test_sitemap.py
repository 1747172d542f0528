"""The sitemap lists what is public, and only that."""

import re

import pytest

from portal.queries import sitemap as queries
from tests.factories import make_city, make_commitment

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
    assert addresses(response) == [f"{base}pages", f"{base}cities-0", f"{base}commitments-0"]


def test_a_part_lists_public_pages_only(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    city = make_city("Aach")
    public = make_commitment(city=city)
    make_commitment(city=city, state="draft")
    make_commitment(city=make_city(is_public=False))
    assert addresses(visitor.get("/sitemap.xml?part=cities-0")) == [
        f"https://portal.example.org/en/cities/{city.slug}/"
    ]
    assert addresses(visitor.get("/sitemap.xml?part=commitments-0")) == [
        f"https://portal.example.org/en/commitments/{public.code}/"
    ]


def test_parts_are_bounded(visitor, monkeypatch):
    monkeypatch.setattr(queries, "PART", 2)
    cities = [make_city() for _ in range(5)]
    last = cities[-1].pk // 2
    assert len(addresses(visitor.get("/sitemap.xml"))) >= last
    found = [url for part in range(last + 1) for url in addresses(visitor.get(f"/sitemap.xml?part=cities-{part}"))]
    assert len(found) == 5
    assert all(len(addresses(visitor.get(f"/sitemap.xml?part=cities-{part}"))) <= 2 for part in range(last + 1))


def test_the_label_is_listed_only_when_it_is_on(visitor, settings):
    assert any(url.endswith("/en/labels/") for url in addresses(visitor.get("/sitemap.xml?part=pages")))
    settings.LABEL_ENABLED = False
    assert not any(url.endswith("/en/labels/") for url in addresses(visitor.get("/sitemap.xml?part=pages")))


@pytest.mark.parametrize("part", UNKNOWN)
def test_an_unknown_part_is_not_found(visitor, part):
    assert visitor.get("/sitemap.xml", {"part": part}).status_code == 404
