"""Atom feeds of everything, of one city and of a search."""

from xml.etree import ElementTree as ET

import pytest

from labels.actions import log_act
from tests.factories import make_city, make_commitment, make_label, make_label_statement, make_report
from tests.factories.labels import make_window

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    feed = ET.fromstring(response.content)
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author", "link"))
    return feed.findall(f"{ATOM}entry")


def titles(found):
    return [entry.findtext(f"{ATOM}title") for entry in found]


def test_everything_that_changed_is_told_once(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    commitment = make_commitment(city=make_city("Aach"), version_title="Ramps & desks <b>")
    make_report(commitment)
    make_commitment(state="draft", version_title="Secret")
    found = entries(visitor, "/feeds/all.atom")
    assert titles(found) == [
        "Aach: Ramps & desks <b> (Progress report published)",
        "Aach: Ramps & desks <b> (Published)",
    ]
    keys = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(keys)) == 2
    assert keys[1] == f"https://portal.example.org/en/commitments/{commitment.code}/v/1/"


def test_a_city_has_its_own_feed(visitor):
    city = make_city("Aach", slug="de-aach")
    make_commitment(city=city, version_title="Ramps")
    make_commitment(city=make_city("Bonn"))
    assert titles(entries(visitor, "/feeds/cities/de-aach.atom")) == ["Aach: Ramps (Published)"]
    make_city("Hidden", slug="de-hidden", is_public=False)
    for slug in ("de-hidden", "nowhere"):
        assert visitor.get(f"/feeds/cities/{slug}.atom").status_code == 404


def test_a_search_is_followed_with_the_filters_of_its_page(visitor):
    make_commitment(city=make_city("Zürich", country="CH"), version_title="Ramps")
    make_commitment(city=make_city("Bern", country="CH"), version_title="Desks")
    make_commitment(city=make_city("Graz", country="AT"), version_title="Ramps")
    page = visitor.get("/en/commitments/", {"country": ["CH", "AT"], "q": "zurich", "year": "2027"})
    address = page.context["feed"]
    escaped = address.replace("&", "&amp;")
    assert f'application/atom+xml" title="Commitments" href="{escaped}"' in page.content.decode()
    assert titles(entries(visitor, address)) == ["Zürich: Ramps"]
    assert len(entries(visitor, "/feeds/commitments.atom")) == 3
    assert entries(visitor, "/feeds/commitments.atom", q="nothing of this") == []


@pytest.mark.parametrize(
    "query", ["colour=red", "colour=%00", "q=%00", "year=x", "country=XX", "status=best", "q=" + "x" * 300]
)
def test_a_feed_that_asks_for_nonsense_says_so(visitor, query):
    make_commitment()
    response = visitor.get(f"/feeds/commitments.atom?{query}")
    assert response.status_code == 400
    assert response.content


def test_a_reader_who_has_it_already_gets_304(visitor):
    make_commitment()
    for address in ("/feeds/all.atom", "/feeds/commitments.atom"):
        etag = visitor.get(address).headers["ETag"]
        assert visitor.get(address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_feeds_cost_the_same_with_more_entries(visitor, django_assert_num_queries, rows):
    city = make_city("Aach", slug="de-aach")
    for _ in range(rows):
        make_commitment(city=city)
    for address, queries in (("/feeds/all.atom", 3), ("/feeds/commitments.atom", 1), ("/feeds/cities/de-aach.atom", 5)):
        with django_assert_num_queries(queries):
            visitor.get(address)


# --- The label -------------------------------------------------------------------------------------
def test_an_application_its_label_and_their_city_have_what_happened_to_them(visitor, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org"
    city = make_city("Aach", slug="de-aach")
    case = make_window(city=city)
    log_act("admitted", city=city, data={"application": case.reference})
    log_act("draw_announced", city=city, data={"application": case.reference, "draw": 1, "draw_on": "2027-01-01"})
    make_label_statement(application=case, state="published", text="Nobody answers <there>.", language="de")
    make_label_statement(application=case, state="submitted", text="Not checked yet.")
    label = make_label(city=city)
    log_act("suspended", city=city, label=label, data={"reasons": "A hearing came to nothing."})

    of_case = entries(visitor, f"/feeds/applications/{case.reference.lower()}.atom")
    of_label = entries(visitor, f"/feeds/labels/{label.code.lower()}.atom")
    of_city = entries(visitor, "/feeds/cities/de-aach.atom")

    said, admitted, suspended = (
        "Aach: statement on the application for the label", "Aach: Application admitted", "Aach: Label suspended",
    )  # fmt: skip
    assert titles(of_case) == [said, "Aach: Draw of a panel announced", admitted]
    assert titles(of_label) == [suspended]
    assert titles(of_city) == [suspended, said, admitted]
    assert of_case[0].findtext(f"{ATOM}summary") == "Nobody answers <there>."
    assert of_label[0].findtext(f"{ATOM}summary") == "A hearing came to nothing."
    assert of_city[0].find(f"{ATOM}link").get("href") == f"https://portal.example.org/en/labels/{label.code}/"
    keys = [entry.findtext(f"{ATOM}id") for entry in of_city]
    assert len(set(keys)) == 3
    page = visitor.get(f"/en/labels/applications/{case.reference}/").content.decode()
    assert page.count(f"/feeds/applications/{case.reference}.atom") == 2
    page = visitor.get(f"/en/labels/{label.code}/").content.decode()
    assert page.count(f"/feeds/labels/{label.code}.atom") == 2
    settings.LABEL_ENABLED = False
    assert titles(entries(visitor, "/feeds/cities/de-aach.atom")) == []
    for address in (f"applications/{case.reference}", f"labels/{label.code}"):
        assert visitor.get(f"/feeds/{address}.atom").status_code == 404


def test_of_hidden_cities_drafts_and_unknown_numbers_there_is_no_feed(visitor):
    case, label = make_window(city=make_city(is_public=False)), make_label(city=make_city(is_public=False))
    for address in (f"applications/{case.reference}", f"labels/{label.code}", "labels/HRL-000000", "labels/" + "x" * 99,
                    "applications/none", "labels/%C3%A4"):  # fmt: skip
        assert visitor.get(f"/feeds/{address}.atom").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feeds_of_the_label_cost_the_same_queries(visitor, count, django_assert_num_queries):
    city = make_city("Aach", slug="de-aach")
    case, label = make_window(city=city), make_label(city=city)
    for _number in range(count):
        make_commitment(city=city)
        make_label_statement(application=case, state="published")
        log_act("admitted", city=city, data={"application": case.reference})
        log_act("suspended", city=city, label=label, data={"reasons": "Because."})
    for address, number in (("cities/de-aach", 5), (f"applications/{case.reference}", 4), (f"labels/{label.code}", 2)):
        with django_assert_num_queries(number):
            visitor.get(f"/feeds/{address}.atom")
