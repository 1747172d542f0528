"""Offers to sit in panels, in the queue of the office: until somebody accepts them nobody is drawn."""

from django.utils.translation import gettext_lazy as _

from accounts.rules import DECIDER
from labels.models import PoolMember
from labels.queries.panel import offer_entry, waiting_offers
from labels.rules.panel import may_accept_offer, may_see_pool
from review.actions import assign_case, claim_case, release_case
from review.deadlines import Key
from review.registry import Kind, register_kind


def register_offers() -> None:
    """Tell the queue what of the pool waits; called from `ready`."""
    register_kind(
        Kind(
            "pool_offer",
            _("Offers to sit in panels"),
            PoolMember,
            waiting_offers,
            offer_entry,
            may_see_pool,
            "admin:labels_poolmember_change",
            waiting=("waiting",),
            answered=("left",),
            unanswered=("leave",),
            deadline=Key.POOL_OFFER,
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_accept_offer,
            held_by=DECIDER,
        )
    )
