"""Applications in the queue of the office: its own turn, and what no clock moves on."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rules import DECIDER
from labels.models import LabelApplication
from labels.models.application import WAITING_STATES
from labels.queries.casefile import application_entry, waiting_applications
from labels.rules.cases import may_hold_application, may_see_applications
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind


def register_applications() -> None:
    """Tell the queue what of applications waits; called from `ready`."""
    register_kind(
        Kind(
            "label",
            _("Label applications"),
            LabelApplication,
            waiting_applications,
            application_entry,
            may_see_applications,
            "admin:labels_labelapplication_change",
            waiting=WAITING_STATES,
            unanswered=("withdraw",),
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_hold_application,
            held_by=DECIDER,
            is_invented=Q(city__origin="sample"),
        )
    )
