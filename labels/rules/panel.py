"""Who sits in the panel of a case. Objects are duck-typed: an application has `city` and `panel`."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider, is_office, is_resident, is_reviewer
from cities.rules import has_hard_conflict, has_open_soft_conflict, may_judge

# Before, there is no panel; afterwards, its members read what the public reads.
PANEL_STATES = ("panel", "reply", "second_look", "deciding", "proposed")


def is_seated(user: Any, application: Any) -> bool:
    """Whether `user` sits in the panel of `application` now, without a hard conflict, until it is decided."""
    if application.state not in PANEL_STATES or has_hard_conflict(user, application.city):
        return False
    return bool(application.panel.filter(state="seated", member__user_id=user.pk).exists())


def may_answer(user: Any, application: Any) -> bool:
    """As `is_seated`, and every soft conflict is countersigned: who may judge in the panel."""
    return is_seated(user, application) and not has_open_soft_conflict(user, application.city)


def may_offer(user: Any) -> bool:
    """Whoever has a confirmed account offers to serve, except the office: it accepts the offers."""
    return is_resident(user) and not is_office(user)


def is_own_offer(user: Any, member: Any) -> bool:
    """Everybody keeps their own offer."""
    return bool(user.is_active and member.user_id == user.pk)


def may_see_pool(user: Any) -> bool:
    """Deciders and administrators see who offers to serve."""
    return is_decider(user) or is_administrator(user)


def may_accept_offer(user: Any, member: Any) -> bool:
    """An administrator or decider accepts an offer, never their own."""
    return may_see_pool(user) and member.user_id != user.pk


def not_seated(member: Any) -> list[str]:
    """Return why somebody cannot leave the pool: they sit in a panel that still works."""
    seats = member.seats.filter(state="seated", application__state__in=PANEL_STATES)
    cities = ", ".join(seats.values_list("application__city__name", flat=True))
    if not cities:
        return []
    return [_("First decline the seat in the panel about %(cities)s; then leave the pool.") % {"cities": cities}]


def is_own_seat(user: Any, seat: Any) -> bool:
    """A member declines their own seat."""
    return bool(user.is_active and seat.member.user_id == user.pk)


def may_announce_draws(user: Any) -> bool:
    """Reviewers and deciders announce draws."""
    return is_reviewer(user) or is_decider(user)


def may_run_panel(user: Any, application: Any) -> bool:
    """A reviewer or decider without conflict, who does not sit in the panel, looks after draw and panel of a case."""
    return may_judge(user, application.city) and not application.panel.filter(member__user_id=user.pk).exists()


def may_propose_removal(user: Any, seat: Any) -> bool:
    """Somebody of the office without conflict proposes to remove a member, while nobody else does."""
    return seat.removal_by_id is None and may_run_panel(user, seat.application)


def may_remove(user: Any, seat: Any) -> bool:
    """Another person of the office without conflict signs second."""
    return seat.removal_by_id not in {None, user.pk} and may_run_panel(user, seat.application)


def may_drop_removal(user: Any, seat: Any) -> bool:
    """Whoever may look after the panel drops a proposal to remove somebody."""
    return seat.removal_by_id is not None and may_run_panel(user, seat.application)


def decided_to_remove(seat: Any) -> list[str]:
    """Return why a member cannot be removed yet: nobody has proposed it with a reason."""
    return [] if seat.removal_by_id and seat.reason else [_("First somebody proposes it, with the reason.")]
