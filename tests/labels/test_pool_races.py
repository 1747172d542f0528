"""Many at once about one offer."""

import pytest

from labels.actions.pool import accept_offer, offer_to_serve, turn_down_offer
from labels.models import PoolMember
from review.workflow import Stale
from tests.factories import make_pool_member, make_user
from tests.races import run_at_once

WORDS = {"name": "Remi", "kind": "academic", "country": "DE", "institution": "University", "languages": ["en"]}


@pytest.mark.django_db(transaction=True)
def test_32_offers_of_one_person_are_one(resident):
    outcomes = run_at_once(*[lambda: offer_to_serve(by=resident, **WORDS)] * 32)

    assert sum(isinstance(outcome, PoolMember) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {PoolMember, Stale}
    assert PoolMember.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_and_turning_down_at_once_leave_one_answer():
    member = make_pool_member(state="waiting")
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(32)]
    acts = [
        (lambda by=by: accept_offer(obj=PoolMember.objects.get(), by=by))
        if n % 2
        else (lambda by=by: turn_down_offer(obj=PoolMember.objects.get(), by=by, note="No."))
        for n, by in enumerate(deciders)
    ]

    outcomes = run_at_once(*acts)

    assert sum(isinstance(outcome, PoolMember) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {PoolMember, Stale}
    member.refresh_from_db()
    assert member.user.groups.filter(name="panel").exists() == (member.state == "active")
