"""Milestones keep their keys; a change of aim or date is known as one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from commitments import actions
from tests.factories import make_commitment, make_evidence


def latest(commitment):
    return commitment.versions.select_related("commitment__city").order_by("-number").first()


def save(version, by, *, links=None, **values):
    return actions.save_version(version=version, by=by, revision=version.revision, values=values, links=links)


def test_milestones_are_replaced_and_keep_their_keys(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    key = version.milestones.get().key
    rows = [
        {"key": "", "title": "The first desk opens", "due_on": "2026-12-31"},
        {"key": key, "title": "Three desks are open", "due_on": None},
        {"key": "", "title": " ", "due_on": ""},
    ]

    saved = actions.save_milestones(version=version, by=official, revision=1, rows=rows)

    kept = [(row.position, row.title, row.due_on) for row in saved.milestones.all()]
    assert kept == [(1, "The first desk opens", dt.date(2026, 12, 31)), (2, "Three desks are open", None)]
    assert saved.milestones.last().key == key
    assert saved.milestones.first().key not in ("", key)
    assert saved.revision == 2


def test_a_foreign_key_becomes_a_new_one(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    rows = [{"key": "stolen", "title": "A desk", "due_on": None}]

    saved = actions.save_milestones(version=version, by=official, revision=1, rows=rows)

    assert saved.milestones.get().key != "stolen"


def test_evidence_of_a_removed_milestone_stays_with_the_text(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    make_evidence(version=version)
    version.evidence_rows.update(milestone_key=version.milestones.get().key)

    actions.save_milestones(version=version, by=official, revision=1, rows=[])

    assert version.evidence_rows.get().milestone_key == ""


def test_bad_milestones_are_refused_with_their_number(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    key = version.milestones.get().key
    rows = [{"key": key, "title": "x" * 301, "due_on": None}, {"key": "", "title": "B", "due_on": "never"}]

    with pytest.raises(ValidationError) as refusal:
        actions.save_milestones(version=version, by=official, revision=1, rows=rows)
    assert [message[:11] for message in refusal.value.messages] == ["Milestone 1", "Milestone 2"]

    for bad in ([{"key": key, "title": "A"}] * 2, [{"key": "", "title": "A"}] * 31):
        with pytest.raises(ValidationError):
            actions.save_milestones(version=version, by=official, revision=1, rows=bad)
    assert version.milestones.count() == 1


def test_an_amendment_is_a_correction_until_it_changes_an_aim_or_a_date(city, official):
    commitment = make_commitment(city=city, version_title="Help in every libary")
    version = actions.amend(commitment=commitment, by=official)
    assert version.is_material is False

    version = save(version, official, title="Help in every library", is_material=False)
    assert version.is_material is False

    version = save(version, official, ends_on=dt.date(2029, 6, 30), is_material=False)
    assert version.is_material is True


def test_a_milestone_put_off_is_a_change(city, official):
    version = actions.amend(commitment=make_commitment(city=city), by=official)
    row = version.milestones.get()
    rows = [{"key": row.key, "title": row.title, "due_on": dt.date(2028, 1, 1)}]

    saved = actions.save_milestones(version=version, by=official, revision=version.revision, rows=rows)

    assert saved.is_material is True


def test_the_city_may_call_a_correction_a_change(city, official):
    version = actions.amend(commitment=make_commitment(city=city), by=official)

    assert save(version, official, is_material=True).is_material is True
