"""Staff's tools of every queue: the page to decide on, and the deadlines, the checklists."""

from review.admin.checklists import ChecklistItemAdmin
from review.admin.deadlines import DeadlineAdmin
from review.admin.pages import DecisionForm, ReviewAdminMixin

__all__ = ["ChecklistItemAdmin", "DeadlineAdmin", "DecisionForm", "ReviewAdminMixin"]
