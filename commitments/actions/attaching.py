"""Using a stored document again, and keeping a copy of a web page beside its link."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import lock_city, moved_on, require, require_writer
from commitments.actions.described import clean_archive_address, clean_reading, store_file
from commitments.actions.evidence import as_stored, drop_unlisted
from commitments.actions.listing import list_piece, lock_draft, one_owner, require_unlocked, same_piece
from commitments.actions.room import require_room
from commitments.models import Commitment, CommitmentVersion, Evidence, ProgressReport
from core import audit
from core.storage import private_storage

CARRIED = (
    "kind", "title", "file", "file_name", "content_type", "size", "sha256", "url", "language", "dated_on", "visibility",
    "has_personal_data", "scan_state", "scanned_at", "scan_found", "archive_url",
)  # fmt: skip


@transaction.atomic
def attach_evidence(
    *,
    evidence: Evidence,
    by: User,
    page: str,
    proves: str,
    version: CommitmentVersion | None = None,
    report: ProgressReport | None = None,
    milestone_key: str = "",
) -> Evidence:
    """List a piece that the city has already in another draft; no byte is copied.

    Args:
        evidence: the piece.
        by: an editor or approver of its city.
        page: where to look this time.
        proves: what it shows this time; with another page or another proof it is a piece of its own.
        version: the draft that lists it, or
        report: the draft report that lists it; exactly one of the two.
        milestone_key: the milestone it belongs to, if any.

    Returns: the listed piece.
    Raises: NotAllowed; Stale when the draft was sent or the piece removed; ValidationError with a message per field.
    """
    owner = one_owner(version, report)
    require_writer(by, evidence.city)
    require(owner.commitment.city_id == evidence.city_id, _("This commitment belongs to another city."))
    reading = clean_reading(page=page, proves=proves)
    city = lock_city(evidence.city_id)
    current = lock_draft(owner)
    stored = _again(evidence)
    if stored.kind == Evidence.Kind.FILE:
        require_room(current.commitment, sha256=stored.sha256, size=stored.size)
    if (stored.page, stored.proves) != (reading["page"], reading["proves"]):
        values = {name: getattr(stored, name) for name in CARRIED} | reading
        stored = same_piece(city, values) or Evidence.objects.create(
            city=city, uploaded_by=by, archive=stored.archive, **values
        )
    list_piece(current, stored, milestone_key=milestone_key, by=by, city=city)
    return stored


def keep_copy(*, evidence: Evidence, by: User, file: Any) -> Evidence:
    """Keep a file as the copy of a linked page; it takes the place of the copy before.

    It is evidence like any other: checked with the draft that lists the link, seen by whoever sees the link.

    Args:
        evidence: a link that only drafts list.
        by: an editor or approver of its city.
        file: the uploaded file.

    Returns: the copy.
    Raises: NotAllowed when something that was sent lists the link; Stale; ValidationError for the field `file`.
    """
    require_writer(by, evidence.city)
    require(evidence.kind == Evidence.Kind.LINK, _("Only a link can have a copy of its page."))
    values = store_file(file)
    used = ""
    try:
        copy = _keep(evidence, by, values)
        used = copy.file.name or ""
        return copy
    finally:
        if used != values["file"]:
            private_storage.delete(values["file"])


@transaction.atomic
def name_copy(*, evidence: Evidence, by: User, url: str) -> Evidence:
    """Say at which address an archive keeps a linked page. It is shown at once, also beside a published link.

    Args:
        evidence: a link.
        by: an editor or approver of its city.
        url: the address; empty takes it away.

    Returns: the link.
    Raises: NotAllowed; Stale; ValidationError for the field `archive_url`.
    """
    require_writer(by, evidence.city)
    require(evidence.kind == Evidence.Kind.LINK, _("Only a link can have a copy of its page."))
    address = clean_archive_address(url)
    city = lock_city(evidence.city_id)
    stored = _again(evidence)
    if stored.archive_url != address:
        Evidence.objects.filter(pk=stored.pk).update(archive_url=address)
        data = {"before": stored.archive_url, "after": address}
        audit.record("name_copy", by=by, obj=stored, scope=city, data=data)
    evidence.archive_url = address
    return evidence


def _again(evidence: Evidence) -> Evidence:
    """Read a piece again under the city's lock.

    Raises: Stale when it was removed meanwhile; ValidationError when a virus was found in it.
    """
    stored = Evidence.objects.select_related("archive").filter(pk=evidence.pk, archive_of=None).first()
    if stored is None:
        raise moved_on()
    if stored.scan_state == Evidence.Scan.INFECTED:
        raise ValidationError(_("A virus was found in this file. Add a clean copy or a link."))
    return stored


@transaction.atomic
def _keep(evidence: Evidence, by: User, values: dict[str, Any]) -> Evidence:
    city = lock_city(evidence.city_id)
    link = _again(evidence)
    require_unlocked(link)
    values |= as_stored(city.pk, values)
    listed = Commitment.objects.filter(versions__evidence_rows__evidence=link) | Commitment.objects.filter(
        reports__evidence_rows__evidence=link
    )
    for commitment in listed.distinct():
        require_room(commitment, sha256=values["sha256"], size=values["size"])
    carried = {name: getattr(link, name) for name in ("title", "proves", "language", "visibility", "has_personal_data")}
    copy = Evidence.objects.create(city=city, uploaded_by=by, kind=Evidence.Kind.FILE, **carried, **values)
    replaced = link.archive
    Evidence.objects.filter(pk=link.pk).update(archive=copy)
    drop_unlisted([replaced] if replaced else [])
    audit.record("keep_copy", by=by, obj=link, scope=city, data={"sha256": copy.sha256, "url": link.url})
    evidence.archive = copy
    return copy
