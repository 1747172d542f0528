"""Staff's workplace for the label: applications with their decisions, and the editions of the rules."""

from labels.admin.applications import LabelAdmin, LabelApplicationAdmin
from labels.admin.schemes import CriterionAdmin, LabelSchemeAdmin, StageAdmin

__all__ = ["CriterionAdmin", "LabelAdmin", "LabelApplicationAdmin", "LabelSchemeAdmin", "StageAdmin"]
