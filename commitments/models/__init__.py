"""Tables of the commitments app."""

from commitments.models.commitment import Commitment, CommitmentStatusChange, Progress
from commitments.models.evidence import Evidence, ReportEvidence, VersionEvidence
from commitments.models.frozen import LINK_FIELDS, LOCKED_STATES, FrozenRecordError
from commitments.models.report import MilestoneClaim, ProgressReport, ReportAssignment, ReportReview, ReportStatusChange
from commitments.models.version import (
    FROZEN_STATES,
    OPEN_STATES,
    CommitmentVersion,
    Milestone,
    VersionAssignment,
    VersionReview,
    VersionStatusChange,
)

__all__ = [
    "FROZEN_STATES",
    "LINK_FIELDS",
    "LOCKED_STATES",
    "OPEN_STATES",
    "Commitment",
    "CommitmentStatusChange",
    "CommitmentVersion",
    "Evidence",
    "FrozenRecordError",
    "Milestone",
    "MilestoneClaim",
    "Progress",
    "ProgressReport",
    "ReportAssignment",
    "ReportEvidence",
    "ReportReview",
    "ReportStatusChange",
    "VersionAssignment",
    "VersionEvidence",
    "VersionReview",
    "VersionStatusChange",
]
