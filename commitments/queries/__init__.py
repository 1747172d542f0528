"""Page-shaped reads of commitments, versions, reports and evidence; always a constant number of queries."""

from commitments.queries.desk import (
    DeskRow,
    desk_commitment,
    desk_commitments,
    evidence_at_desk,
    open_version,
    published_version,
    report_at_desk,
)
from commitments.queries.diff import diff_parts, diff_versions, in_words
from commitments.queries.events import Event, city_events, events_of, latest_events
from commitments.queries.office import (
    evidence_cases,
    queue_neighbours,
    report_number,
    reports_for_office,
    reports_waiting,
    versions_for_office,
    versions_waiting,
    without_conflicts,
)
from commitments.queries.parts import LinkRow, VersionParts, links_of, parts_of
from commitments.queries.people import people_of
from commitments.queries.proof import EvidenceRow, public_evidence
from commitments.queries.public import (
    CityCommitments,
    CommitmentPage,
    HistoryPage,
    MilestoneRow,
    VersionPage,
    city_commitments,
    evidence_for_public,
    history,
    milestones_with_claims,
    public_commitment,
    public_version,
    version_for_listing,
)

__all__ = [
    "CityCommitments",
    "CommitmentPage",
    "DeskRow",
    "Event",
    "EvidenceRow",
    "HistoryPage",
    "LinkRow",
    "MilestoneRow",
    "VersionPage",
    "VersionParts",
    "city_commitments",
    "city_events",
    "desk_commitment",
    "desk_commitments",
    "diff_parts",
    "diff_versions",
    "events_of",
    "evidence_at_desk",
    "evidence_cases",
    "evidence_for_public",
    "history",
    "in_words",
    "latest_events",
    "links_of",
    "milestones_with_claims",
    "open_version",
    "parts_of",
    "people_of",
    "public_commitment",
    "public_evidence",
    "public_version",
    "published_version",
    "queue_neighbours",
    "report_at_desk",
    "report_number",
    "reports_for_office",
    "reports_waiting",
    "version_for_listing",
    "versions_for_office",
    "versions_waiting",
    "without_conflicts",
]
