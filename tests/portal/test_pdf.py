"""Pages as PDF files: what a visitor reads, with a note on what it is; without the extra, how to print."""

import io
import re

import pytest
from django.core.cache import caches
from django.utils import timezone
from pypdf import PdfReader

from core import audit, page_cache
from core.pdf import NoPdf
from tests.factories import make_city, make_commitment, make_version

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response.headers["Content-Type"] == "application/pdf", response.content[:500]
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\0", "").split())


def shown(response):
    return " ".join(response.content.decode().split())


@pytest.mark.slow
def test_a_commitment_with_hostile_words(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    bad = '<img src="file:///etc/passwd"><script>alert(1)</script></p></main> \u202e עברית 日本 🏳️\u200d🌈 '
    commitment = make_commitment(version_title="A <b>desk</b> & more", version_problem=bad + "x" * 4800)
    make_version(commitment, state="draft", title="Not public")
    answer = visitor.get(f"/en/commitments/{commitment.code}.pdf")
    words = text_of(answer)

    assert "A <b>desk</b> & more" in words
    assert "<script>alert(1)</script>" in words
    assert "root:" not in words
    assert "Not public" not in words
    assert "This file shows the text as of version 1, published on" in words
    assert f"https://portal.example.org/en/commitments/{commitment.code}/" in words.replace(" ", "")  # lines break
    assert "Cite this text" in words
    day = timezone.localdate().isoformat()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{day}-{commitment.code}.pdf"'


@pytest.mark.slow
def test_a_city_in_the_language_of_the_page(visitor):
    city = make_city("Arden", slug="at-arden")
    make_commitment(city=city, version_title="Rampen")
    made = visitor.get("/de/cities/at-arden.pdf")

    assert PdfReader(io.BytesIO(made.content)).trailer["/Root"]["/Lang"] == "de"
    assert "Rampen" in text_of(made)


def test_a_list_is_what_is_shown_up_to_a_number_of_rows(visitor, monkeypatch, as_html):
    monkeypatch.setattr("portal.paging.IN_A_FILE", 3)
    city, other = make_city("Arden", country="AT"), make_city("Borlen", country="DE")
    for number in range(4):
        make_commitment(city=city, version_title=f"Ramp {number}")
    make_commitment(city=other, version_title="Stairs")
    page = shown(visitor.get("/en/commitments.pdf?country=AT&page=2&sort=city"))

    assert len(re.findall(r"Ramp \d", page)) == 3
    assert "Stairs" not in page
    assert "Filters: Austria" in page
    assert "It holds the first 3 rows." in page
    assert as_html[0].endswith("/en/commitments/?country=AT&sort=city")
    assert "It holds the first" not in shown(visitor.get("/en/commitments.pdf?country=DE"))


def test_the_list_of_cities_is_not_hidden_in_print(visitor, as_html):
    make_city("Arden")
    section = shown(visitor.get("/en/cities.pdf")).partition('<section aria-labelledby="found">')[2]
    assert "Arden" in section.partition("</section>")[0]
    assert not re.search(r"</ul>\s*<form", section)  # print.css hides a section whose own child is a form


def test_whoever_is_signed_in_gets_what_a_visitor_gets(client_of, official, city, as_html):
    make_commitment(city=city)
    theirs = shown(client_of(official).get(f"/en/cities/{city.slug}.pdf"))

    assert official.email not in theirs
    assert "Edda" not in theirs
    assert "Sign in" in theirs


@pytest.mark.parametrize(
    "address",
    ["/en/commitments/HRC-NONE99.pdf", "/en/cities/at-nowhere.pdf", "/en/commitments/HRC-NONE99/v/1.pdf"],
)
def test_what_does_not_exist_makes_no_file(visitor, address):
    assert visitor.get(address).status_code == 404


def test_a_draft_and_a_hidden_city_make_no_file(visitor, as_html):
    draft, hidden = make_commitment(state="draft"), make_city(is_public=False)
    for address in (f"/en/commitments/{draft.code}.pdf", f"/en/cities/{hidden.slug}.pdf"):
        assert visitor.get(address).status_code == 404
    assert as_html == []


def test_a_version_says_which_one_it_is(visitor, as_html):
    commitment = make_commitment(version_title="The old words")
    page = shown(visitor.get(f"/en/commitments/{commitment.code}/v/1.pdf"))
    assert "This file shows the text as of version 1" in page
    assert visitor.head(f"/en/commitments/{commitment.code}/v/1.pdf").headers["Content-Type"] == "application/pdf"
    assert len(as_html) == 1


def test_links_stand_beside_the_other_files(visitor, city):
    commitment = make_commitment(city=city)
    for page, link in (
        ("/en/commitments/?country=AT", "/en/commitments.pdf?country=AT"),
        ("/en/cities/", "/en/cities.pdf"),
        (city.get_absolute_url(), f"/en/cities/{city.slug}.pdf"),
        (commitment.get_absolute_url(), f"/en/commitments/{commitment.code}.pdf"),
        (f"{commitment.get_absolute_url()}v/1/", f"/en/commitments/{commitment.code}/v/1.pdf"),
    ):
        assert f'href="{link}" rel="nofollow"' in shown(visitor.get(page))


def test_without_the_extra_there_is_no_link_and_the_address_says_print(visitor, settings, city, as_html):
    settings.PDF_ENABLED = False
    commitment = make_commitment(city=city)
    for page in ("/en/commitments/", "/en/cities/", city.get_absolute_url(), commitment.get_absolute_url()):
        assert ".pdf" not in shown(visitor.get(page))
    answer = visitor.get("/en/commitments.pdf?country=AT")
    assert answer.status_code == 404
    assert "choose “Print” in your browser" in shown(answer)
    assert 'href="/en/commitments/?country=AT"' in shown(answer)
    assert as_html == []


@pytest.mark.logs_errors
def test_a_file_that_cannot_be_made_now_says_print(visitor, monkeypatch):
    def too_much(html, *, address):
        raise NoPdf

    monkeypatch.setattr("portal.pdf.make_pdf", too_much)
    answer = visitor.get("/en/cities.pdf")
    assert answer.status_code == 503
    assert "Try again in a minute." in shown(answer)


def test_a_network_makes_so_many_an_hour(visitor, as_html, monkeypatch):
    monkeypatch.setattr("portal.pdf.MOST_OF_NETWORK", 2)
    assert [visitor.get("/en/cities.pdf").status_code for _time in range(3)] == [200, 200, 429]


def test_a_file_is_kept_until_an_act_changes_a_public_page(visitor, settings, monkeypatch, as_html):
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr(page_cache, "STAMP_SECONDS", 0)
    caches["pdf"].clear()
    audit.record("publish", by=None, obj="x")
    for _time in range(2):
        visitor.get("/en/commitments.pdf?country=AT")
    assert len(as_html) == 1
    visitor.get("/de/commitments.pdf?country=AT")
    visitor.get("/en/commitments.pdf?country=DE")
    assert len(as_html) == 3
    audit.record("publish", by=None, obj="x")
    visitor.get("/en/commitments.pdf?country=AT")
    assert len(as_html) == 4
    for _time in range(2):
        visitor.get("/en/commitments.pdf?q=free+text")  # would fill the cache
    assert len(as_html) == 6


def test_a_search_for_one_city_by_name_still_leads_there(visitor, as_html):
    city = make_city("Arden", slug="at-arden")
    answer = visitor.get("/en/cities.pdf?find=Arden")
    assert (answer.status_code, answer.url) == (302, city.get_absolute_url())
