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
from commitments.queries.diff import day_in_words, diff_parts, diff_versions, in_words, money_in_words
from commitments.queries.drafts import STALE_AFTER, others_at, stale_drafts
from commitments.queries.events import Event, city_events, events_of, latest_events
from commitments.queries.measured import IndicatorRow, indicator_lines, indicator_words, indicators_with_values
from commitments.queries.office import (
    commitments_for_office,
    evidence_cases,
    evidence_for_office,
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
from commitments.queries.review import Proof, ReviewPage, report_review, version_review
from commitments.queries.rhythm import confirmation_page, overdue_commitments
from commitments.queries.words import figure_in_words

__all__ = [
    "STALE_AFTER",
    "CityCommitments",
    "CommitmentPage",
    "DeskRow",
    "Event",
    "EvidenceRow",
    "HistoryPage",
    "IndicatorRow",
    "LinkRow",
    "MilestoneRow",
    "Proof",
    "ReviewPage",
    "VersionPage",
    "VersionParts",
    "city_commitments",
    "city_events",
    "commitments_for_office",
    "confirmation_page",
    "day_in_words",
    "desk_commitment",
    "desk_commitments",
    "diff_parts",
    "diff_versions",
    "events_of",
    "evidence_at_desk",
    "evidence_cases",
    "evidence_for_office",
    "evidence_for_public",
    "figure_in_words",
    "history",
    "in_words",
    "indicator_lines",
    "indicator_words",
    "indicators_with_values",
    "latest_events",
    "links_of",
    "milestones_with_claims",
    "money_in_words",
    "open_version",
    "others_at",
    "overdue_commitments",
    "parts_of",
    "people_of",
    "public_commitment",
    "public_evidence",
    "public_version",
    "published_version",
    "queue_neighbours",
    "report_at_desk",
    "report_number",
    "report_review",
    "reports_for_office",
    "reports_waiting",
    "stale_drafts",
    "version_for_listing",
    "version_review",
    "versions_for_office",
    "versions_waiting",
    "without_conflicts",
]
