import time

import pytest
from django.urls import reverse

from accounts.step_up import SIGN_INS
from commitments.models import CommitmentVersion
from tests.factories import make_commitment

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password 7"


@pytest.fixture
def waiting(city, reviewer):
    version = make_commitment(city=city, state="checking").versions.get()
    version.assignments.create(reviewer=reviewer, assigned_by=reviewer)
    return version


@pytest.fixture
def tired(reviewer, client_of):
    """A browser whose sign-in is two hours old."""
    reviewer.set_password(PASSWORD)
    reviewer.save()
    browser = client_of(reviewer)
    session = browser.session
    session[SIGN_INS] = [{"method": "password", "at": time.time() - 2 * 60 * 60}]
    session.save()
    return browser


def decide(version, name):
    return reverse("admin:commitments_commitmentversion_decide", args=[version.pk, name])


def state_of(version):
    return CommitmentVersion.objects.get(pk=version.pk).state


def test_an_old_sign_in_proves_who_is_there_and_the_decision_goes_on(tired, waiting):
    asked = tired.post(decide(waiting, "return_for_changes"), {"note": "Name the unit."})
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert state_of(waiting) == "checking"

    wrong = tired.post(asked.url, {"password": "wrong"})
    assert wrong.status_code == 200
    assert state_of(waiting) == "checking"

    tired.post(asked.url, {"password": PASSWORD})
    assert state_of(waiting) == "returned"
    assert CommitmentVersion.objects.get(pk=waiting.pk).returned_reasons == "Name the unit."


def test_claiming_and_giving_back_ask_nothing(tired, waiting):
    tired.post(decide(waiting, "release"))
    assert state_of(waiting) == "submitted"


def test_a_fresh_sign_in_is_not_asked_again(reviewer, client_of, waiting):
    client_of(reviewer).post(decide(waiting, "return_for_changes"), {"note": "Name the unit."})
    assert state_of(waiting) == "returned"


def test_giving_a_role_asks_as_well(administrator, resident, client_of):
    browser = client_of(administrator)
    session = browser.session
    session[SIGN_INS] = []
    session.save()
    address = reverse("admin:accounts_user_change", args=[resident.pk])
    values = {"name": "Remi", "language": "en", "active": "on", "roles": "reviewer"}
    assert browser.post(address, values).url.startswith(reverse("account_reauthenticate"))
    assert not resident.groups.exists()
