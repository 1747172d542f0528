import pytest
from django.http import Http404

from framework import queries
from framework.actions import load_reference
from framework.models import PillarIntro
from tests.factories.framework import (
    make_charter_article,
    make_element,
    make_framework,
    make_goal,
    make_group,
    make_instrument_item,
    make_pillar_intro,
    make_policy_area,
    make_right,
    make_rights_title,
)

pytestmark = pytest.mark.django_db

HOSTILE = ["", " ", "f1\0", "é", "f1'--", "../f1", "9" * 5000, "\ud800", "F1 ", "f1\n", "ｆ１", "ß"]


@pytest.mark.parametrize("rows", [1, 3])
def test_framework_page(rows, django_assert_num_queries):
    make_pillar_intro(title="Foundations", official_subtitle="City commitments")
    elements = [make_element() for _ in range(rows)]
    make_element(framework=make_framework(is_current=False, version="2021"))
    with django_assert_num_queries(3):
        page = queries.framework_page()
        shown = [(block.title, [element.title for element in block.elements]) for block in page.pillars]
    assert shown == [("Foundations", [element.title for element in elements]), ("Structure", []), ("Tool", [])]
    assert page.pillars[0].official_subtitle == "City commitments"
    assert not page.has_working_titles


def test_framework_page_says_when_titles_are_working_titles():
    make_element(official_title="")
    assert queries.framework_page().has_working_titles


def test_framework_page_without_any_edition():
    page = queries.framework_page()
    assert (page.edition, page.pillars) == (None, [])


@pytest.mark.parametrize("rows", [1, 3])
def test_element_page(rows, django_assert_num_queries):
    element = make_element(code="F1")
    rights = [make_right() for _ in range(rows)]
    items = [make_instrument_item() for _ in range(rows)]
    element.rights.set(rights)
    element.goals.set([make_goal() for _ in range(rows)])
    element.charter_articles.set([make_charter_article() for _ in range(rows)])
    element.instrument_items.set(items)
    with django_assert_num_queries(5):
        page = queries.element_page("f1")
        assert page.edition == element.framework
        assert [item.instrument.title for item in page.instrument_items] == ["A plan"] * rows
        assert page.rights == rights
    assert (page.element, len(page.goals), len(page.charter_articles)) == (element, rows, rows)
    assert page.pillar_title == "Foundation"


def test_element_page_takes_the_pillar_title_from_the_data():
    element = make_element(code="F1")
    make_pillar_intro(framework=element.framework, title="What we promise")
    assert queries.element_page("F1").pillar_title == "What we promise"


def test_element_page_prefers_the_current_edition_and_keeps_old_addresses():
    old = make_element(code="F1", framework=make_framework(is_current=False, version="2021"))
    gone = make_element(code="F9", framework=old.framework)
    new = make_element(code="F1", framework=make_framework(is_current=True, version="2027"))
    assert queries.element_page("f1").element == new
    assert queries.element_page("f9").element == gone


@pytest.mark.parametrize("code", HOSTILE)
def test_pages_of_unknown_codes_are_not_found(code):
    make_element(code="F1")
    make_right(code="CFR-1")
    for page in (queries.element_page, queries.right_page):
        with pytest.raises(Http404):
            page(code)


@pytest.mark.parametrize("rows", [1, 3])
def test_rights_page(rows, django_assert_num_queries):
    titles = [make_rights_title() for _ in range(rows)]
    rights = [[make_right(title=title) for _ in range(rows)] for title in titles]
    with django_assert_num_queries(3):
        page = queries.rights_page()
        assert [list(title.rights.all()) for title in page.titles] == rights
    assert page.instrument is None


@pytest.mark.parametrize("rows", [1, 3])
def test_right_page(rows, django_assert_num_queries):
    right = make_right(code="CFR-21")
    elements = [make_element() for _ in range(rows)]
    areas = [make_policy_area() for _ in range(rows)]
    old = make_element(framework=make_framework(is_current=False, version="2021"))
    right.elements.set([*elements, old])
    right.policy_areas.set(areas)
    with django_assert_num_queries(5):
        page = queries.right_page("cfr-21")
        assert page.right.title.heading
    assert (page.right, page.elements, page.policy_areas) == (right, elements, areas)
    assert page.edition == elements[0].framework


def test_shipped_pages_are_complete():
    load_reference()
    page = queries.framework_page()
    assert [(block.title, len(block.elements)) for block in page.pillars] == [
        ("Foundations", 4),
        ("Structures", 7),
        ("Tools", 10),
    ]
    assert [element.code for element in page.pillars[2].elements][-1] == "T10"
    assert [len(title.rights.all()) for title in queries.rights_page().titles] == [5, 14, 7, 12, 8, 4, 4]
    assert queries.rights_page().instrument.reference.startswith("OJ C 326")
    assert queries.right_page("cfr-54").elements == []


@pytest.mark.parametrize("rows", [1, 3])
def test_choices_for_forms(rows, django_assert_num_queries):
    for _ in range(rows):
        make_element()
        make_right()
        make_charter_article()
        make_policy_area()
        make_group()
        make_goal()
        make_instrument_item()
    with django_assert_num_queries(7):
        choices = queries.choices_for_forms()
    assert [len(group) for _name, group in choices.elements] == [rows]
    assert len(choices.policy_areas) == len(choices.groups) == len(choices.goals) == rows
    assert len(choices.rights) == len(choices.charter_articles) == rows
    assert [len(points) for _name, points in choices.instrument_items] == [rows]


def test_choices_are_grouped_and_named():
    load_reference()
    others = dict(queries.instrument_item_choices(value="code"))
    assert others["ECCAR Ten-Point Plan of Action"][6] == ("ECCAR-7", "ECCAR 7 Fair access to housing")
    assert ("UN-CRPD", "CRPD Convention on the Rights of Persons with Disabilities") in next(
        found for title, found in others.items() if "United Nations" in title
    )
    elements = dict(queries.element_choices(value="code"))
    assert list(elements) == ["Foundations", "Structures", "Tools"]
    assert elements["Structures"][1] == ("S2", "S2 Nominate an elected representative on human rights")
    assert elements["Tools"][4] == ("T5", "T5 Human rights training and capacity building (working title)")
    rights = dict(queries.right_choices(value="code"))
    assert rights["III Equality"][1] == ("CFR-21", "21 Non-discrimination")
    assert not any(name.startswith("VII ") for name in rights)
    articles = dict(queries.charter_article_choices(value="code"))
    assert articles["I General provisions"][0] == ("ECHRC-I", "I Right to the city")
    assert queries.policy_area_choices(value="code")[1] == ("PA02", "Housing and homelessness")
    assert queries.group_choices(value="code")[0] == ("RH01", "Everyone in the city")
    assert queries.goal_choices(value="code")[10] == ("SDG-11", "11 Sustainable Cities and Communities")


def test_an_element_of_an_older_edition_stays_chosen_and_says_so():
    old = make_element(code="F1", official_title="Old", framework=make_framework(is_current=False, version="2021"))
    make_element(code="F1", official_title="New", framework=make_framework(is_current=True, version="2027"))
    PillarIntro.objects.all().delete()
    ((_, offered),) = queries.element_choices(value="code", chosen=[old.pk])
    assert {label for _, label in offered} == {"F1 New", "F1 Old (edition 2021)"}
