"""Administrators keep accounts in the administration."""

from allauth.mfa.models import Authenticator

from accounts.models import User
from core.models import AuditEvent


def page(user):
    return f"/admin/accounts/user/{user.pk}/change/"


def values(**fields):
    return {"name": "New Name", "language": "en", "active": "on", **fields}


def test_an_administrator_makes_a_reviewer(administrator, resident, client_of):
    response = client_of(administrator).post(page(resident), values(roles=["reviewer"]))

    assert response.status_code == 302
    assert User.objects.get(pk=resident.pk).role_names == {"reviewer"}


def test_unticking_active_locks_the_account(administrator, resident, client_of):
    client_of(administrator).post(page(resident), values(active=""))

    assert not User.objects.get(pk=resident.pk).is_active


def test_the_own_account_cannot_be_changed(administrator, client_of):
    assert client_of(administrator).post(page(administrator), values(roles=["decider"])).status_code == 403


def test_others_of_the_office_see_no_accounts(reviewer, decider, resident, client_of):
    for user in (reviewer, decider):
        assert client_of(user).get(page(resident)).status_code == 403
        assert client_of(user).get("/admin/accounts/user/").status_code == 403


def test_a_lost_second_step_is_reset_and_logged(administrator, approver, client_of):
    Authenticator.objects.create(user=approver, type=Authenticator.Type.TOTP, data={})

    client_of(administrator).post(page(approver), values(reset="on"))

    assert not Authenticator.objects.filter(user=approver).exists()
    assert AuditEvent.objects.filter(action="reset_second_factor").count() == 1
