"""Handing over: an approver leaves a post to a colleague in one step, so that the city is never without one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cities import emails
from cities.actions.members import end, held_now
from cities.models import City, CityRole
from cities.rules import is_approver
from core import audit
from core.access import Refused
from review.workflow import NotAllowed, NotReady

Role = CityRole.Role


@transaction.atomic
def hand_over(*, city_role: CityRole, focal_point: bool, approver: bool, by: User) -> CityRole:
    """Hand the focal point, the role of approver or both to a colleague, who gets a mail.

    With the role, the colleague becomes approver and the giver editor, in one transaction; invitations that the giver
    sent stop working.

    Args:
        city_role: the role that the colleague holds now.
        focal_point: whether the colleague becomes the city's focal point.
        approver: whether the colleague becomes approver in the giver's place.
        by: an approver of the city.

    Returns: the colleague's role.
    Raises: NotAllowed; Refused for oneself; NotReady when nothing is handed over; Stale when the role has ended.
    """
    taken = held_now(city_role, by)
    _check(taken, by, chosen=focal_point or approver)
    if focal_point:
        CityRole.objects.current().filter(city=taken.city).update(is_focal_point=False)
    if approver:
        taken = _swap(taken, by)
    if focal_point:
        CityRole.objects.filter(pk=taken.pk).update(is_focal_point=True)
        taken.is_focal_point = True
    data: dict[str, Any] = {"to": taken.user_id, "focal_point": focal_point, "approver": approver}
    audit.record("hand_over", by=by, obj=taken, scope=taken.city, data=data)
    emails.handed_over(taken, by=by, focal_point=focal_point, approver=approver)
    return taken


@transaction.atomic
def note_pack(*, city: City, by: User) -> None:
    """Note in the city's log that somebody takes the hand-over pack.

    Args:
        city: the city.
        by: one of its approvers.

    Raises: NotAllowed.
    """
    if not is_approver(by, city):
        raise NotAllowed(_("Approvers of the city take its hand-over pack."))
    audit.record("take_pack", by=by, obj=city, scope=city)


def _check(taken: CityRole, by: User, *, chosen: bool) -> None:
    # Administrators change roles too, but only an approver has a post to hand over.
    if not is_approver(by, taken.city):
        raise NotAllowed(_("Only approvers of the city hand over."))
    if taken.user_id == by.pk:
        raise Refused(_("Choose a colleague: nobody hands over to themselves."))
    if not chosen:
        raise NotReady([_("Choose what you hand over.")])
    if not taken.user.is_active:
        raise NotReady([_("This person's account is switched off. Choose somebody who can sign in.")])


def _swap(taken: CityRole, by: User) -> CityRole:
    given = CityRole.objects.current().select_related("city", "user").get(city=taken.city, user=by)
    points = {row.user_id for row in (taken, given) if row.is_focal_point}
    end(given, by)
    if taken.role != Role.APPROVER:
        end(taken, by)
        taken = _new(taken.city, taken.user, Role.APPROVER, by, points)
    _new(taken.city, by, Role.EDITOR, by, points)
    return taken


def _new(city: Any, user: User, role: str, by: User, points: set[int]) -> CityRole:
    return CityRole.objects.create(city=city, user=user, role=role, is_focal_point=user.pk in points, given_by=by)
