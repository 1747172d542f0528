"""Many people at one label at once, and what the database refuses by itself."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from labels.actions import confirm_change, drop_change, expire_labels, grant, propose_change
from labels.models import DecisionEntry, Label, LabelChange
from labels.queries.log import log_faults
from review.workflow import NotAllowed, Stale
from tests.factories import make_application, make_commitment, make_label, make_user
from tests.labels.conftest import fresh
from tests.races import run_at_once

WHY = "The city sent no report for two years."


def again(label: Label) -> Label:
    return Label.objects.get(pk=label.pk)


# --- The database's own word, and races ------------------------------------------------------------
def test_the_database_refuses_a_change_by_one_person(city, decider):
    label = make_label(city=city)
    change = propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    for words in ({"confirmed_by": decider}, {"confirmed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LabelChange.objects.filter(pk=change.pk).update(is_final=True, closed_at=timezone.now(), **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelChange.objects.create(label=label, kind="revoke", reasons="x", proposed_by=decider)


@pytest.mark.django_db(transaction=True)
def test_32_who_sign_or_drop_at_once_leave_one_outcome(city):
    label = make_label(city=city)
    propose_change(obj=label, by=make_user("First", roles=("decider",)), kind="suspend", note=WHY)
    people = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]
    acts = [
        (lambda by=by: confirm_change(obj=again(label), by=by, kind="suspend"))
        if n % 2
        else (lambda by=by: drop_change(obj=again(label), by=by, note="No."))
        for n, by in enumerate(people)
    ]

    outcomes = run_at_once(*acts)

    assert sum(isinstance(outcome, Label) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} <= {Label, Stale, NotAllowed}
    entries = DecisionEntry.objects.count()
    assert entries == LabelChange.objects.filter(is_final=True).count() == (again(label).state == "suspended")
    assert list(log_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_a_grant_against_a_revocation_with_32_workers(city, approver):
    """Half the deciders sign the city's new application, half revoke its old label: both happen once, in some order."""
    old = make_label(city=city)
    for _ in range(3):
        make_commitment(city=city)
    first = make_user("First", roles=("decider",))
    application = make_application(city=city, author=approver, state="proposed", signed_by=first)
    change = propose_change(obj=old, by=first, kind="revoke", note=WHY)
    LabelChange.objects.filter(pk=change.pk).update(hearing_until=timezone.localdate() - dt.timedelta(days=1))
    people = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]
    acts = [
        (lambda by=by: grant(obj=fresh(application), by=by))
        if n % 2
        else (lambda by=by: confirm_change(obj=again(old), by=by, kind="revoke"))
        for n, by in enumerate(people)
    ]

    outcomes = run_at_once(*acts)

    won = [outcome for outcome in outcomes if isinstance(outcome, Label)]
    assert sorted(label.state for label in won) == ["revoked", "valid"]
    assert {type(outcome) for outcome in outcomes} <= {Label, Stale, NotAllowed}
    assert sorted(entry.act for entry in DecisionEntry.objects.all()) == ["granted", "revoked"]
    assert list(log_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_16_expiring_at_once_note_it_once(city):
    label = make_label(city=city, granted_on=dt.date(2020, 1, 1), valid_until=dt.date(2023, 1, 1))

    outcomes = run_at_once(*[expire_labels] * 16)

    assert sorted(outcomes) == [0] * 15 + [1]
    assert (again(label).state, DecisionEntry.objects.count()) == ("expired", 1)
