"""What a panel found, as it counts: for who decides, for the decision's entry in the log, and public afterwards."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from labels.models import Finding, LabelApplication, Scale
from labels.queries import DECIDED_STATES
from labels.queries.findings import with_replies


@dataclass(frozen=True)
class FinalFinding:
    """What counts for one criterion: the second look where there was one. Words, with the city's reply beside them."""

    code: str
    title: str
    answer: str
    reasons: str
    language: str
    was_looked_at_again: bool
    reply: str
    reply_language: str
    is_disputed: bool

    @property
    def words(self) -> str:
        """What was found, in words."""
        return str(Scale(self.answer).label)


def final_findings(application: LabelApplication) -> list[FinalFinding]:
    """Return what the panel found, by criterion, as it goes public; nothing before the decision (2 queries)."""
    if application.state not in DECIDED_STATES:
        return []
    return findings_as_final(application)


def findings_for_office(application: LabelApplication) -> list[FinalFinding]:
    """Return what counts, for who proposes and signs: from the preparation of the decision on (2 queries)."""
    return findings_as_final(application) if application.state in ("deciding", "proposed", *DECIDED_STATES) else []


def findings_as_final(application: LabelApplication) -> list[FinalFinding]:
    """Return what counts for each criterion, whatever the state: for who decides, and for the decision's own entry."""
    rows = with_replies(Finding.objects.filter(application=application))
    return [_final(row) for row in rows]


def _final(row: Finding) -> FinalFinding:
    look, reply = getattr(row, "second_look", None), getattr(row, "reply", None)
    counts = look or row
    said = reply if reply is not None and reply.sent_at else None
    return FinalFinding(
        code=row.criterion.code,
        title=row.criterion.title,
        answer=counts.answer,
        reasons=counts.reasons,
        language=counts.language,
        was_looked_at_again=look is not None,
        reply=said.text if said else "",
        reply_language=said.language if said else "",
        is_disputed=bool(said and said.disputed),
    )


def findings_record(rows: list[FinalFinding]) -> list[dict[str, Any]]:
    """Return final findings as JSON, one object a criterion: what machines read, and what the digest is made of."""
    return [
        {
            "criterion": row.code,
            "question": row.title,
            "finding": row.answer,
            "reasons": row.reasons,
            "language": row.language,
            "second_look": row.was_looked_at_again,
            "disputed": row.is_disputed,
            "reply": row.reply,
            "reply_language": row.reply_language,
        }
        for row in rows
    ]


def findings_digest(rows: list[FinalFinding]) -> str:
    """Return the SHA-256 of the record: of its JSON with sorted keys, no blanks, in UTF-8. Empty without findings."""
    if not rows:
        return ""
    text = json.dumps(findings_record(rows), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
