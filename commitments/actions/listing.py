"""How a draft lists evidence: which draft, locked; what it lists; the same piece never twice."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments.actions.common import lock, not_editable, require
from commitments.models import LOCKED_STATES, CommitmentVersion, Evidence, ProgressReport
from commitments.rules import DRAFT_STATES
from core import audit

Owner = CommitmentVersion | ProgressReport
FIXED_STATES = (*LOCKED_STATES, CommitmentVersion.State.SIGN_OFF)


def one_owner(version: CommitmentVersion | None, report: ProgressReport | None) -> Owner:
    """Return the one of the two that is named."""
    owner = version or report
    if owner is None or (version and report):
        raise ValueError("Evidence is listed by a version or by a report: name exactly one.")
    return owner


def lock_draft(owner: Any) -> Any:
    """Return a draft as it is stored now, locked.

    Raises: Stale when it was sent or deleted.
    """
    current = lock(owner)
    if current.state not in DRAFT_STATES:
        raise not_editable()
    return current


def known_key(owner: Any, key: str) -> str:
    """Return `key` when it names a milestone of the text, else an empty text."""
    texts = CommitmentVersion.objects.filter(pk=owner.pk)
    if isinstance(owner, ProgressReport):
        texts = CommitmentVersion.objects.published().filter(commitment=owner.commitment_id)
    return key if key in set(texts.values_list("milestones__key", flat=True)) else ""


def same_piece(city: City, values: dict[str, Any]) -> Evidence | None:
    """Return the city's piece with the same content and description; a copy of a page is no piece of its own."""
    same = {name: value for name, value in values.items() if name not in ("file_name", "scanned_at")}
    return Evidence.objects.filter(city=city, archive_of=None, **same).first()


def list_piece(current: Any, evidence: Evidence, *, milestone_key: str, by: User, city: City) -> None:
    """Put a piece on the list of a locked draft; on it already, nothing changes."""
    key = known_key(current, milestone_key)
    _row, is_new = current.evidence_rows.get_or_create(evidence=evidence, defaults={"milestone_key": key})
    if is_new:
        data = {
            "kind": evidence.kind,
            "visibility": evidence.visibility,
            "sha256": evidence.sha256,
            "url": evidence.url,
        }
        audit.record("add_evidence", by=by, obj=evidence, scope=city, data={**data, "of": audit.ref(current)})


def require_unlocked(evidence: Evidence) -> None:
    """Refuse when anything that was sent lists it; what lists it is locked, so that nothing is sent meanwhile."""
    tables: tuple[Any, ...] = (CommitmentVersion.objects, ProgressReport.objects)
    lists = (table.filter(evidence_rows__evidence=evidence) for table in tables)
    rows = [row for table in lists for row in table.select_for_update(of=("self",), no_key=True).order_by("pk")]
    require(
        not any(row.state in FIXED_STATES for row in rows),
        _("It was sent with a text or report, so it cannot be changed. Remove it from this draft and add it again."),
    )
