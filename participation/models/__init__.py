"""Tables of the participation app."""

from participation.models.alerts import MOST_ALERTS, MOST_ASKED_A_DAY, Alert, AlertQuerySet
from participation.models.statements import (
    MOST_A_DAY,
    REPLY_LENGTH,
    TEXT_LENGTH,
    CounterEvidence,
    CounterEvidenceQuerySet,
    CounterEvidenceStatusChange,
    statement_reference,
)

__all__ = [
    "MOST_ALERTS",
    "MOST_ASKED_A_DAY",
    "MOST_A_DAY",
    "REPLY_LENGTH",
    "TEXT_LENGTH",
    "Alert",
    "AlertQuerySet",
    "CounterEvidence",
    "CounterEvidenceQuerySet",
    "CounterEvidenceStatusChange",
    "statement_reference",
]
