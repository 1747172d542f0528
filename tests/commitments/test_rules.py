"""The rules in words: what is a typing error, what is missing, who may."""

import datetime as dt

import pytest

from commitments import rules
from tests.factories import make_commitment, make_version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Help in every libary", "Help in every library"),
        ("help, in every library", "Help in every library."),
        ("Help  in\nevery library", "Help in every library"),
        ("Hlep in evrey libary", "Help in every library"),
        ("", ""),
        ("Ελεύθερη βοήθεια", "Ελευθερη βοήθεια"),
    ],
)
def test_a_typing_error(old, new):
    assert rules.is_typo(old, new)
    assert rules.is_typo(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Open by 2027", "Open by 2028"),
        ("It is legal", "It is illegal"),
        ("We are now open", "We are not open"),
        ("Able to pay", "Unable to pay"),
        ("A million euro", "A billion euro"),
        ("Five desks", "Five new desks"),
        ("Five desks", "Five"),
        ("Three desks", "Seven desks"),
        ("Hlep in evrey libary todya", "Help in every library today"),
        ("", "A promise"),
        ("Room 12b", "Room 13b"),
    ],
)
def test_a_change_of_meaning(old, new):
    assert not rules.is_typo(old, new)
    assert not rules.is_typo(new, old)


def pair(city, **fields):
    commitment = make_commitment(city=city, version_title="Help for all", version_problem="One desk")
    old = commitment.versions.get()
    same = {name: getattr(old, name) for name in ("title", "summary", "action", "starts_on", "ends_on", "problem")}
    new = make_version(commitment, state="draft", **(same | fields))
    new.milestones.update(key=old.milestones.get().key)
    return old, new


@pytest.mark.parametrize(
    ("fields", "is_change"),
    [
        ({}, False),
        ({"problem": "Something else entirely"}, False),
        ({"title": "Help for aal"}, True),
        ({"title": "Helpp for all"}, False),
        ({"starts_on": dt.date(2026, 3, 2)}, True),
        ({"ends_on": None}, True),
        ({"budget": 5}, True),
        ({"action": "Do nothing."}, True),
        ({"language": "de"}, True),
    ],
)
def test_what_needs_a_sign_off(fields, is_change, city):
    assert rules.is_material_change(*pair(city, **fields)) is is_change


def test_milestones_and_groups_count_too(city):
    old, new = pair(city)
    new.milestones.update(due_on=dt.date(2030, 1, 1))
    assert rules.is_material_change(old, new)

    old, new = pair(city)
    new.milestones.update(title="Four desks are open")
    assert rules.is_material_change(old, new)

    old, new = pair(city)
    new.milestones.all().delete()
    assert rules.is_material_change(old, new)

    old, new = pair(city)
    new.groups.clear()
    assert rules.is_material_change(old, new)


def test_everything_that_is_missing_is_named(city, official):
    version = make_commitment(city=city, state="draft").versions.get()
    assert rules.missing_for_submit(version) == []

    for name in ("title", "summary", "problem", "action", "unit", "consulted"):
        setattr(version, name, "")
    version.starts_on = version.ends_on = None
    for name in ("elements", "rights", "policy_areas", "groups"):
        getattr(version, name).clear()
    version.milestones.update(title="")

    assert len(rules.missing_for_submit(version)) == 13


def test_dates_run_forward(city):
    version = make_commitment(city=city, state="draft").versions.get()
    version.starts_on, version.ends_on = version.ends_on, version.starts_on

    assert rules.missing_for_submit(version) == ["The end date must not be before the start date."]


def test_confidential_evidence_is_for_the_city_and_who_checks(city, official, other_official, office, resident):
    class Case:
        def __init__(self, *holders):
            rows = [type("Row", (), {"reviewer_id": person.pk, "released_at": None}) for person in holders]
            self.assignments = type("Rows", (), {"all": staticmethod(lambda: rows)})

    evidence = type("Piece", (), {"city": city})
    held = [Case(office.reviewer)]

    def may(person):
        return rules.may_see_confidential(person, evidence, held)

    assert [may(official), may(office.reviewer), may(office.decider)] == [True] * 3
    assert [may(person) for person in (other_official, office.other_reviewer, office.administrator, resident)] == [
        False
    ] * 4
