"""Appeals in the queue of the office, with the day by which they are decided; registered when the app is ready."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from labels.models import Appeal
from labels.queries.appeals import QUEUE_KIND, UNDECIDED, appeal_entry, waiting_appeals
from labels.rules.appeals import may_hold_appeal, may_see_appeals
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind

SAMPLE = (
    Q(decision__application__city__origin="sample")
    | Q(change__label__city__origin="sample")
    | Q(concern__label__city__origin="sample")
)


def register_appeals() -> None:
    """Tell the queue which appeals are not decided."""
    register_kind(
        Kind(
            QUEUE_KIND,
            _("Appeals in label cases"),
            Appeal,
            waiting_appeals,
            appeal_entry,
            may_see_appeals,
            "admin:labels_appeal_change",
            waiting=UNDECIDED,
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_hold_appeal,
            is_invented=SAMPLE,
        )
    )
