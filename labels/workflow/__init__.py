"""The tables of steps: of an application until its decision, and of a label afterwards."""

from labels.workflow.application import APPLICATION
from labels.workflow.label import LABEL

__all__ = ["APPLICATION", "LABEL"]
