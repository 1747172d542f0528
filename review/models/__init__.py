"""Tables of everything that is checked: abstract ones of each check, the deadlines, the queue of the office."""

from review.models.checking import (
    Assignment,
    ChecklistItem,
    ConflictDeclaration,
    Deadline,
    Message,
    Refusal,
    Review,
    StatusChange,
    message_constraints,
    refusal_constraints,
)
from review.models.queue import CaseAssignment, QueueItem, ReadMark, SavedView, StepTime

__all__ = [
    "Assignment",
    "CaseAssignment",
    "ChecklistItem",
    "ConflictDeclaration",
    "Deadline",
    "Message",
    "QueueItem",
    "ReadMark",
    "Refusal",
    "Review",
    "SavedView",
    "StatusChange",
    "StepTime",
    "message_constraints",
    "refusal_constraints",
]
