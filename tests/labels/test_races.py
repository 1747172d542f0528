"""Many deciders at once, and what the database refuses by itself."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from labels.actions import grant, propose, reject_proposal
from labels.models import Decision, Label, Signature
from review.workflow import NotAllowed, Stale
from tests.factories import make_user
from tests.labels.conftest import fresh
from tests.races import run_at_once


# --- Races -----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_32_deciders_sign_at_once_and_one_label_is_made(proposed):
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]

    outcomes = run_at_once(*[lambda by=by: grant(obj=fresh(proposed), by=by) for by in deciders])

    won = [outcome for outcome in outcomes if isinstance(outcome, Label)]
    assert len(won) == 1
    assert {type(outcome) for outcome in outcomes if outcome not in won} == {Stale}
    assert Label.objects.get() == won[0]
    decision = Decision.objects.get()
    assert (decision.is_final, decision.signatures.count()) == (True, 2)
    assert proposed.status_changes.filter(transition="grant").count() == 1
    assert AuditEvent.objects.filter(action="label_granted").count() == 1
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_one_account_in_32_threads_never_signs_twice(proposed, decider):
    outcomes = run_at_once(*[lambda: grant(obj=fresh(proposed), by=decider)] * 32)

    assert {type(outcome) for outcome in outcomes} == {NotAllowed}
    assert not Label.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_16_proposals_at_once_leave_one(application):
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(16)]

    outcomes = run_at_once(
        *[
            lambda by=by, outcome=outcome: propose(obj=fresh(application), by=by, note="Because.", outcome=outcome)
            for by, outcome in zip(deciders, ["granted", "refused"] * 8, strict=True)
        ]
    )

    assert sum(isinstance(outcome, Decision) for outcome in outcomes) == 1
    assert (Decision.objects.count(), Signature.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_signing_and_sending_back_at_once_leave_one_outcome(proposed):
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(16)]
    acts = [
        (lambda by=by: grant(obj=fresh(proposed), by=by))
        if n % 2
        else (lambda by=by: reject_proposal(obj=fresh(proposed), by=by, note="No."))
        for n, by in enumerate(deciders)
    ]

    outcomes = run_at_once(*acts)

    assert sum(not isinstance(outcome, Stale) for outcome in outcomes) == 1
    assert Label.objects.count() == (fresh(proposed).state == "granted")


# --- The database's own word -----------------------------------------------------------------------
def test_the_database_refuses_a_decision_by_one_person(proposed, decider):
    decision = proposed.decisions.get()

    for change in ({"confirmed_by": decider}, {"confirmed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(is_final=True, closed_at=timezone.now(), **change)


def test_the_database_refuses_a_second_open_or_final_decision(proposed, decider, second_decider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(application=proposed, outcome="granted", reasons="x", proposed_by=decider)
    grant(obj=proposed, by=second_decider)
    final = {"is_final": True, "closed_at": timezone.now(), "confirmed_by": second_decider, "proposed_by": decider}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(application=proposed, outcome="refused", reasons="x", **final)


def test_the_database_refuses_the_same_signature_twice(proposed, decider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(decision=proposed.decisions.get(), decider=decider)
