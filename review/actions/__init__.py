"""Writes of the office that belong to no single kind of submission."""

from review.actions.checklists import set_checklist_item
from review.actions.deadlines import set_deadline
from review.actions.holding import assign_case, claim_case, release_all, release_case
from review.actions.reading import mark_read
from review.actions.reminding import remind_office
from review.actions.several import Outcome, assign_one, assign_several, claim_several, release_one
from review.actions.views import delete_view, save_view

__all__ = [
    "Outcome",
    "assign_case",
    "assign_one",
    "assign_several",
    "claim_case",
    "claim_several",
    "delete_view",
    "mark_read",
    "release_all",
    "release_case",
    "release_one",
    "remind_office",
    "save_view",
    "set_checklist_item",
    "set_deadline",
]
