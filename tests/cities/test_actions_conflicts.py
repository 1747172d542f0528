import pytest
from django.core.exceptions import ValidationError

from cities.actions import declare_conflict, withdraw_conflict
from cities.models import Conflict
from cities.rules import has_hard_conflict, may_check
from core.access import Refused
from core.models import AuditEvent
from review.workflow import NotAllowed, Stale
from tests.factories import make_conflict
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


def declared(city, by, **changes):
    return declare_conflict(city=city, by=by, **{"kind": "hard", "reason": "I worked there until 2025.", **changes})


@pytest.mark.parametrize("who", ["reviewer", "decider"])
def test_a_hard_conflict_takes_effect_at_once(request, city, who):
    person = request.getfixturevalue(who)
    assert may_check(person, city)

    conflict = declared(city, person)

    assert has_hard_conflict(person, city)
    assert not may_check(person, city)
    event = AuditEvent.objects.get(action="declare_conflict")
    assert event.scope == f"office:cities.city:{city.pk}"
    assert conflict.user == person


def test_a_soft_conflict_is_declared_and_hides_nothing(city, reviewer):
    declared(city, reviewer, kind="soft")

    assert may_check(reviewer, city)


@pytest.mark.parametrize("who", ["administrator", "official", "approver", "resident"])
def test_nobody_else_declares(request, city, who):
    with pytest.raises(NotAllowed):
        declared(city, request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": ""}, "reason"), ({"reason": "\x00"}, "reason"), ({"kind": "none"}, "kind"), ({"kind": None}, "kind")],
)
def test_kind_and_reason_are_needed(city, reviewer, changes, field):
    with pytest.raises(ValidationError) as error:
        declared(city, reviewer, **changes)
    assert list(error.value.message_dict) == [field]


def test_the_same_is_not_declared_twice(city, reviewer):
    declared(city, reviewer)

    with pytest.raises(ValidationError, match="already"):
        declared(city, reviewer)


def test_the_other_kind_replaces_the_first(city, reviewer):
    soft = declared(city, reviewer, kind="soft")
    declared(city, reviewer, kind="hard")

    soft.refresh_from_db()
    assert soft.withdrawn_at
    assert Conflict.objects.get(withdrawn_at=None).kind == "hard"


def test_a_declaration_is_withdrawn_and_stays_on_record(city, reviewer):
    conflict = declared(city, reviewer)

    withdraw_conflict(conflict=conflict, by=reviewer)

    assert may_check(reviewer, city)
    conflict.refresh_from_db()
    assert conflict.withdrawn_at
    assert AuditEvent.objects.filter(action="withdraw_conflict").exists()
    with pytest.raises(Stale):
        withdraw_conflict(conflict=conflict, by=reviewer)


@pytest.mark.parametrize("who", ["other_reviewer", "decider", "administrator"])
def test_nobody_withdraws_for_another(request, city, reviewer, who):
    conflict = make_conflict(reviewer, city)

    with pytest.raises(Refused):
        withdraw_conflict(conflict=conflict, by=request.getfixturevalue(who))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_declares_once(city, reviewer):
    outcomes = run_at_once(*[lambda: declared(city, reviewer)] * 6)

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert Conflict.objects.count() == 1
