"""The tables of the panel: an offer to serve in the pool, and a seat in the panel of one case."""

from django.utils.translation import gettext_lazy as _

from labels.models import PanelMember, PoolMember
from labels.rules.panel import (
    decided_to_remove,
    is_own_offer,
    is_own_seat,
    may_accept_offer,
    may_drop_removal,
    may_propose_removal,
    may_remove,
    not_seated,
)
from labels.workflow.steps import by_itself
from review.workflow import Transition, Workflow

Pool, Seat = PoolMember.State, PanelMember.State

POOL = Workflow(
    Transition("accept", (Pool.WAITING,), Pool.ACTIVE, may_accept_offer, label=_("Accept into the pool")),
    Transition(
        "turn_down",
        (Pool.WAITING,),
        Pool.LEFT,
        may_accept_offer,
        (not_seated,),
        label=_("Do not accept"),
        note_required=True,
    ),
    Transition("change", (Pool.ACTIVE, Pool.PAUSED), Pool.WAITING, is_own_offer, label=_("Change the offer")),
    Transition("pause", (Pool.ACTIVE,), Pool.PAUSED, is_own_offer, label=_("Take a pause")),
    Transition("resume", (Pool.PAUSED,), Pool.ACTIVE, is_own_offer, label=_("End the pause")),
    Transition(
        "leave",
        (Pool.WAITING, Pool.ACTIVE, Pool.PAUSED),
        Pool.LEFT,
        is_own_offer,
        (not_seated,),
        label=_("Leave the pool"),
    ),
    Transition("offer_again", (Pool.LEFT,), Pool.WAITING, is_own_offer, label=_("Offer to serve again")),
)

SEAT = Workflow(
    Transition("decline", (Seat.SEATED,), Seat.DECLINED, is_own_seat, label=_("Decline the seat"), internal=True),
    Transition(
        "propose_removal",
        (Seat.SEATED,),
        Seat.SEATED,
        may_propose_removal,
        label=_("Propose to remove this member"),
        note_required=True,
        internal=True,
    ),
    Transition(
        "drop_removal",
        (Seat.SEATED,),
        Seat.SEATED,
        may_drop_removal,
        label=_("Do not remove: drop the proposal"),
        internal=True,
    ),
    Transition(
        "remove",
        (Seat.SEATED,),
        Seat.REMOVED,
        may_remove,
        (decided_to_remove,),
        label=_("Sign second: remove this member"),
        internal=True,
    ),
    # Made by the portal when the member declares a hard conflict, or gets one.
    by_itself("leave_in_conflict", (Seat.SEATED,), Seat.REMOVED, label=_("Leave because of a conflict"), internal=True),
)
