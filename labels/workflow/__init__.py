"""The tables of steps: an application, its conditions, the label, concerns about it (`concern`), appeals (`appeal`)."""

from labels.workflow.application import APPLICATION
from labels.workflow.condition import CONDITION
from labels.workflow.label import LABEL

__all__ = ["APPLICATION", "CONDITION", "LABEL"]
