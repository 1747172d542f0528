"""The tables of steps: of an application until its decision, of its conditions, and of a label afterwards."""

from labels.workflow.application import APPLICATION
from labels.workflow.condition import CONDITION
from labels.workflow.label import LABEL

__all__ = ["APPLICATION", "CONDITION", "LABEL"]
