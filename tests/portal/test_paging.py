"""Long lists: any page number leads to a page, and counting stops at a cap."""

import pytest

from portal import paging
from tests.factories import make_city

pytestmark = pytest.mark.django_db
WILD = {
    "": 1, "0": 2, "-1": 2, "x": 1, "1.5": 1, "NaN": 1, "２": 2, "999": 2, "9" * 5000: 2, "1e9": 1, "2": 2, "²": 1,
}  # fmt: skip


@pytest.mark.parametrize(("asked", "shown"), WILD.items(), ids=[number[:10] for number in WILD])
def test_wild_page_numbers_lead_to_a_page(visitor, monkeypatch, asked, shown):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    for _ in range(3):
        make_city()
    response = visitor.get("/en/cities/", {"page": asked})
    assert response.status_code == 200
    assert response.context["page"].number == shown


def test_pages_keep_the_filters(visitor, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 1)
    for _ in range(3):
        make_city()
    page = visitor.get("/en/cities/?country=AT&sort=changed").content.decode()
    assert "?country=AT&amp;sort=changed&amp;page=2" in page
    assert 'href="?country=AT"' in page  # the other order


def test_counting_stops_at_the_cap(visitor, monkeypatch):
    monkeypatch.setattr(paging, "CAP", 2)
    monkeypatch.setattr(paging, "PER_PAGE", 1)
    for _ in range(4):
        make_city()
    response = visitor.get("/en/cities/?page=9")
    assert "More than 2 cities found" in response.content.decode()
    assert response.context["page"].number == 2
