"""Tables of the labels app."""

from labels.models.admissibility import Admissibility
from labels.models.appeal import Appeal, AppealStatusChange, AppealVote
from labels.models.application import ApplicationStatusChange, LabelApplication
from labels.models.assessment import (
    Answer,
    Assessment,
    Competence,
    Group,
    Power,
    Scale,
    Survey,
    SurveyAnswer,
    SurveyMark,
    SurveyReply,
    Tier,
    UsualPower,
)
from labels.models.clock import CaseClock, ClockStop
from labels.models.concern import Concern, ConcernStatusChange, ConcernSupport, SupportPlan
from labels.models.concern_limits import (
    ANSWER_LENGTH,
    CONCERN_LENGTH,
    NAMED_FILERS,
    OPEN_CONCERNS,
    PEOPLE_NEEDED,
    Filer,
)
from labels.models.condition import ConditionReport, ConditionStatusChange
from labels.models.decision import Condition, Decision
from labels.models.findings import Finding, FindingReply, PanelAnswer, PanelDraft, SecondLook
from labels.models.keys import CredentialKey
from labels.models.label import Label, LabelStatus, status_on
from labels.models.life import LabelChange, LabelStatusChange
from labels.models.log import DecisionEntry, DecisionHead
from labels.models.midterm import MidtermLine, MidtermReport
from labels.models.panel import PanelDeclaration, PanelDraw, PanelMember, PanelStatusChange
from labels.models.plan import ConcernAnswer, PlanReport, PlanStep
from labels.models.pool import PoolMember, PoolStatusChange
from labels.models.scheme import Criterion, CriterionVariant, LabelScheme, Part
from labels.models.stages import PanelSeat, SchemeOutcome, Side, Stage, StageDeadline, Unit

__all__ = [
    "ANSWER_LENGTH",
    "CONCERN_LENGTH",
    "NAMED_FILERS",
    "OPEN_CONCERNS",
    "PEOPLE_NEEDED",
    "Admissibility",
    "Answer",
    "Appeal",
    "AppealStatusChange",
    "AppealVote",
    "ApplicationStatusChange",
    "Assessment",
    "CaseClock",
    "ClockStop",
    "Competence",
    "Concern",
    "ConcernAnswer",
    "ConcernStatusChange",
    "ConcernSupport",
    "Condition",
    "ConditionReport",
    "ConditionStatusChange",
    "CredentialKey",
    "Criterion",
    "CriterionVariant",
    "Decision",
    "DecisionEntry",
    "DecisionHead",
    "Filer",
    "Finding",
    "FindingReply",
    "Group",
    "Label",
    "LabelApplication",
    "LabelChange",
    "LabelScheme",
    "LabelStatus",
    "LabelStatusChange",
    "MidtermLine",
    "MidtermReport",
    "PanelAnswer",
    "PanelDeclaration",
    "PanelDraft",
    "PanelDraw",
    "PanelMember",
    "PanelSeat",
    "PanelStatusChange",
    "Part",
    "PlanReport",
    "PlanStep",
    "PoolMember",
    "PoolStatusChange",
    "Power",
    "Scale",
    "SchemeOutcome",
    "SecondLook",
    "Side",
    "Stage",
    "StageDeadline",
    "SupportPlan",
    "Survey",
    "SurveyAnswer",
    "SurveyMark",
    "SurveyReply",
    "Tier",
    "Unit",
    "UsualPower",
    "status_on",
]
