"""Elements and rights, each with the commitments that cite it."""

import pytest

from commitments.models import Commitment
from framework.models import Element, Right
from tests.factories import make_city, make_commitment
from tests.factories.framework import make_element, make_pillar_intro, make_right, make_rights_title

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def test_the_framework_shows_its_pillars_and_who_cites_them(visitor):
    make_pillar_intro()
    element = make_element(code="F1", official_title="Commit to rights")
    make_element(code="T9", pillar="tool", official_title="", working_title="Nine")
    make_commitment()
    page = text(visitor.get("/en/framework/"))
    assert "Foundations" in page
    assert "What the city promises." in page
    assert f'href="{element.get_absolute_url()}">Commit to rights</a>' in page
    assert "1 commitment" in page
    assert page.count("Working title") == 1


def test_an_empty_framework_says_so(visitor):
    assert "No edition of the framework is loaded yet." in text(visitor.get("/en/framework/"))
    assert "The Charter is not loaded yet." in text(visitor.get("/en/rights/"))


def test_an_element_lists_the_commitments_that_cite_it(visitor):
    commitment = make_commitment(version_title="Wanted")
    make_commitment(state="draft", version_title="Secret")
    withdrawn = make_commitment(version_title="Gone")
    Commitment.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    make_commitment(city=make_city(is_public=False), version_title="Hidden")
    element = Element.objects.get()
    page = text(visitor.get(element.get_absolute_url()))
    assert "1 commitment cites it" in page
    assert commitment.get_absolute_url() in page
    assert "What would show it" in page
    assert "A council decision" in page
    for word in ("Secret", "Gone", "Hidden"):
        assert word not in page


def test_a_working_title_is_shown_as_such(visitor):
    element = make_element(official_title="", working_title="Nine", verification="working")
    page = text(visitor.get(element.get_absolute_url()))
    assert "Working title" in page
    assert "Working entry of ours, not confirmed" in page


def test_rights_are_listed_title_by_title(visitor):
    title = make_rights_title(heading="Equality", number="III")
    make_right(title=title, heading="Non-discrimination", number=21, code="CFR-21")
    make_rights_title(heading="General provisions", holds_rights=False)
    page = text(visitor.get("/en/rights/"))
    assert "Equality" in page
    assert 'href="/en/rights/cfr-21/">Non-discrimination</a>' in page
    assert "They hold no right that a commitment could cite." in page


def test_a_right_lists_the_commitments_that_cite_it(visitor):
    commitment = make_commitment(version_title="Wanted")
    right = Right.objects.get()
    response = visitor.get(right.get_absolute_url())
    assert "1 commitment cites it" in text(response)
    assert commitment.get_absolute_url() in text(response)
    other = make_right(title=right.title)
    assert "0 commitments cite it" in text(visitor.get(other.get_absolute_url()))


@pytest.mark.parametrize("address", ["framework/f99", "framework/--", "rights/cfr-99", "rights/x" * 40])
def test_an_unknown_code_is_not_found(visitor, address):
    assert visitor.get(f"/en/{address}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_queries(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_commitment()
        make_element()
        make_right()
    for address, queries in (
        ("/en/framework/", 4),
        ("/en/rights/", 4),
        (Element.objects.first().get_absolute_url(), 9),
        (Right.objects.first().get_absolute_url(), 9),
    ):
        with django_assert_num_queries(queries):
            visitor.get(address)
