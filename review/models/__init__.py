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
from review.models.queue import QueueItem, SavedView, StepTime

__all__ = [
    "Assignment",
    "ChecklistItem",
    "ConflictDeclaration",
    "Deadline",
    "Message",
    "QueueItem",
    "Refusal",
    "Review",
    "SavedView",
    "StatusChange",
    "StepTime",
    "message_constraints",
    "refusal_constraints",
]
