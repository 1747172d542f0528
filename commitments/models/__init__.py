"""Tables of the commitments app."""

from commitments.models.commitment import Commitment, CommitmentStatusChange, Progress
from commitments.models.evidence import Evidence, ReportEvidence, VersionEvidence
from commitments.models.report import MilestoneClaim, ProgressReport, ReportAssignment, ReportReview, ReportStatusChange
from commitments.models.version import (
    CommitmentVersion,
    Milestone,
    VersionAssignment,
    VersionReview,
    VersionStatusChange,
)

__all__ = [
    "Commitment",
    "CommitmentStatusChange",
    "CommitmentVersion",
    "Evidence",
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
