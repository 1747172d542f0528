"""Tables of everything that is checked: abstract ones of each check, the deadlines, the queue of the office."""

from review.models.checking import Assignment, ChecklistItem, ConflictDeclaration, Deadline, Review, StatusChange
from review.models.queue import QueueItem, SavedView, StepTime

__all__ = [
    "Assignment",
    "ChecklistItem",
    "ConflictDeclaration",
    "Deadline",
    "QueueItem",
    "Review",
    "SavedView",
    "StatusChange",
    "StepTime",
]
