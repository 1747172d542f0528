"""Many people of the office at once, and what the database refuses by itself."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from labels.actions import (
    admit,
    grant,
    propose,
    propose_admissibility,
    reject_proposal,
    sign_first,
    withdraw_application,
)
from labels.models import Admissibility, Decision, DecisionEntry, Label, LabelApplication
from review.workflow import NotAllowed, Stale
from tests.factories import make_application, make_user
from tests.labels.conftest import fresh
from tests.races import run_at_once


def deciders(number: int = 32):
    return [make_user(f"Decider {n}", roles=("decider",)) for n in range(number)]


# --- Races -----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_32_people_confirm_at_once_and_it_is_admitted_once(city, reviewer):
    application = make_application(city=city)
    propose_admissibility(obj=application, by=reviewer, note="Complete.", admissible=True)

    outcomes = run_at_once(*[lambda by=by: admit(obj=fresh(application), by=by) for by in deciders()])

    assert sum(isinstance(outcome, LabelApplication) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {LabelApplication, Stale}
    assert application.status_changes.filter(transition="admit").count() == 1
    assert [entry.act for entry in DecisionEntry.objects.all()] == ["admitted"]
    assert Admissibility.objects.get().confirmed_by is not None


@pytest.mark.django_db(transaction=True)
def test_32_first_signatures_at_once_leave_one(proposed):
    outcomes = run_at_once(*[lambda by=by: sign_first(obj=fresh(proposed), by=by) for by in deciders()])

    won = [outcome for outcome in outcomes if isinstance(outcome, Decision)]
    assert len(won) == 1
    assert {type(outcome) for outcome in outcomes if outcome not in won} == {NotAllowed}
    assert Decision.objects.get().signed_by == won[0].signed_by
    assert proposed.status_changes.filter(transition="sign_first").count() == 1


@pytest.mark.django_db(transaction=True)
def test_32_deciders_sign_second_at_once_and_one_label_is_made(signed):
    outcomes = run_at_once(*[lambda by=by: grant(obj=fresh(signed), by=by) for by in deciders()])

    won = [outcome for outcome in outcomes if isinstance(outcome, Label)]
    assert len(won) == 1
    assert {type(outcome) for outcome in outcomes if outcome not in won} == {Stale}
    assert Label.objects.get() == won[0]
    decision = Decision.objects.get()
    assert (decision.is_final, len({decision.signed_by_id, decision.confirmed_by_id})) == (True, 2)
    assert signed.status_changes.filter(transition="grant").count() == 1
    assert AuditEvent.objects.filter(action="label_granted").count() == 1
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_one_account_in_32_threads_never_signs_twice(signed, decider):
    outcomes = run_at_once(*[lambda: grant(obj=fresh(signed), by=decider)] * 32)

    assert {type(outcome) for outcome in outcomes} == {NotAllowed}
    assert not Label.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_second_signature_against_the_city_that_takes_its_application_back(signed, approver):
    """16 deciders sign, 16 times the city takes back: one of both happens, and nothing is left open."""
    back = [lambda: withdraw_application(application=fresh(signed), by=approver)] * 16
    outcomes = run_at_once(*back, *[lambda by=by: grant(obj=fresh(signed), by=by) for by in deciders(16)])

    assert sum(not isinstance(outcome, Stale) for outcome in outcomes) == 1
    assert Label.objects.count() == (fresh(signed).state == "granted")
    assert Decision.objects.get().closed_at is not None


@pytest.mark.django_db(transaction=True)
def test_16_proposals_at_once_leave_one(application):
    outcomes = run_at_once(
        *[
            lambda by=by: propose(
                obj=fresh(application),
                by=by,
                note=f"Because of {by.pk}.",
                outcome="awarded",
                plain="There is a desk now.",
            )
            for by in deciders(16)
        ]
    )

    assert sum(isinstance(outcome, Decision) for outcome in outcomes) == 1
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_and_sending_back_at_once_leave_one_outcome(signed):
    acts = [
        (lambda by=by: grant(obj=fresh(signed), by=by))
        if n % 2
        else (lambda by=by: reject_proposal(obj=fresh(signed), by=by, note="No."))
        for n, by in enumerate(deciders(16))
    ]

    outcomes = run_at_once(*acts)

    assert sum(not isinstance(outcome, Stale) for outcome in outcomes) == 1
    assert Label.objects.count() == (fresh(signed).state == "granted")


# --- The database's own word -----------------------------------------------------------------------
def test_the_database_refuses_a_decision_by_fewer_than_two_new_people(signed, reviewer, decider):
    decision = signed.decisions.get()

    changes = ({"confirmed_by": decider}, {"confirmed_by": reviewer}, {"confirmed_by": None}, {"signed_by": None})
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(is_final=True, closed_at=timezone.now(), **change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(signed_by=reviewer)


def test_the_database_refuses_a_second_open_or_final_decision(signed, reviewer, decider, second_decider):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(application=signed, outcome="awarded", reasons="x", proposed_by=decider)
    grant(obj=signed, by=second_decider)
    final = {"is_final": True, "closed_at": timezone.now(), "proposed_by": reviewer, "signed_by": decider}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=signed, outcome="not_yet", reasons="x", confirmed_by=second_decider, **final
        )


def test_the_database_refuses_an_admission_by_one_person_and_a_panel_without_admission(city, reviewer, decider):
    application = make_application(city=city)
    waiting = propose_admissibility(obj=application, by=reviewer, note="Complete.", admissible=True)
    rows = Admissibility.objects.filter(pk=waiting.pk)

    for change in ({"confirmed_by": reviewer, "closed_at": timezone.now()}, {"confirmed_by": decider}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Admissibility.objects.create(application=application, admissible=False, reasons="x", proposed_by=decider)
    for change in ({"state": "panel"}, {"state": "gold"}, {"kind": "renewal"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LabelApplication.objects.filter(pk=application.pk).update(**change)
