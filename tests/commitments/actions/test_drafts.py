"""A text is written at the desk: step by step, by several people, and never over somebody else's words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from commitments import actions
from commitments.actions import StaleEdit
from commitments.models import Commitment, CommitmentVersion
from core.models import AuditEvent
from review.workflow import NotAllowed, Stale
from tests.factories import make_commitment, make_version
from tests.factories.framework import make_element, make_right
from tests.races import run_at_once


def latest(commitment):
    return commitment.versions.select_related("commitment__city").order_by("-number").first()


def save(version, by, *, links=None, **values):
    return actions.save_version(version=version, by=by, revision=version.revision, values=values, links=links)


def test_an_editor_starts_a_commitment(city, official):
    version = actions.start_commitment(city=city, by=official, language="de", title="  Ein   Büro ")

    assert (version.number, version.state, version.language, version.title) == (1, "draft", "de", "Ein Büro")
    assert (version.author, version.editor, version.commitment.created_by) == (official, official, official)
    assert version.commitment.state == "draft"
    assert version.commitment.code.startswith("HRC-")
    assert AuditEvent.objects.get(action="start").scope == f"cities.city:{city.pk}"


def test_strangers_start_nothing(city, other_official, reviewer, resident):
    for person in (other_official, reviewer, resident):
        with pytest.raises(NotAllowed):
            actions.start_commitment(city=city, by=person)
    assert not Commitment.objects.exists()


def test_a_code_that_is_taken_is_drawn_again(city, official, monkeypatch):
    taken = make_commitment(city=city).code
    codes = iter([taken, taken, "HRC-FRESHH"])
    monkeypatch.setattr(Commitment._meta.get_field("code"), "_get_default", lambda: next(codes))

    assert actions.start_commitment(city=city, by=official).commitment.code == "HRC-FRESHH"


def test_codes_that_are_always_taken_end_in_an_error(city, official, monkeypatch):
    taken = make_commitment(city=city).code
    monkeypatch.setattr(Commitment._meta.get_field("code"), "_get_default", lambda: taken)

    with pytest.raises(IntegrityError):
        actions.start_commitment(city=city, by=official)


def test_a_part_is_saved_and_the_rest_stays(city, official, approver):
    version = actions.start_commitment(city=city, by=official, title="A desk")
    element, right = make_element(), make_right()

    saved = save(
        version,
        approver,
        summary=" Free help.\r\n\r\n\r\n\r\nFor all. ",
        starts_on=dt.date(2026, 3, 1),
        budget="410000",
        links={"elements": [element.pk], "rights": [right.pk]},
    )

    saved.refresh_from_db()
    assert saved.title == "A desk"
    assert saved.summary == " Free help.\n\nFor all."
    assert (saved.starts_on, saved.budget) == (dt.date(2026, 3, 1), Decimal("410000.00"))
    assert (list(saved.elements.all()), list(saved.rights.all())) == ([element], [right])
    assert (saved.revision, saved.editor, saved.author) == (2, approver, official)


def test_a_field_is_emptied(city, official):
    version = make_version(make_commitment(city=city, state="lapsed"), state="draft")

    saved = save(version, official, starts_on=None, title="", links={"rights": []})

    assert (saved.starts_on, saved.title, saved.rights.count()) == (None, "", 0)


def test_a_stale_save_writes_nothing_and_carries_the_current_text(city, official, approver):
    mine = actions.start_commitment(city=city, by=official, title="A desk")
    save(mine, approver, title="Three desks", links={"elements": [make_element().pk]})

    with pytest.raises(StaleEdit) as refusal:
        save(mine, official, title="No desk", links={"elements": []})

    assert refusal.value.current.title == "Three desks"
    assert refusal.value.current.revision == 2
    mine.refresh_from_db()
    assert (mine.title, mine.elements.count(), mine.revision) == ("Three desks", 1, 2)


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published", "superseded", "lapsed"])
def test_only_drafts_are_saved(state, city, official):
    version = latest(make_commitment(city=city, state=state))

    with pytest.raises(Stale):
        save(version, official, title="Changed")
    with pytest.raises(Stale):
        actions.save_milestones(version=version, by=official, revision=version.revision, rows=[])

    version.refresh_from_db()
    assert version.title != "Changed"
    assert version.milestones.count() == 1


def test_strangers_save_nothing(city, other_official, reviewer, decider, administrator):
    version = latest(make_commitment(city=city, state="draft"))

    for person in (other_official, reviewer, decider, administrator):
        with pytest.raises(NotAllowed):
            save(version, person, title="Changed")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 201),
        ("summary", "x" * 1001),
        ("title", "NUL \x00"),
        ("problem", "half \ud800"),
        ("title", 7),
        ("language", "English"),
        ("language", ""),
        ("starts_on", "soon"),
        ("starts_on", dt.date(1492, 1, 1)),
        ("ends_on", "2026-02-31"),
        ("budget", "much"),
        ("budget", "-1"),
        ("budget", "NaN"),
        ("budget", "1e30"),
        ("budget", "9" * 5000),
    ],
)
def test_a_bad_value_is_named(field, value, city, official):
    version = actions.start_commitment(city=city, by=official, title="A desk")

    with pytest.raises(ValidationError) as refusal:
        save(version, official, unit="Libraries", **{field: value})

    assert list(refusal.value.message_dict) == [field]
    version.refresh_from_db()
    assert (version.unit, version.revision) == ("", 1)


def test_nobody_writes_the_fields_of_the_process(city, official):
    version = actions.start_commitment(city=city, by=official)

    for field in ("state", "number", "reference", "author", "signed_off_by", "content_hash", "published_at"):
        with pytest.raises(ValueError, match=field):
            save(version, official, **{field: "x"})


@pytest.mark.parametrize("key", [0, -1, 999_999, 2**63, 10**40])
def test_a_link_must_be_on_the_list(key, city, official):
    version = actions.start_commitment(city=city, by=official)

    with pytest.raises(ValidationError) as refusal:
        save(version, official, links={"elements": [key]})

    assert list(refusal.value.message_dict) == ["elements"]


def test_a_retired_link_stays_but_is_not_chosen_anew(city, official):
    make_element()
    retired = make_element(is_offered=False)
    with_it = latest(make_commitment(city=city, state="draft"))
    with_it.elements.set([retired])
    without = latest(make_commitment(city=city, state="draft"))

    assert list(save(with_it, official, links={"elements": [retired.pk]}).elements.all()) == [retired]
    with pytest.raises(ValidationError):
        save(without, official, links={"elements": [retired.pk]})


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_save_at_once_one_is_told(city, official, approver):
    version = actions.start_commitment(city=city, by=official, title="A desk")

    stale = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
    outcomes = run_at_once(*(lambda n=n: save(stale, (official, approver)[n % 2], title=f"Text {n}") for n in range(8)))

    saved = [row for row in outcomes if isinstance(row, CommitmentVersion)]
    assert len(saved) == 1, outcomes
    assert sum(isinstance(row, StaleEdit) for row in outcomes) == 7
    version.refresh_from_db()
    assert (version.title, version.revision) == (saved[0].title, 2)
