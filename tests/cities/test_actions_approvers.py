"""A city that loses its last approver: the office hears of it at once, the team is told what to do, once."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import set_active
from cities.actions import note_lost_approvers
from cities.models import City
from core.models import AuditEvent, OutboxMail
from tests.factories import make_conflict, make_role, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


def told(name):
    return {mail.recipients[0] for mail in OutboxMail.objects.filter(name=name)}


def test_office_and_team_are_told_when_the_last_approver_is_switched_off(city, official, approver, administrator):
    point = make_user("Fay Focal", email="fay@arden.example")
    make_role(point, city, "editor", is_focal_point=True)
    second = make_user("Sam Second", email="sam@arden.example")
    make_role(second, city, "approver")
    set_active(user=second, active=False, by=administrator)
    assert not OutboxMail.objects.exists()

    set_active(user=approver, active=False, by=administrator)

    assert told("approver_lost_office") == {administrator.email}
    assert told("approver_lost_city") == {official.email, point.email}
    mails = {mail.recipients[0]: mail for mail in OutboxMail.objects.all()}
    assert official.email in mails[administrator.email].text
    assert reverse("desk:members", args=[city.slug]) in mails[administrator.email].text
    assert "You are the focal point" in mails[point.email].text
    assert "agree with your colleagues who follows" in mails[official.email].text
    assert AuditEvent.objects.filter(action="lose_last_approver").count() == 1


def test_each_loss_is_told_once(city, approver, administrator):
    set_active(user=approver, active=False, by=administrator)
    call_command("run_deadlines")
    assert OutboxMail.objects.filter(name="approver_lost_office").count() == 1
    set_active(user=approver, active=True, by=administrator)
    assert City.objects.get(pk=city.pk).approver_lost_at is None
    set_active(user=approver, active=False, by=administrator)
    assert OutboxMail.objects.filter(name="approver_lost_office").count() == 2
    assert "Nobody is left in the team" in OutboxMail.objects.filter(name="approver_lost_office")[0].text


def test_an_administrator_in_conflict_hears_nothing(city, approver, administrator):
    other = make_user("Otto Admin", email="otto@office.example", roles=("administrator",))
    make_conflict(other, city)
    set_active(user=approver, active=False, by=administrator)
    assert told("approver_lost_office") == {administrator.email}


@pytest.mark.django_db(transaction=True)
def test_many_runs_at_once_tell_once(city, approver, administrator):
    approver.is_active = False
    approver.save()
    assert sorted(run_at_once(*[note_lost_approvers] * 3)) == [0, 0, 1]
    assert OutboxMail.objects.filter(name="approver_lost_office").count() == 1


def test_a_city_without_approver_still_hears_of_its_mandate(city, official):
    from_now = City.objects.get(pk=city.pk)
    from_now.mandates.create(title="Decision", starts_on="2021-01-01", ends_on="2025-01-01")
    City.objects.filter(pk=city.pk).update(mandate_until="2025-01-01")
    call_command("run_deadlines")
    assert told("mandate_ended") == {official.email}
