import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from framework.models import Element, Framework, Goal, Right
from tests.factories.framework import (
    make_element,
    make_framework,
    make_goal,
    make_policy_area,
    make_right,
    make_rights_title,
)

pytestmark = pytest.mark.django_db


def refused_by_the_database(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_title_is_the_official_one_or_else_the_working_title():
    official = make_element(official_title="Commit to rights", working_title="Rights")
    working = make_element(official_title="", working_title="Training")
    assert (official.title, official.is_working_title) == ("Commit to rights", False)
    assert (working.title, working.is_working_title) == ("Training", True)


def test_addresses_are_codes_in_lower_case():
    assert make_element(code="T5").get_absolute_url() == "/en/framework/t5/"
    assert make_right(code="CFR-21").get_absolute_url() == "/en/rights/cfr-21/"


def test_the_database_allows_one_current_edition():
    make_framework(is_current=True)
    make_framework(is_current=False)
    refused_by_the_database(lambda: make_framework(is_current=True))


def test_an_element_code_stands_once_in_an_edition_and_may_return_in_the_next():
    first = make_element(code="F1")
    make_element(code="F1", framework=make_framework(version="2"))
    refused_by_the_database(lambda: make_element(code="F1", framework=first.framework))


@pytest.mark.parametrize("field", ["pillar", "verification"])
def test_the_database_refuses_unknown_choices(field):
    refused_by_the_database(lambda: make_element(**{field: "invented"}))


def test_local_relevance_may_be_empty_but_not_invented():
    make_right(local_relevance="")
    refused_by_the_database(lambda: make_right(local_relevance="very"))


@pytest.mark.parametrize("code", ["f1", "F 1", "F1\n", "F1/../x", "F1\0", "Ф1"])
def test_a_code_with_a_page_is_plain_capitals(code):
    with pytest.raises(ValidationError):
        Element(code=code, pillar="tool", working_title="x", verification="working").clean_fields(exclude=["framework"])


@pytest.mark.parametrize("colour", ["red", "#fff", "#E5243B\n", "#e5243b", "url(x)"])
def test_a_colour_is_six_hex_digits(colour):
    with pytest.raises(ValidationError):
        Goal(code="SDG-1", number=1, title="x", goal="y", colour=colour, text_on_colour="#000000").clean_fields()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sources", ["javascript:alert(1)"]),
        ("sources", "https://example.org"),
        ("evidence_hints", [""]),
        ("evidence_hints", [{"a": 1}]),
        ("evidence_hints", ["a\0b"]),
        ("evidence_hints", ["a\ud800b"]),
    ],
)
def test_lists_hold_texts_and_sources_hold_web_addresses(field, value):
    element = make_element()
    setattr(element, field, value)
    with pytest.raises(ValidationError) as caught:
        element.full_clean()
    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize(
    "documents",
    [
        [{"title": "No address"}],
        [{"title": "x", "url": "javascript:alert(1)"}],
        [{"title": "x", "url": 5}],
        [{"title": "x", "url": "https://example.org", "script": "y"}],
        [{"title": "x\0", "url": "https://example.org"}],
        {"title": "x"},
        ["x"],
    ],
)
def test_documents_have_a_title_and_a_web_address(documents):
    edition = make_framework()
    edition.documents = documents
    with pytest.raises(ValidationError) as caught:
        edition.full_clean()
    assert list(caught.value.message_dict) == ["documents"]


def test_forms_offer_elements_of_the_current_edition_that_are_not_retired():
    offered = make_element()
    make_element(is_offered=False)
    make_element(framework=make_framework(is_current=False, version="2021"))
    assert list(Element.objects.offered()) == [offered]


def test_what_is_already_chosen_stays_offered():
    offered, retired = make_element(), make_element(is_offered=False)
    make_element(is_offered=False)
    assert set(Element.objects.offered(chosen=[retired.pk])) == {offered, retired}


def test_rules_of_application_are_not_offered_as_rights():
    right = make_right()
    make_right(title=make_rights_title(holds_rights=False))
    assert list(Right.objects.offered()) == [right]


def test_current_ordered_and_by_code():
    second, first = make_element(code="T2", order=2, pillar="tool"), make_element(code="T1", order=1, pillar="tool")
    old = make_element(code="T1", framework=make_framework(is_current=False, version="2021"))
    assert list(Element.objects.current().ordered()) == [first, second]
    assert Element.objects.current().with_codes(["T2", "X9"]).by_code() == {"T2": second}
    assert list(Element.objects.with_codes(["T1"]).newest_first()) == [first, old]
    assert list(Framework.objects.current()) == [first.framework]


def test_the_crosswalk_can_be_read_from_both_ends():
    element, area, right, goal = make_element(), make_policy_area(), make_right(), make_goal()
    element.rights.add(right)
    element.goals.add(goal)
    area.rights.add(right)
    assert list(right.elements.all()) == list(goal.elements.all()) == [element]
    assert list(right.policy_areas.all()) == [area]
