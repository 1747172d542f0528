"""One login for everybody, played through the pages."""

import re

import pytest
from allauth.core.internal.ratelimit import get_ip
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import make_user
from tests.factories.people import PASSWORD

LOGIN = "/accounts/login/"


def sign_up(client, **fields):
    values = {"email": "Nova@Example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "Nova", **fields}
    return client.post("/accounts/signup/", values)


def test_a_new_account_confirms_its_address_before_the_first_sign_in(db, client):
    assert sign_up(client).status_code == 302

    user = User.objects.get(email="nova@example.org")
    assert user.name == "Nova"
    assert client.get("/en/desk/").status_code == 302

    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox[0].body)[0]
    client.post(link)
    Client().post(LOGIN, {"login": "NOVA@example.org", "password": PASSWORD})
    browser = Client()
    assert browser.post(LOGIN, {"login": "NOVA@example.org", "password": PASSWORD}).url == "/en/desk/"
    assert browser.get("/en/desk/").status_code == 200


def test_an_address_that_looks_like_another_is_refused(db, client):
    response = sign_up(client, email="n\u043eva@ex\u0430mple.org")

    assert response.status_code == 200
    assert not User.objects.exists()


def test_the_same_address_in_capitals_is_the_same_account(db, client):
    make_user(email="nova@example.org")
    sign_up(client, email="NOVA@EXAMPLE.ORG")

    assert User.objects.count() == 1


def test_staff_land_in_the_administration(reviewer, client, settings):
    settings.MFA_REQUIRED = False

    assert client.post(LOGIN, {"login": reviewer.email, "password": PASSWORD}).url == "/admin/"


def test_the_administration_uses_the_same_login(db, client):
    assert client.get("/admin/").url.startswith(LOGIN)
    assert client.get("/admin/login/").url.startswith(LOGIN)


@pytest.mark.parametrize("who", ["resident", "official", "approver"])
def test_the_administration_is_closed_to_others(request, client_of, who):
    assert client_of(request.getfixturevalue(who)).get("/admin/").status_code == 403


def test_a_superuser_without_a_role_cannot_enter(db, client_of):
    root = User.objects.create_superuser("root@office.example", PASSWORD)

    assert client_of(root).get("/admin/").status_code == 403


def test_signing_out_takes_a_post(official, client_of):
    browser = client_of(official)

    assert browser.get("/accounts/logout/").status_code == 200
    assert browser.get("/en/desk/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/en/desk/").status_code == 302


def test_a_wrong_password_says_the_same_for_known_and_unknown_addresses(db, client):
    make_user(email="known@example.org")
    answers = [
        list(client.post(LOGIN, {"login": address, "password": "wrong"}).context["form"].non_field_errors())
        for address in ("known@example.org", "unknown@example.org")
    ]

    assert answers[0] == answers[1]
    assert answers[0]


def test_tries_count_for_the_address_that_our_proxies_saw_whatever_a_client_claims(rf, settings):
    def counted(claimed, proxies):
        settings.PROXY_COUNT = proxies
        return get_ip(rf.get("/", headers={"x-forwarded-for": claimed} if claimed else {}))

    assert counted("10.9.8.7, 203.0.113.5", 0) == "127.0.0.1"  # without a proxy the header is a claim
    assert counted("10.9.8.7, 203.0.113.5", 1) == "203.0.113.5"
    assert counted("10.9.8.7, 203.0.113.5, 198.51.100.2", 2) == "203.0.113.5"
    assert counted("203.0.113.5", 2) == counted("", 2) == "127.0.0.1"  # it did not come through both


def test_wrong_passwords_run_out_although_a_client_sends_another_address_each_time(db, client, settings):
    settings.PROXY_COUNT = 1
    make_user(email="nova@example.org")

    def tried(claimed, password):
        headers = {"x-forwarded-for": f"{claimed}, 203.0.113.5"}
        return client.post(LOGIN, {"login": "nova@example.org", "password": password}, headers=headers)

    for number in range(10):
        tried(f"10.9.8.{number}", "wrong-password")
    assert "Too many failed" in tried("10.9.9.9", PASSWORD).content.decode()


def test_a_forgotten_password_is_asked_for_in_the_words_of_the_portal_and_tells_no_stranger_who_has_an_account(db):
    user, client = make_user("Ada Approver"), Client()
    page = client.get("/accounts/password/reset/").content.decode()
    assert "Choose a new password" in page
    assert "mailto:" in page
    answers = []
    for address in (user.email, "nobody@example.org"):
        answer = client.post("/accounts/password/reset/", {"email": address}, follow=True)
        answers.append(answer.content.decode())
    assert "If somebody signs in with this address, a link to choose a new password is on its way." in answers[0]
    assert answers[0] == answers[1]
