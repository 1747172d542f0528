"""What others say about the record, as data: published texts only, never an address, a name only with consent."""

from typing import Any

from django.db.models import F

from core.models import Scan
from opendata.queries.addresses import Addresses
from participation.models import CounterEvidence

COLUMNS = (
    "milestone_key", "text", "language", "published_at", "reply", "reply_language", "replied_at", "reply_due_on",
)  # fmt: skip
Row = dict[str, Any]


def statements_of(commitment_id: int, to: Addresses) -> list[Row]:
    """Return the published texts about one commitment, oldest first (1 query)."""
    rows = CounterEvidence.objects.published().filter(commitment=commitment_id).order_by("published_at", "pk")
    about = {"about_evidence": F("evidence__public_id"), "about_report": F("report__as_of")}
    return [
        _record(row, to)
        for row in rows.values("public_id", "proof", "url", "scan_state", "show_name", "speaker", *COLUMNS, **about)
    ]


def _record(row: Row, to: Addresses) -> Row:
    is_file = row["proof"] == CounterEvidence.Proof.FILE
    is_locked = row["scan_state"] == Scan.INFECTED
    record = {name: row[name] for name in COLUMNS if name != "milestone_key"}
    return {
        "id": row["public_id"],
        "evidence": row["about_evidence"],
        "report_as_of": row["about_report"],
        "milestone": row["milestone_key"],
        **record,
        "speaker": row["speaker"] if row["show_name"] else "",
        "proof_kind": row["proof"],
        "proof_url": "" if is_locked else to.statement_proof(row["public_id"]) if is_file else row["url"],
    }
