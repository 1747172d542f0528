"""Tables of the commitments app."""

from commitments.models.commitment import IN_FORCE, Commitment, CommitmentStatusChange, Outcome, Progress
from commitments.models.evidence import Evidence, ReportEvidence, VersionEvidence
from commitments.models.frozen import FRAMEWORK_LINKS, LINK_FIELDS, LOCKED_STATES, FrozenRecordError
from commitments.models.indicator import Frequency, Indicator, IndicatorValue
from commitments.models.links import LinkCheck
from commitments.models.presence import Presence, fresh_since
from commitments.models.report import (
    MilestoneClaim,
    ProgressReport,
    ReportAssignment,
    ReportMessage,
    ReportReview,
    ReportStatusChange,
)
from commitments.models.rhythm import RhythmEntry
from commitments.models.rollup import Counted, Facet, RollUp
from commitments.models.search import SearchEntry
from commitments.models.sheet import SheetImport, SheetOutcome
from commitments.models.signing import SignOffLink
from commitments.models.version import (
    FROZEN_STATES,
    OPEN_STATES,
    CommitmentVersion,
    Milestone,
    VersionAssignment,
    VersionMessage,
    VersionReview,
    VersionStatusChange,
)

__all__ = [
    "FRAMEWORK_LINKS",
    "FROZEN_STATES",
    "IN_FORCE",
    "LINK_FIELDS",
    "LOCKED_STATES",
    "OPEN_STATES",
    "Commitment",
    "CommitmentStatusChange",
    "CommitmentVersion",
    "Counted",
    "Evidence",
    "Facet",
    "Frequency",
    "FrozenRecordError",
    "Indicator",
    "IndicatorValue",
    "LinkCheck",
    "Milestone",
    "MilestoneClaim",
    "Outcome",
    "Presence",
    "Progress",
    "ProgressReport",
    "ReportAssignment",
    "ReportEvidence",
    "ReportMessage",
    "ReportReview",
    "ReportStatusChange",
    "RhythmEntry",
    "RollUp",
    "SearchEntry",
    "SheetImport",
    "SheetOutcome",
    "SignOffLink",
    "VersionAssignment",
    "VersionEvidence",
    "VersionMessage",
    "VersionReview",
    "VersionStatusChange",
    "fresh_since",
]
