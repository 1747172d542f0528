"""What of this app waits at the office: two kinds of text, in one queue with everything else."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models import CounterEvidence, LabelStatement
from participation.queries import (
    label_statement_entry,
    statement_entry,
    waiting_label_statements,
    waiting_statements,
)
from participation.rules import may_hold_statement, may_see_statements
from review.actions import assign_case, claim_case, release_case
from review.registry import Kind, register_kind


def register_kinds() -> None:
    """Tell the queue; called from `ready`."""
    shared: dict[str, Any] = {
        "allowed": may_see_statements,
        "waiting": ("submitted",),
        "unanswered": ("withdraw", "lapse"),
        "deadline": "statement_check",
        "claim": claim_case,
        "assign": assign_case,
        "release": release_case,
        "may_hold": may_hold_statement,
    }
    register_kind(
        Kind(
            "statement",
            _("Counter-evidence to check"),
            CounterEvidence,
            waiting_statements,
            statement_entry,
            admin_url="admin:participation_counterevidence_change",
            **shared,
        )
    )
    register_kind(
        Kind(
            "label_statement",
            _("Statements on label applications to check"),
            LabelStatement,
            waiting_label_statements,
            label_statement_entry,
            admin_url="admin:participation_labelstatement_change",
            is_invented=Q(application__city__origin="sample"),
            **shared,
        )
    )
