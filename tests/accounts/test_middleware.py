"""Sessions end in time; people with power over the record use a second factor."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

DESK, ADMIN = "/en/desk/", "/admin/"


def sign_in(user, **session):
    client = Client()
    client.force_login(user)
    stored = client.session
    stored.update(session)
    stored.save()
    return client


@pytest.mark.parametrize("who", ["approver", "reviewer", "decider", "administrator"])
def test_people_with_power_set_up_a_second_factor_first(request, who):
    user = request.getfixturevalue(who)
    address = DESK if who == "approver" else ADMIN

    response = sign_in(user).get(address)

    assert response.status_code == 302
    assert response.url == "/accounts/2fa/"


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_a_second_factor_opens_the_door(approver, kind):
    Authenticator.objects.create(user=approver, type=kind, data={})

    assert sign_in(approver).get(DESK).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(approver):
    Authenticator.objects.create(user=approver, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert sign_in(approver).get(DESK).status_code == 302


def test_editors_need_none(official):
    assert sign_in(official).get(DESK).status_code == 200


def test_public_pages_stay_open_without_one(approver):
    assert sign_in(approver).get("/en/cities/").status_code == 200


def test_the_demo_setting_switches_the_rule_off(approver, settings):
    settings.MFA_REQUIRED = False

    assert sign_in(approver).get(DESK).status_code == 200


@pytest.mark.parametrize(
    ("who", "minutes", "still_in"),
    [
        ("official", 119, True),
        ("official", 121, False),
        ("reviewer", 29, True),
        ("reviewer", 31, False),
    ],
)
def test_an_idle_session_ends(request, settings, who, minutes, still_in):
    settings.MFA_REQUIRED = False
    now = int(time.time())
    client = sign_in(request.getfixturevalue(who), session_started=now - 60 * minutes, session_seen=now - 60 * minutes)

    response = client.get(ADMIN if who == "reviewer" else DESK)

    assert (response.status_code == 200) is still_in


@pytest.mark.parametrize(("hours", "still_in"), [(11.9, True), (12.1, False)])
def test_a_session_ends_after_a_day(official, hours, still_in):
    now = int(time.time())
    client = sign_in(official, session_started=now - int(3600 * hours), session_seen=now - 30)

    assert (client.get(DESK).status_code == 200) is still_in


def test_a_visitor_gets_no_cookie(db, visitor):
    assert not visitor.get("/en/cities/").cookies
