"""Who is signed in arrives with their roles, and loses them at once."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.backend import PortalBackend
from tests.factories import make_city, make_role, make_user

pytestmark = pytest.mark.django_db


def test_a_person_arrives_with_roles_of_office_and_cities_in_one_query(city, django_assert_num_queries):
    person, other = make_user(), make_city("Bran")
    for name in ("reviewer", "decider"):
        person.groups.add(Group.objects.get_or_create(name=name)[0])
    make_role(person, city, "approver")
    make_role(person, other, "editor", ended_at=timezone.now())
    make_role(make_user(), other, "editor")

    with django_assert_num_queries(1):
        found = PortalBackend().get_user(person.pk)
        assert (found.role_names, found.city_roles) == ({"reviewer", "decider"}, {city.pk: "approver"})
    nobody = PortalBackend().get_user(make_user().pk)
    assert (nobody.role_names, nobody.city_roles) == (frozenset(), {})


def test_roles_are_read_again_once_they_are_forgotten(city):
    found = PortalBackend().get_user(make_user().pk)
    make_role(found, city, "editor")
    assert found.city_roles == {city.pk: "editor"}


def test_who_is_switched_off_or_gone_is_nobody():
    assert PortalBackend().get_user(make_user(is_active=False).pk) is None
    assert PortalBackend().get_user(0) is None


def test_a_session_that_ended_or_never_was_opens_nothing(client_of, official):
    client = client_of(official)
    assert client.get("/en/desk/").status_code == 200
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/en/desk/").status_code == 302
    client.cookies["sessionid"] = "never"
    assert client.get("/en/desk/").status_code == 302
    assert not get_user(client.get("/en/desk/").wsgi_request).is_authenticated
