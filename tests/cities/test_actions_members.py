import pytest
from django.db import IntegrityError, transaction

from cities.actions import end_role, set_role
from cities.models import CityRole
from cities.rules import role_in
from core import audit
from core.access import Refused
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_role, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


def role_of(user):
    return CityRole.objects.current().get(user=user)


def test_an_approver_promotes_an_editor_and_both_roles_stay_on_record(city, approver, official):
    old = role_of(official)

    new = set_role(city_role=old, role="approver", by=approver)

    assert (new.role, new.user, new.given_by) == ("approver", official, approver)
    old.refresh_from_db()
    assert (old.role, bool(old.ended_at)) == ("editor", True)
    event = AuditEvent.objects.get(action="set_role")
    assert event.scope == f"cities.city:{city.pk}"
    assert event.data == {"user": official.pk, "before": "editor", "after": "approver"}


def test_a_focal_point_stays_one(city, approver, resident):
    held = make_role(resident, city, "editor", is_focal_point=True)

    assert set_role(city_role=held, role="approver", by=approver).is_focal_point


def test_the_same_role_again_changes_nothing(approver, official):
    held = role_of(official)

    assert set_role(city_role=held, role="editor", by=approver) == held
    assert not AuditEvent.objects.filter(action="set_role").exists()


def test_the_power_is_gone_at_once(city, approver, official):
    second = make_role(make_user(), city, "approver")

    set_role(city_role=second, role="editor", by=approver)

    assert role_in(second.user, city) == "editor"
    with pytest.raises(NotAllowed):
        end_role(city_role=role_of(official), by=second.user)


def test_nobody_changes_their_own_role(approver, city):
    make_role(make_user(), city, "approver")

    with pytest.raises(Refused, match="own role"):
        set_role(city_role=role_of(approver), role="editor", by=approver)


@pytest.mark.parametrize("role", ["", "owner", "\x00"])
def test_an_unknown_role_is_refused(approver, official, role):
    with pytest.raises(NotReady):
        set_role(city_role=role_of(official), role=role, by=approver)


def test_the_last_approver_stays(approver, administrator):
    held = role_of(approver)

    for act in (lambda: end_role(city_role=held, by=administrator), lambda: end_role(city_role=held, by=approver)):
        with pytest.raises(NotReady, match="last approver"):
            act()
    with pytest.raises(NotReady, match="last approver"):
        set_role(city_role=held, role="editor", by=administrator)
    assert role_of(approver).role == "approver"


def test_an_approver_whose_account_is_off_does_not_count(city, approver, administrator):
    make_role(make_user(is_active=False), city, "approver")

    with pytest.raises(NotReady, match="last approver"):
        end_role(city_role=role_of(approver), by=administrator)


def test_an_approver_may_leave_when_another_stays(city, approver):
    make_role(make_user(), city, "approver")

    end_role(city_role=role_of(approver), by=approver)

    assert role_in(approver, city) == ""


def test_an_ended_role_stays_in_the_table_and_the_person_is_told(city, approver, official):
    ended = end_role(city_role=role_of(official), by=approver)

    assert ended.ended_at
    assert CityRole.objects.filter(user=official).count() == 1
    assert role_in(official, city) == ""
    mail = OutboxMail.objects.get(name="role_ended")
    assert mail.recipients == [official.email]
    assert city.name in mail.subject
    event = AuditEvent.objects.get(action="end_role")
    assert event.data == {"user": official.pk, "before": "editor", "after": ""}


def test_what_has_ended_does_not_end_again(approver, official):
    held = role_of(official)
    end_role(city_role=held, by=approver)

    for act in (
        lambda: end_role(city_role=held, by=approver),
        lambda: set_role(city_role=held, role="approver", by=approver),
    ):
        with pytest.raises(Stale):
            act()


def test_a_person_may_come_back(city, approver, official):
    end_role(city_role=role_of(official), by=approver)

    assert make_role(official, city, "editor")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_role(official, city, "approver")


@pytest.mark.parametrize("who", ["official", "other_official", "resident", "reviewer", "decider"])
def test_nobody_else_changes_roles(request, city, approver, who):
    held = make_role(make_user(), city, "editor")
    person = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        end_role(city_role=held, by=person)
    with pytest.raises(NotAllowed):
        set_role(city_role=held, role="approver", by=person)


def test_an_administrator_may(approver, official, administrator):
    assert set_role(city_role=role_of(official), role="approver", by=administrator).role == "approver"


@pytest.mark.django_db(transaction=True)
def test_approvers_who_remove_each_other_at_once_leave_one(city):
    held = [make_role(make_user(f"Approver {n}"), city, "approver") for n in range(6)]
    pairs = list(zip(held, [*held[1:], held[0]], strict=True))

    run_at_once(*[lambda by=by, other=other: end_role(city_role=other, by=by.user) for by, other in pairs])

    assert CityRole.objects.approvers().filter(city=city).count() >= 1
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_two_approvers_who_demote_each_other_at_once_leave_one(city):
    first, second = (make_role(make_user(f"Approver {n}"), city, "approver") for n in range(2))

    outcomes = run_at_once(
        lambda: set_role(city_role=first, role="editor", by=second.user),
        lambda: set_role(city_role=second, role="editor", by=first.user),
    )

    assert sum(isinstance(outcome, CityRole) for outcome in outcomes) == 1
    assert CityRole.objects.approvers().filter(city=city).count() == 1
