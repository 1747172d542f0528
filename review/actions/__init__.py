"""Writes of the office that belong to no single kind of submission."""

from review.actions.checklists import set_checklist_item
from review.actions.deadlines import set_deadline
from review.actions.reminding import remind_office
from review.actions.several import Outcome, assign_one, assign_several, claim_several
from review.actions.views import delete_view, save_view

__all__ = [
    "Outcome",
    "assign_one",
    "assign_several",
    "claim_several",
    "delete_view",
    "remind_office",
    "save_view",
    "set_checklist_item",
    "set_deadline",
]
