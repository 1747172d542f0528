"""What the office's queue and the outbox know of concerns; registered when the app is ready."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.sealing import register_renewals
from labels.models import Concern
from labels.queries.concerns import CITY_HAS_IT, OFFICE_WAITS, concern_entry, waiting_concerns
from labels.rules.concerns import may_hold_concern, may_see_concerns
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind


def register_concerns() -> None:
    """Tell the queue what of concerns waits at the office, and the outbox where new links come from."""
    register_kind(
        Kind(
            "concern",
            _("Concerns about labels"),
            Concern,
            waiting_concerns,
            concern_entry,
            may_see_concerns,
            "admin:labels_concern_change",
            waiting=OFFICE_WAITS,
            answered=CITY_HAS_IT,
            unanswered=("withdraw", "lapse"),
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_hold_concern,
            is_invented=Q(label__city__origin="sample"),
        )
    )
    again = _("Whoever wrote it fills in the form once more.")
    own = _("The next mail about this concern carries the link, too.")
    register_renewals(concern_confirm=again, concern_support_confirm=again)
    register_renewals(concern_received=own, concern_news=own, appeal_news=own, appeal_possible=own)
