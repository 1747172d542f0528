"""Conditions in the queue of the office: reported ones to confirm, late ones to look at."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labels.actions import release_confirmations
from labels.models import Condition
from labels.queries.conditions import WAITING, condition_entry, waiting_conditions
from labels.rules.conditions import may_hold_condition, may_see_conditions
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind, register_release


def register_conditions() -> None:
    """Tell the queue, and what a conflict takes back; called from `ready`."""
    register_release(release_confirmations)
    register_kind(
        Kind(
            "condition",
            _("Conditions of labels"),
            Condition,
            waiting_conditions,
            condition_entry,
            may_see_conditions,
            "admin:labels_condition_change",
            waiting=WAITING,
            answered=("open",),
            unanswered=("report",),
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_hold_condition,
            is_invented=Q(decision__application__city__origin="sample"),
        )
    )
