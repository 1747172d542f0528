"""Roles of the office are given by administrators, never to oneself, and leave a trace."""

import pytest

from accounts.actions import set_active, set_office_roles
from accounts.models import User
from accounts.rules import is_office, is_reviewer
from core.access import Refused
from core.models import AuditEvent


def test_an_administrator_gives_and_takes_roles(administrator, resident):
    set_office_roles(user=resident, roles={"reviewer"}, by=administrator)
    assert is_reviewer(resident)
    assert resident.is_staff

    set_office_roles(user=resident, roles=set(), by=administrator)
    assert not is_office(resident)
    assert not User.objects.get(pk=resident.pk).is_staff
    assert [event.data for event in AuditEvent.objects.order_by("seq")] == [
        {"before": [], "after": ["reviewer"]},
        {"before": ["reviewer"], "after": []},
    ]


@pytest.mark.parametrize("who", ["reviewer", "decider", "approver"])
def test_others_give_no_roles(request, resident, who):
    with pytest.raises(Refused):
        set_office_roles(user=resident, roles={"reviewer"}, by=request.getfixturevalue(who))
    assert not resident.groups.exists()


def test_nobody_changes_their_own_roles(administrator):
    with pytest.raises(Refused, match="another administrator"):
        set_office_roles(user=administrator, roles={"decider"}, by=administrator)


def test_an_unknown_role_is_a_programming_error(administrator, resident):
    with pytest.raises(ValueError, match="emperor"):
        set_office_roles(user=resident, roles={"emperor"}, by=administrator)


def test_a_deactivated_account_is_out_with_the_next_request(administrator, official, client_of):
    browser = client_of(official)
    assert browser.get("/en/desk/").status_code == 200

    set_active(user=official, active=False, by=administrator)

    assert browser.get("/en/desk/").status_code == 302


def test_nobody_deactivates_themselves(administrator):
    with pytest.raises(Refused):
        set_active(user=administrator, active=False, by=administrator)
