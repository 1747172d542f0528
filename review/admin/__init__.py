"""Staff's tools of every queue: the page to decide on, and the deadlines."""

from review.admin.deadlines import DeadlineAdmin
from review.admin.pages import DecisionForm, ReviewAdminMixin

__all__ = ["DeadlineAdmin", "DecisionForm", "ReviewAdminMixin"]
