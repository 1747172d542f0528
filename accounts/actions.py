"""Writes on accounts: roles of the office, active or not."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from accounts.rules import OFFICE_ROLES, is_administrator
from core import audit
from core.access import Refused


@transaction.atomic
def set_office_roles(*, user: User, roles: set[str], by: User | None) -> None:
    """Give `user` exactly these roles of the office.

    Args:
        user: the account.
        roles: any of reviewer, decider, administrator; empty takes all away.
        by: the administrator who acts, or None for a set-up command.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    unknown = roles - OFFICE_ROLES
    if unknown:
        raise ValueError(f"Unknown roles: {sorted(unknown)}")
    before = sorted(user.groups.filter(name__in=OFFICE_ROLES).values_list("name", flat=True))
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(roles)])
    user.is_staff = bool(roles)
    user.save(update_fields=["is_staff"])
    user.forget("role_names")
    audit.record("set_office_roles", by=by, obj=user, data={"before": before, "after": sorted(roles)})


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> None:
    """Switch an account on or off; its roles and history stay.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    User.objects.filter(pk=user.pk).update(is_active=active)
    audit.record("activate" if active else "deactivate", by=by, obj=user)


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take all second factors from an account, for a person who lost the telephone; they set up a new one.

    Raises: Refused when `by` is not an administrator or acts on their own account.
    """
    _guard(user, by)
    taken, _kinds = Authenticator.objects.filter(user=user).delete()
    audit.record("reset_second_factor", by=by, obj=user, data={"taken": taken})


def _guard(user: User, by: User | None) -> None:
    if by is None:
        return
    if not is_administrator(by):
        raise Refused("Only administrators change accounts.")
    if by.pk == user.pk:
        raise Refused("Nobody changes their own roles. Ask another administrator.")
