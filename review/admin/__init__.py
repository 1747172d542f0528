"""Staff's tools of every queue: the queue, the page to decide on, the deadlines, the checklists."""

from review.admin.checklists import ChecklistItemAdmin
from review.admin.deadlines import DeadlineAdmin
from review.admin.pages import SCAN, DecisionForm, ReviewAdminMixin
from review.admin.queue import QueueItemAdmin
from review.admin.waiting import WaitingMixin

__all__ = [
    "SCAN",
    "ChecklistItemAdmin",
    "DeadlineAdmin",
    "DecisionForm",
    "QueueItemAdmin",
    "ReviewAdminMixin",
    "WaitingMixin",
]
