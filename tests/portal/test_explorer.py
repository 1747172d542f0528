"""The explorer of commitments: what it lists, and how its filters narrow the list."""

import datetime as dt
import re
from html import unescape

import pytest

from commitments.actions import index_commitments
from commitments.models import Commitment, CommitmentVersion
from framework.models import Element, PolicyArea, Right, RightsHolderGroup
from tests.factories import make_city, make_commitment, make_label, make_version
from tests.factories.framework import make_element, make_right, make_rights_title

pytestmark = pytest.mark.django_db
LIST = "/en/commitments/"
UNREADABLE = ("%00", "%ED%A0%80")


def text(response):
    return " ".join(response.content.decode().split())


def name_in(card):
    return unescape(re.search(r"<h3.*?><a.*?>(.*?)</a>", card)[1])


def titles(response):
    return [name_in(card) for card in response.context["cards"]]


def test_the_latest_change_comes_first(visitor):
    old = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    make_commitment(version_title="Old", changed_at=old)
    make_commitment(version_title="New", progress="done", city=make_city("Aach", country="DE"))
    response = visitor.get(LIST)
    assert titles(response) == ["New", "Old"]
    assert "Aach, Germany" in text(response)
    assert "Completed" in text(response)
    assert "March 2026 to June 2028" in text(response)


@pytest.mark.parametrize("state", ["draft", "sign_off", "submitted", "checking", "returned"])
def test_nothing_unpublished_is_listed(visitor, state):
    make_commitment(state=state, version_title="Secret")
    response = visitor.get(LIST)
    assert titles(response) == []
    assert "Secret" not in text(response)


def test_withdrawn_and_replaced_texts_and_hidden_cities_are_not_listed(visitor):
    withdrawn = make_commitment()
    Commitment.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    make_commitment(city=make_city(is_public=False))
    changed = make_commitment(version_title="First words")
    CommitmentVersion.objects.filter(commitment=changed).update(state="superseded")
    make_version(changed, state="published", title="New words")
    assert titles(visitor.get(LIST)) == ["New words"]


def test_each_filter_narrows_the_list(visitor):
    title = make_rights_title(heading="Equality")
    other = make_commitment(version_title="Other", progress="delayed", city=make_city("Bern", country="CH"))
    wanted = make_commitment(version_title="Wanted", progress="done", city=make_city("Aach", country="DE"))
    CommitmentVersion.rights.through.objects.filter(commitmentversion__commitment=wanted).delete()
    CommitmentVersion.elements.through.objects.filter(commitmentversion__commitment=other).delete()
    right, version = make_right(title=title), wanted.versions.get()
    CommitmentVersion.rights.through.objects.create(commitmentversion=version, right=right)
    index_commitments([wanted.pk, other.pk])
    for query in (
        {"q": "want"},
        {"q": wanted.code.lower()},
        {"city": "aach"},
        {"country": "DE"},
        {"progress": "done"},
        {"right": right.code},
        {"right": title.code},
        {"element": Element.objects.get().code},
        {"progress": ["done", "dropped"], "country": "DE", "area": PolicyArea.objects.get().code},
    ):
        assert titles(visitor.get(LIST, query)) == ["Wanted"], query
    both = {"area": PolicyArea.objects.get().code, "group": RightsHolderGroup.objects.get().code}
    assert len(titles(visitor.get(LIST, both))) == 2


def test_filters_offer_what_finds_something_and_what_is_asked_for(visitor):
    right = make_commitment().versions.get().rights.select_related("title").get()
    make_element(code="T9", pillar="tool", official_title="", working_title="Nine")
    page = text(visitor.get(LIST))
    assert f"{right.number} {right.heading} (1)" in page
    assert f"All of “{right.title.heading}” (1)" in page
    assert "T9 Nine" not in page
    asked = text(visitor.get(LIST, {"element": "T9"}))
    assert '<optgroup label="Tools"><option value="T9" selected>T9 Nine (working title)</option>' in asked
    assert "0 commitments found" in asked
    assert "not in the list" not in asked


def test_compiled_and_invented_texts_are_marked(visitor):
    make_commitment(origin="compiled")
    make_commitment(city=make_city(origin="sample"))
    page = text(visitor.get(LIST))
    assert "Compiled from public sources" in page
    assert "Invented sample" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_two_queries_and_one_for_a_city(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_commitment()
    visitor.get(LIST)  # choices and counts are read once a minute
    make_commitment()
    right = Right.objects.get().code
    with django_assert_num_queries(2):
        visitor.get(LIST, {"q": "library", "country": "AT", "right": right, "progress": "not_started"})
    with django_assert_num_queries(3):
        visitor.get(LIST, {"q": "library", "city": "city", "country": "AT", "right": right, "progress": "not_started"})


def test_filters_show_how_much_they_would_show(visitor):
    held = make_commitment(city=make_label(city=make_city("Aach", country="DE", region="Baden")).city)
    make_commitment(city=make_city("Bern", country="CH"), version_language="de")
    right = held.versions.get().rights.get()
    page = text(visitor.get(LIST))
    assert f'<option value="{right.code}">{right.number} {right.heading} (2)</option>' in page
    assert '<option value="de">Deutsch (1)</option>' in page
    assert '<option value="2027">2027 (2)</option>' in page
    assert '<optgroup label="Germany"><option value="Baden">Baden</option>' in page
    assert 'Germany</span> <span class="mute">1</span>' in page


def test_more_filters_narrow_the_list(visitor):
    held = make_label(city=make_city("Aach", country="DE", region="Baden")).city
    make_commitment(city=held, version_title="Wanted", version_language="de")
    other = make_commitment(version_title="Other", version_ends_on=dt.date(2026, 12, 31))
    Commitment.objects.filter(pk=other.pk).update(state="on_hold")
    for query in ({"label": "held"}, {"region": "Baden"}, {"language": "de"}, {"year": "2028"}, {"status": "active"}):
        response = visitor.get(LIST, query)
        assert titles(response) == ["Wanted"], query
        assert "remove filter" in text(response)


def test_the_list_is_sorted_by_latest_change_or_by_the_name_of_the_city_alone(visitor):
    make_commitment(city=make_city("Aach"), version_title="Old", changed_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    make_commitment(city=make_city("Zell"), version_title="New")
    assert titles(visitor.get(LIST, {"sort": "city"})) == ["Old", "New"]
    assert titles(visitor.get(LIST, {"sort": "progress"})) == ["New", "Old"]


def test_the_list_is_downloaded_as_it_is_shown_in_three_clicks(visitor):
    make_commitment(city=make_city("Aach", country="DE"), version_title="Wanted")
    make_commitment(city=make_city("Bern", country="CH"), version_title="Other")
    assert LIST in text(visitor.get("/en/"))
    response = visitor.get(LIST, {"country": "DE", "q": "wanted", "sort": "city", "right": "nonsense", "page": "1"})
    assert "Download this 1 commitment:" in text(response)
    links = response.context["downloads"]
    assert links["csv"] == "/data/v1/commitments.csv?country=DE&q=wanted&sort=city"
    table = b"".join(visitor.get(links["csv"])).decode()
    assert "Wanted" in table
    assert "Other" not in table
    assert b"".join(visitor.get(links["xlsx"])).startswith(b"PK")
    assert "Download" not in text(visitor.get(LIST, {"q": "nothing of this"}))


def test_a_filter_that_was_not_understood_says_so_beside_what_was_found(visitor):
    make_commitment()
    page = text(visitor.get(LIST, {"right": "nonsense", "q": "desk"}))
    assert "Right: nonsense (not in the list, so not used)" in page
    assert "desk (not in the list" not in page


@pytest.mark.parametrize(
    "query",
    ["right=nonsense", "country=XX&country=AT", "year=9999", "language=%00", "q=%00", "q=" + "x" * 200,
     "q=" + "x" * 201, "page=-1",
     "page=" + "9" * 5000, "page=%00", "sort=%00", "region=%F0%9F%98%80", "label=%ED%A0%80",
     "q=%22+OR+*", "status=draft", "goal=SDG-99", "city=%25"],
)  # fmt: skip
def test_whatever_the_address_holds_there_is_a_page(visitor, query):
    make_commitment()
    for address in (LIST, "/en/cities/"):
        response = visitor.get(f"{address}?{query}")
        if any(sign in query for sign in UNREADABLE):
            assert response.status_code == 400
            assert "Take them out and try again" in text(response)
        else:
            assert response.status_code == 200, address
            assert "<h1" in text(response)


def test_a_finished_row_gives_way_to_every_change(visitor):
    commitment = make_commitment(version_title="Ramps", progress="under_way")
    assert "Under way" in text(visitor.get(LIST))
    Commitment.objects.filter(pk=commitment.pk).update(progress="done")
    assert visitor.get(LIST).context["cards"][0].count("Completed") == 1
    assert "Österreich" in visitor.get("/de/commitments/").context["cards"][0]
