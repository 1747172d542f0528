"""Changes of labels in the queue of the office: proposed by one person, they wait for the signature of another."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.rules import DECIDER
from labels.models import Label, LabelChange
from labels.queries.life import change_entry, changes_proposed_by, waiting_changes
from labels.rules import may_hold_change, may_see_waiting_changes
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind


def register_changes() -> None:
    """Tell the queue which changes wait for a second signature; called from `ready`.

    No state of a label says that: the actions that propose, sign and drop tell the queue themselves.
    """
    register_kind(
        Kind(
            "label_change",
            _("Changes of labels that wait for a second signature"),
            Label,
            waiting_changes,
            change_entry,
            may_see_waiting_changes,
            "admin:labels_label_change",
            waiting=(),
            claim=claim_case,
            assign=assign_case,
            release=release_case,
            may_hold=may_hold_change,
            held_by=DECIDER,
            is_invented=Q(city__origin="sample"),
            one=_("change of a label"),
            states=LabelChange.Kind.choices,
            own=changes_proposed_by,
        )
    )
