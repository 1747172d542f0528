"""The fingerprint of a text: SHA-256 over canonical JSON, stored when it is submitted and when it is published."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from commitments.models import FRAMEWORK_LINKS, TEXTS, CommitmentVersion, Evidence
from commitments.queries import VersionParts, parts_of

FIELDS = ("number", *TEXTS, "change_reason")
EVIDENCE = ("title", "kind", "url", "sha256", "page", "language", "dated_on", "proves")
LATER_LINKS = ("instrument_items", "recommendations")
INDICATOR = ("key", "title", "unit", "baseline", "baseline_on", "target", "target_on", "source", "frequency")


def content_digest(version: CommitmentVersion) -> str:
    """Return the SHA-256 (64 hex digits) of everything a version says in public: texts, links, rows, evidence.

    Confidential evidence is left out: the digest is public, and must not tell that something is hidden.

    The JSON has sorted keys, no spaces and UTF-8; dates as YYYY-MM-DD, numbers with two decimals (more
    where needed), links as sorted codes, milestones and indicators in order, evidence by public id.

    Args:
        version: a saved version.

    Returns: the digest, the same on every machine and database.
    """
    content = _content(version, parts_of([version])[version.pk])
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(version: CommitmentVersion, parts: VersionParts) -> dict[str, Any]:
    content = {
        "code": version.commitment.code,
        **{name: _plain(getattr(version, name)) for name in FIELDS},
        **{kind: _codes(parts, kind) for kind in FRAMEWORK_LINKS if kind not in LATER_LINKS},
        "milestones": [[row.key, row.title, _plain(row.due_on)] for row in parts.milestones],
        "evidence": sorted(
            [
                str(row.evidence.public_id),
                row.milestone_key,
                *(_plain(getattr(row.evidence, name)) for name in EVIDENCE),
            ]
            for row in parts.evidence
            if row.evidence.visibility == Evidence.Visibility.PUBLIC
        ),
    }
    # Only where there are any, so that a text without them keeps the digest it had before they came.
    content |= {kind: _codes(parts, kind) for kind in LATER_LINKS if parts.links[kind]}
    if parts.indicators:
        content["indicators"] = [[_plain(getattr(row, name)) for name in INDICATOR] for row in parts.indicators]
    return content


def _codes(parts: VersionParts, kind: str) -> list[str]:
    return sorted(row.code for row in parts.links[kind])


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    return f"{value:.{_decimals(value)}f}" if isinstance(value, Decimal) else str(value)


def _decimals(value: Decimal) -> int:
    """Two decimals, as money has; more where they say something, however the database pads them."""
    exponent = value.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2
