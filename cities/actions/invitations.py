"""Invitations: single use, for seven days, bound to one address, one city and one role."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.cleaning import an_email
from cities.models import City, CityRole, Invitation
from cities.queries import confirmed_addresses
from cities.rules import may_manage_members
from core import audit
from core.access import Hidden, Refused
from core.tokens import hash_token, new_token
from review.deadlines import days
from review.workflow import NotAllowed, Stale


@transaction.atomic
def invite(*, city: City, email: str, role: str, by: User) -> tuple[Invitation, str]:
    """Invite a person to act for a city; they get a mail with a link.

    Args:
        city: the city.
        email: the person's address; only an account with this confirmed address can accept.
        role: "editor" or "approver".
        by: an approver of the city, or an administrator.

    Returns: the invitation and its token. The token itself is stored nowhere but in the mail.
    Raises: NotAllowed; ValidationError by field name.
    """
    if not may_manage_members(by, city):
        raise NotAllowed(_("Only approvers of the city invite people."))
    email = _checked_address(city, email, by)
    role = _checked_role(role)
    now, token = timezone.now(), new_token()
    city.invitations.open().filter(email=email, expires_at__lte=now).update(revoked_at=now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                city=city, email=email, role=role, invited_by=by, token_hash=hash_token(token), expires_at=_until(now)
            )
    except IntegrityError as error:
        message = _("This person already has an open invitation. Send it again, or take it back.")
        raise ValidationError({"email": message}) from error
    audit.record("invite", by=by, obj=invitation, scope=city, data={"email": email, "role": role})
    emails.invitation(invitation, token)
    return invitation, token


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> tuple[Invitation, str]:
    """Send an open invitation again, for another seven days; the old link stops working.

    Args:
        invitation: an invitation that is neither used nor taken back; it may have expired.
        by: an approver of the city, or an administrator.

    Returns: the invitation and its new token.
    Raises: NotAllowed, Stale.
    """
    if not may_manage_members(by, invitation.city):
        raise NotAllowed(_("Only approvers of the city invite people."))
    token, until = new_token(), _until(timezone.now())
    fresh = {"token_hash": hash_token(token), "expires_at": until, "invited_by": by}
    if not Invitation.objects.open().filter(pk=invitation.pk).update(**fresh):
        raise _over()
    invitation.refresh_from_db()
    data = {"email": invitation.email, "role": invitation.role}
    audit.record("resend_invitation", by=by, obj=invitation, scope=invitation.city, data=data)
    emails.invitation(invitation, token)
    return invitation, token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back.

    Args:
        invitation: an invitation that is not used yet.
        by: an approver of the city, or an administrator.

    Returns: the invitation.
    Raises: NotAllowed, Stale.
    """
    if not may_manage_members(by, invitation.city):
        raise NotAllowed(_("Only approvers of the city take invitations back."))
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=now):
        raise _over()
    invitation.revoked_at = now
    data = {"email": invitation.email, "role": invitation.role}
    audit.record("revoke_invitation", by=by, obj=invitation, scope=invitation.city, data=data)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by: User) -> CityRole:
    """Accept an invitation: of several attempts at once exactly one succeeds.

    Args:
        token: from the link in the mail.
        by: the invited person, signed in with the invited address confirmed.

    Returns: the role.
    Raises: Hidden for an unknown token, Refused for another person's, Stale when it is used, over or taken back.
    """
    invitation = Invitation.objects.select_related("city").filter(token_hash=hash_token(token)).first()
    if invitation is None:
        raise Hidden
    if not by.is_active or invitation.email.lower() not in confirmed_addresses(by):
        raise Refused(_("This invitation is for another e-mail address. Sign in with the address that got the mail."))
    now = timezone.now()
    # The conditions stand in the UPDATE: whoever comes second changes no row.
    if not Invitation.objects.valid(at=now).filter(pk=invitation.pk).update(used_at=now):
        raise _over()
    role = _give_role(invitation, by)
    data = {"invitation": invitation.pk, "role": role.role, "given_by": invitation.invited_by_id}
    audit.record("accept_invitation", by=by, obj=role, scope=invitation.city, data=data)
    return role


def _give_role(invitation: Invitation, by: User) -> CityRole:
    held = CityRole.objects.current().filter(city=invitation.city, user=by).first()
    if held and held.role in {invitation.role, CityRole.Role.APPROVER}:
        return held
    if held:
        CityRole.objects.filter(pk=held.pk).update(ended_at=timezone.now())
    by.forget("city_roles")
    try:
        with transaction.atomic():
            return CityRole.objects.create(
                city=invitation.city,
                user=by,
                role=invitation.role,
                is_focal_point=bool(held and held.is_focal_point),
                given_by_id=invitation.invited_by_id,
            )
    except IntegrityError as error:
        raise Stale(_("Your role in this city has just changed. Reload the page.")) from error


def _checked_address(city: City, email: str, by: User) -> str:
    try:
        email = an_email(required=_("Enter the e-mail address of the person you invite."))(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    if email in confirmed_addresses(by) | {by.email.lower()}:
        raise ValidationError({"email": _("Nobody appoints themselves. Invite another person.")})
    if city.roles.current().filter(user__email=email).exists():
        raise ValidationError({"email": _("This person already acts for the city. Change the role in the list.")})
    return email


def _checked_role(role: str) -> str:
    if role not in CityRole.Role.values:
        raise ValidationError({"role": _("Choose editor or approver.")})
    return role


def _until(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(days=days("invitation"))


def _over() -> Stale:
    return Stale(_("This invitation was used, taken back, or is older than seven days. Ask the city for a new one."))
