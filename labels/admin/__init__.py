"""Staff's workplace for the label: applications with their decisions, the labels, and the editions of the rules."""

from labels.admin.appeals import AppealAdmin
from labels.admin.applications import LabelApplicationAdmin
from labels.admin.concerns import ConcernAdmin
from labels.admin.conditions import ConditionAdmin
from labels.admin.labels import LabelAdmin
from labels.admin.panels import PanelDrawAdmin, PanelMemberAdmin
from labels.admin.pool import PoolMemberAdmin
from labels.admin.powers import UsualPowerAdmin
from labels.admin.schemes import CriterionAdmin, LabelSchemeAdmin, StageAdmin

__all__ = [
    "AppealAdmin",
    "ConcernAdmin",
    "ConditionAdmin",
    "CriterionAdmin",
    "LabelAdmin",
    "LabelApplicationAdmin",
    "LabelSchemeAdmin",
    "PanelDrawAdmin",
    "PanelMemberAdmin",
    "PoolMemberAdmin",
    "StageAdmin",
    "UsualPowerAdmin",
]
