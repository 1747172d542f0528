"""Tables of the labels app."""

from labels.models.application import ApplicationStatusChange, Decision, LabelApplication, Signature
from labels.models.label import Label, LabelStatus, status_on
from labels.models.log import DecisionEntry, DecisionHead
from labels.models.scheme import Criterion, LabelScheme

__all__ = [
    "ApplicationStatusChange",
    "Criterion",
    "Decision",
    "DecisionEntry",
    "DecisionHead",
    "Label",
    "LabelApplication",
    "LabelScheme",
    "LabelStatus",
    "Signature",
    "status_on",
]
