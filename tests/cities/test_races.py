"""Many people at once: exactly one wins, on SQLite and on PostgreSQL. More races stand beside the action they test."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.models import User
from cities.actions import (
    accept_invitation,
    accept_join,
    ask_to_join,
    invite,
    refuse_join,
    revoke_invitation,
    withdraw_join,
)
from cities.models import CityRole, Invitation, JoinRequest
from core import audit
from core.models import AuditEvent, OutboxMail
from core.storage import private_storage
from review.workflow import Stale
from tests.cities.conftest import ALL_TICKS, answers, stored_files
from tests.factories import make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def guest() -> User:
    return make_user("Gil Guest", email="gil@arden.example")


@pytest.fixture
def invited(city, approver) -> tuple[Invitation, str]:
    """An open invitation of `guest` as editor, and its token."""
    return invite(city=city, email="gil@arden.example", role="editor", by=approver)


# --- Joining ------------------------------------------------------------------------------------------


def test_a_double_click_makes_one_request_with_one_document(resident, graz, settings):
    key = uuid4()

    outcomes = run_at_once(*[lambda: ask_to_join(by=resident, place=graz, key=key, **answers())] * 12)

    assert {outcome.pk for outcome in outcomes} == {JoinRequest.objects.get().pk}
    assert len(stored_files(settings.MEDIA_ROOT)) == 1
    assert private_storage.exists(JoinRequest.objects.get().mandate_file.name)
    assert OutboxMail.objects.filter(name="join_received").count() == 1


def test_many_forms_for_one_place_at_once_make_one_request(resident, graz):
    outcomes = run_at_once(*[lambda: ask_to_join(by=resident, place=graz, key=uuid4(), **answers())] * 8)

    assert sum(isinstance(outcome, JoinRequest) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 7
    assert JoinRequest.objects.count() == 1


def test_of_opposite_decisions_at_once_one_wins(asked, resident):
    people = [make_user(f"Administrator {n}", roles=("administrator",)) for n in range(8)]

    def fresh():
        return JoinRequest.objects.get(pk=asked.pk)

    acts = [
        (lambda by=by: accept_join(join_request=fresh(), by=by, ticks=ALL_TICKS))
        if number % 2
        else (lambda by=by: refuse_join(join_request=fresh(), by=by, note="No."))
        for number, by in enumerate(people)
    ]
    outcomes = run_at_once(*acts, lambda: withdraw_join(join_request=fresh(), by=resident))

    assert sum(not isinstance(outcome, Stale) for outcome in outcomes) == 1
    assert asked.status_changes.count() == 2
    assert list(audit.verify()) == []


# --- Invitations --------------------------------------------------------------------------------------


def test_accepted_many_times_at_once_it_works_once(invited, guest):
    outcomes = run_at_once(*[lambda: accept_invitation(token=invited[1], by=guest)] * 12)

    assert sum(isinstance(outcome, CityRole) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes if not isinstance(outcome, CityRole)} == {Stale}
    assert CityRole.objects.filter(user=guest).count() == 1
    assert AuditEvent.objects.filter(action="accept_invitation").count() == 1
    assert list(audit.verify()) == []


def test_accepting_and_taking_back_at_once_leave_one_outcome(invited, guest, approver):
    outcomes = run_at_once(
        lambda: accept_invitation(token=invited[1], by=guest),
        lambda: revoke_invitation(invitation=Invitation.objects.get(), by=approver),
    )

    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1
    invitation = Invitation.objects.get()
    assert bool(invitation.used_at) is CityRole.objects.filter(user=guest).exists()
    assert bool(invitation.used_at) is not bool(invitation.revoked_at)


def test_two_invitations_of_one_person_accepted_at_once_make_one_role(city, approver, guest):
    EmailAddress.objects.create(user=guest, email="gil2@arden.example", verified=True)
    tokens = [
        invite(city=city, email=email, role="editor", by=approver)[1] for email in (guest.email, "gil2@arden.example")
    ]

    run_at_once(*[lambda token=token: accept_invitation(token=token, by=guest) for token in tokens])

    assert CityRole.objects.current().filter(user=guest).count() == 1


def test_a_double_click_sends_one_invitation(city, approver):
    outcomes = run_at_once(*[lambda: invite(city=city, email="gil@arden.example", role="editor", by=approver)] * 8)

    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 7
    assert Invitation.objects.count() == 1
    assert OutboxMail.objects.filter(name="invitation").count() == 1
