"""Tables of the commitments app."""

from commitments.models.commitment import IN_FORCE, Commitment, CommitmentStatusChange, Outcome, Progress
from commitments.models.evidence import Evidence, ReportEvidence, VersionEvidence
from commitments.models.frozen import FRAMEWORK_LINKS, LINK_FIELDS, LOCKED_STATES
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
from commitments.models.translation import (
    INDICATOR,
    MILESTONE,
    TRANSLATED,
    TranslationRelease,
    VersionTranslation,
)
from commitments.models.version import (
    FROZEN_STATES,
    OPEN_STATES,
    TEXTS,
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
    "INDICATOR",
    "IN_FORCE",
    "LINK_FIELDS",
    "LOCKED_STATES",
    "MILESTONE",
    "OPEN_STATES",
    "TEXTS",
    "TRANSLATED",
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
    "TranslationRelease",
    "VersionAssignment",
    "VersionEvidence",
    "VersionMessage",
    "VersionReview",
    "VersionStatusChange",
    "VersionTranslation",
    "fresh_since",
]
