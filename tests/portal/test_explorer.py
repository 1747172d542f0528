"""The explorer of commitments: what it lists, and how its filters narrow the list."""

import datetime as dt

import pytest

from commitments.models import Commitment, CommitmentVersion
from framework.models import Element, PolicyArea, Right, RightsHolderGroup
from tests.factories import make_city, make_commitment, make_version
from tests.factories.framework import make_element, make_right, make_rights_title

pytestmark = pytest.mark.django_db
LIST = "/en/commitments/"


def text(response):
    return " ".join(response.content.decode().split())


def titles(response):
    return [row["title"] for row in response.context["rows"]]


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


def test_filters_offer_what_the_framework_holds(visitor):
    make_element(code="T9", pillar="tool", official_title="", working_title="Nine")
    right = make_right(heading="Non-discrimination", title=make_rights_title(heading="Equality"))
    page = text(visitor.get(LIST))
    assert '<optgroup label="Tools"><option value="T9">T9 Nine (working title)</option>' in page
    assert f"{right.number} Non-discrimination" in page
    assert "All of “Equality”" in page


def test_compiled_and_invented_texts_are_marked(visitor):
    make_commitment(origin="compiled")
    make_commitment(city=make_city(origin="sample"))
    page = text(visitor.get(LIST))
    assert "Compiled from public sources" in page
    assert "Invented sample" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(visitor, django_assert_num_queries, rows):
    for _ in range(rows):
        make_commitment()
    right = Right.objects.get().code
    with django_assert_num_queries(4):
        visitor.get(LIST, {"q": "library", "city": "city", "country": "AT", "right": right, "progress": "not_started"})
