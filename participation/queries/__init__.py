"""Page-shaped reads of the participation app."""

from participation.queries.alerts import Change, Found, alerts_of_address, changes_between, found_by
from participation.queries.statements import (
    Said,
    Subject,
    evidence_to_counter,
    is_outsider,
    moderation_counts,
    own_statement,
    proof_for_public,
    read_statements,
    report_to_counter,
    statement_at_desk,
    statement_entry,
    statements_as_json,
    statements_for_office,
    waiting_statements,
)

__all__ = [
    "Change",
    "Found",
    "Said",
    "Subject",
    "alerts_of_address",
    "changes_between",
    "evidence_to_counter",
    "found_by",
    "is_outsider",
    "moderation_counts",
    "own_statement",
    "proof_for_public",
    "read_statements",
    "report_to_counter",
    "statement_at_desk",
    "statement_entry",
    "statements_as_json",
    "statements_for_office",
    "waiting_statements",
]
