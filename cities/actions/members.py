"""Changing and ending the roles of a city's people. A city never loses its last approver; ended roles stay."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.models import City, CityRole, Invitation
from cities.rules import may_manage_members
from core import audit
from core.access import Refused
from review.workflow import NotAllowed, NotReady, Stale


@transaction.atomic
def set_role(*, city_role: CityRole, role: str, by: User) -> CityRole:
    """Give a member the other role: the old one ends, a new one starts.

    Args:
        city_role: the role held now.
        role: "editor" or "approver".
        by: an approver of the city, or an administrator.

    Returns: the new role; the same one when nothing changes.
    Raises: NotAllowed; Refused for the own role; NotReady for the last approver; Stale when the role has ended.
    """
    held = held_now(city_role, by)
    if held.user_id == by.pk:
        raise Refused(_("Nobody changes their own role. Ask another approver."))
    if role not in CityRole.Role.values:
        raise NotReady([_("Choose editor or approver.")])
    if held.role == role:
        return held
    if held.role == CityRole.Role.APPROVER:
        _keep_one_approver(held)
    end(held, by)
    changed = CityRole.objects.create(
        city=held.city, user=held.user, role=role, is_focal_point=held.is_focal_point, given_by=by
    )
    data = {"user": held.user_id, "before": held.role, "after": role}
    audit.record("set_role", by=by, obj=changed, scope=held.city, data=data)
    return changed


@transaction.atomic
def end_role(*, city_role: CityRole, by: User) -> CityRole:
    """End a member's role; the person is told by mail, and invitations they sent stop working.

    Args:
        city_role: the role held now.
        by: an approver of the city (their own role too), or an administrator.

    Returns: the ended role.
    Raises: NotAllowed; NotReady for the last approver; Stale when the role has ended.
    """
    held = held_now(city_role, by)
    if held.role == CityRole.Role.APPROVER:
        _keep_one_approver(held)
    end(held, by)
    data = {"user": held.user_id, "before": held.role, "after": ""}
    audit.record("end_role", by=by, obj=held, scope=held.city, data=data)
    emails.role_ended(held)
    city_role.ended_at = held.ended_at
    return held


def held_now(city_role: CityRole, by: User) -> CityRole:
    """Check the permission, lock the city and read the role again: two approvers cannot remove each other at once."""
    if not may_manage_members(by, city_role.city):
        raise NotAllowed(_("Only approvers of the city change roles."))
    City.objects.select_for_update().get(pk=city_role.city_id)
    held = CityRole.objects.current().select_related("city", "user").filter(pk=city_role.pk).first()
    if held is None:
        raise Stale(_("This role has ended already. Reload the page."))
    # Read again behind the lock: `by` may have lost the role a moment ago.
    by.forget("city_roles")
    if not may_manage_members(by, held.city):
        raise NotAllowed(_("Only approvers of the city change roles."))
    return held


def _keep_one_approver(held: CityRole) -> None:
    if not CityRole.objects.approvers().filter(city=held.city).exclude(pk=held.pk).exists():
        raise NotReady([_("This is the last approver of the city. Appoint another one first.")])


def end(held: CityRole, by: User) -> None:
    """End a role that this transaction holds; invitations that its person sent stop working."""
    now = timezone.now()
    CityRole.objects.filter(pk=held.pk).update(ended_at=now)
    held.ended_at = now
    for person in (held.user, by):
        person.forget("city_roles")
    for invitation in Invitation.objects.valid(at=now).filter(city=held.city, invited_by=held.user):
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=now)
        data = {"email": invitation.email, "role": invitation.role, "reason": "role of the inviter ended"}
        audit.record("revoke_invitation", by=by, obj=invitation, scope=held.city, data=data)
