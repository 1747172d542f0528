"""Tables of the participation app."""

from participation.models.alerts import MOST_ALERTS, MOST_ASKED_A_DAY, Alert, AlertQuerySet
from participation.models.base import Statement, StatementQuerySet, statement_reference
from participation.models.statements import (
    REPLY_LENGTH,
    TEXT_LENGTH,
    CounterEvidence,
    CounterEvidenceQuerySet,
    CounterEvidenceStatusChange,
)
from participation.models.window import (
    WINDOW_TEXT_LENGTH,
    LabelStatement,
    LabelStatementStatusChange,
    window_reference,
)

__all__ = [
    "MOST_ALERTS",
    "MOST_ASKED_A_DAY",
    "REPLY_LENGTH",
    "TEXT_LENGTH",
    "WINDOW_TEXT_LENGTH",
    "Alert",
    "AlertQuerySet",
    "CounterEvidence",
    "CounterEvidenceQuerySet",
    "CounterEvidenceStatusChange",
    "LabelStatement",
    "LabelStatementStatusChange",
    "Statement",
    "StatementQuerySet",
    "statement_reference",
    "window_reference",
]
