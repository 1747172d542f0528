import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.models import City, CityFact, CityRole, Conflict, Invitation, JoinRequest, Mandate, Place, PlaceName
from tests.factories import make_city, make_conflict, make_join_request, make_place, make_role, make_user

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_states_and_kinds_are_those_of_the_lists(city, resident):
    role, asked, conflict = make_role(resident, city), make_join_request(resident), make_conflict(resident, city)
    fact = CityFact.objects.create(city=city, kind="network", title="ECCAR")

    refused(lambda: City.objects.filter(pk=city.pk).update(membership="best"))
    refused(lambda: City.objects.filter(pk=city.pk).update(origin="unknown"))
    refused(lambda: CityRole.objects.filter(pk=role.pk).update(role="owner"))
    refused(lambda: JoinRequest.objects.filter(pk=asked.pk).update(state="lost"))
    refused(lambda: Conflict.objects.filter(pk=conflict.pk).update(kind="none"))
    refused(lambda: CityFact.objects.filter(pk=fact.pk).update(kind="rumour"))


def test_one_role_at_a_time_in_a_city(city, resident):
    make_role(resident, city, ended_at=timezone.now())
    make_role(resident, city)

    refused(lambda: make_role(resident, city, "approver"))


def test_one_open_request_for_a_place_and_person(resident):
    place = make_place()
    make_join_request(resident, place=place, state="refused")
    make_join_request(resident, place=place, state="returned")

    refused(lambda: make_join_request(resident, place=place))
    assert make_join_request(make_user(), place=place)


def test_a_mandate_does_not_end_before_it_starts(city, resident):
    today = timezone.localdate()
    dates = {"starts_on": today, "ends_on": today - dt.timedelta(days=1)}

    refused(lambda: Mandate.objects.create(city=city, title="x", **dates))
    refused(lambda: make_join_request(resident, mandate_start=dates["starts_on"], mandate_end=dates["ends_on"]))


def test_one_open_invitation_for_an_address(city, approver):
    def invitation(number, **changes):
        return Invitation.objects.create(
            city=city,
            email="a@b.at",
            role="editor",
            token_hash=str(number),
            invited_by=approver,
            expires_at=timezone.now() + dt.timedelta(days=1),
            **changes,
        )

    invitation(1, used_at=timezone.now())
    assert invitation(2).is_valid
    refused(lambda: invitation(3))


def test_a_place_belongs_to_one_city():
    place = make_place()
    make_city(place=place)

    refused(lambda: make_city(place=place))


def test_a_name_stands_once_for_a_place():
    place = make_place("Graz")

    refused(lambda: PlaceName.objects.create(place=place, folded="graz"))


def test_verbs_of_the_lists(resident):
    hidden, shown = make_city("B", is_public=False), make_city("A")
    make_city("C", changed_at=timezone.now() + dt.timedelta(days=1))
    make_place("Part", part_of_id=1)

    assert hidden not in City.objects.public()
    assert [city.name for city in City.objects.by_name()] == ["A", "B", "C"]
    assert City.objects.by_latest_change().first().name == "C"
    assert not Place.objects.joinable().exists()
    role = make_role(resident, shown, "approver")
    assert list(CityRole.objects.approvers()) == [role]
    resident.is_active = False
    resident.save()
    assert list(CityRole.objects.current()) == [role]
    assert not CityRole.objects.approvers().exists()


def test_a_requests_cities_are_its_own_and_its_places(resident):
    place = make_place()
    asked = make_join_request(resident, place=place)
    assert asked.concerned_cities == []

    city = make_city(place=place)
    assert JoinRequest.objects.get().concerned_cities == [city]
    other = make_city()
    JoinRequest.objects.update(city=other, place=None)
    assert JoinRequest.objects.get().concerned_cities == [other]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (lambda: make_place("Graz"), "Graz (AT)"),
        (lambda: make_city("Graz"), "Graz"),
        (lambda: make_join_request(make_user(), place=make_place("Graz")), "Graz (AT)"),
        (lambda: make_role(make_user("Ada"), make_city("Graz")), "Ada · editor · Graz"),
        (lambda: CityFact(title="Declaration"), "Declaration"),
        (lambda: Mandate(title="Decision"), "Decision"),
        (lambda: Invitation(email="a@b.at", role="editor"), "a@b.at · editor"),
        (lambda: PlaceName(folded="graz"), "graz"),
    ],
)
def test_rows_name_themselves(row, words):
    assert str(row()) == words
