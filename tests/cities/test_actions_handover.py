"""An approver hands over in one step; the city is never without one."""

import pytest

from accounts.actions import set_active
from cities.actions import hand_over, invite, set_role
from cities.models import City, CityRole, Invitation
from cities.queries import without_approver
from core.access import Refused
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_role, make_user
from tests.races import run_at_once


def roles(city):
    return {row.user.name: (row.role, row.is_focal_point) for row in city.roles.current().select_related("user")}


@pytest.fixture
def held(official):
    return CityRole.objects.get(user=official)


def test_post_and_focal_point_go_over_at_once(city, approver, official, held):
    CityRole.objects.filter(user=approver).update(is_focal_point=True)
    invite(city=city, email="nova@arden.example", role="editor", by=approver)

    hand_over(city_role=held, focal_point=True, approver=True, by=approver)

    assert roles(city) == {"Edda Official": ("approver", True), "Pau Approver": ("editor", False)}
    assert Invitation.objects.get().revoked_at is not None
    assert AuditEvent.objects.get(action="hand_over").data["to"] == official.pk
    mail = OutboxMail.objects.get(name="handed_over")
    assert mail.recipients == [official.email]
    assert "made you approver of Arden" in mail.text


def test_the_focal_point_alone(city, approver, held):
    hand_over(city_role=held, focal_point=True, approver=False, by=approver)

    assert roles(city) == {"Edda Official": ("editor", True), "Pau Approver": ("approver", False)}


def test_nothing_chosen_or_nobody_there_changes_nothing(city, approver, official, held, administrator):
    before = roles(city)
    with pytest.raises(NotReady, match="Choose what you hand over"):
        hand_over(city_role=held, focal_point=False, approver=False, by=approver)
    with pytest.raises(Refused):
        hand_over(city_role=CityRole.objects.get(user=approver), focal_point=True, approver=False, by=approver)
    for person in (official, administrator):
        with pytest.raises(NotAllowed):
            hand_over(city_role=held, focal_point=True, approver=False, by=person)
    official.is_active = False
    official.save()
    with pytest.raises(NotReady, match="switched off"):
        hand_over(city_role=held, focal_point=True, approver=True, by=approver)
    assert roles(city) == before


@pytest.mark.django_db(transaction=True)
def test_handing_over_to_two_people_at_once_leaves_one_approver(city, approver, held):
    third = make_role(make_user("Theo Third"), city, "editor")

    outcomes = run_at_once(
        *[
            lambda row=row: hand_over(city_role=row, focal_point=False, approver=True, by=approver)
            for row in (held, third)
        ]
    )

    assert sum(isinstance(row, NotAllowed) for row in outcomes) == 1, outcomes
    assert [row.role for row in city.roles.current()].count("approver") == 1


def test_a_city_whose_last_approver_is_switched_off_is_seen_by_the_office(
    city, approver, administrator, official, client_of
):
    page = "/admin/cities/city/?approver=none"
    assert "Arden" not in client_of(administrator).get(page).content.decode()

    set_active(user=approver, active=False, by=administrator)

    assert list(without_approver(City.objects.all())) == [city]
    assert "Arden" in client_of(administrator).get(page).content.decode()
    assert (
        "Nobody can sign off" in client_of(administrator).get(f"/admin/cities/city/{city.pk}/change/").content.decode()
    )
    set_role(city_role=CityRole.objects.get(user=official), role="approver", by=administrator)
    assert not without_approver(City.objects.all()).exists()


def test_an_ended_role_is_stale(city, approver, held):
    CityRole.objects.filter(pk=held.pk).update(ended_at=held.given_at)
    with pytest.raises(Stale):
        hand_over(city_role=held, focal_point=True, approver=False, by=approver)
