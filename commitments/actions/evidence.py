"""Evidence: a file is checked and stored before the transaction, once per city, and listed by texts and reports."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments.actions.common import lock_city, require, require_writer
from commitments.actions.described import clean_description, store_file
from commitments.actions.listing import (
    Owner,
    known_key,
    list_piece,
    lock_draft,
    one_owner,
    require_unlocked,
    same_piece,
)
from commitments.actions.room import require_room
from commitments.models import CommitmentVersion, Evidence, ProgressReport
from core import audit
from core.storage import private_storage

SEEN_BY = ("visibility", "has_personal_data")


def add_evidence(
    *,
    city: City,
    by: User,
    kind: str,
    title: str,
    file: Any = None,
    url: str = "",
    page: str = "",
    language: str = "",
    dated_on: dt.date | None = None,
    proves: str,
    visibility: str,
    has_personal_data: bool,
    version: CommitmentVersion | None = None,
    report: ProgressReport | None = None,
    milestone_key: str = "",
) -> Evidence:
    """List a file or link as evidence of a draft.

    The same file is stored once for a city; each description of it is a row of its own. The same file or link with
    the same description is not added twice.

    Args:
        city: the city that the evidence belongs to.
        by: an editor or approver of the city.
        kind: "file" or "link".
        title: what it is.
        file: the uploaded file, for a file.
        url: the address, for a link.
        page: where in it to look.
        language: language code of the document.
        dated_on: date of the document.
        proves: what it shows.
        visibility: "public" or "confidential".
        has_personal_data: makes it confidential, whatever `visibility` says.
        version: the draft that lists it, or
        report: the draft report that lists it; exactly one of the two.
        milestone_key: the milestone it belongs to, if any.

    Returns: the evidence.
    Raises: NotAllowed; Stale when the draft was sent; ValidationError with a message per field.
    """
    owner = one_owner(version, report)
    require_writer(by, city)
    require(owner.commitment.city_id == city.pk, _("This commitment belongs to another city."))
    if kind not in Evidence.Kind.values:
        raise ValidationError({"kind": _("Choose a file or a link.")})
    values = clean_description(
        kind=kind,
        url=url,
        language=language,
        title=title,
        page=page,
        dated_on=dated_on,
        proves=proves,
        visibility=visibility,
        has_personal_data=has_personal_data,
    )
    if kind == Evidence.Kind.FILE:
        return _add_file(owner, by, {**values, "kind": kind}, milestone_key, file)
    return _add(owner, by, {**values, "kind": kind}, milestone_key)


@transaction.atomic
def edit_evidence(
    *,
    evidence: Evidence,
    by: User,
    title: str,
    url: str = "",
    page: str = "",
    language: str = "",
    dated_on: dt.date | None = None,
    proves: str,
    visibility: str,
    has_personal_data: bool,
    version: CommitmentVersion | None = None,
    report: ProgressReport | None = None,
    milestone_key: str = "",
) -> Evidence:
    """Change the description of evidence that only drafts list. The file itself is replaced by removing and adding.

    Args:
        evidence: the piece.
        by: an editor or approver of its city.
        version: the draft on whose page this happens, or
        report: the draft report; when given, `milestone_key` is stored for it.

    The other arguments are those of `add_evidence`.

    Returns: the evidence.
    Raises: NotAllowed when a submitted or public text or report lists it; ValidationError with a message per field.
    """
    require_writer(by, evidence.city)
    values = clean_description(
        kind=evidence.kind,
        url=url,
        language=language,
        title=title,
        page=page,
        dated_on=dated_on,
        proves=proves,
        visibility=visibility,
        has_personal_data=has_personal_data,
    )
    lock_city(evidence.city_id)
    owner = version or report
    current_owner = lock_draft(owner) if owner else None
    require_unlocked(evidence)
    Evidence.objects.filter(pk=evidence.pk).update(**values)
    Evidence.objects.filter(archive_of=evidence).update(**{name: values[name] for name in SEEN_BY})
    if current_owner:
        key = known_key(current_owner, milestone_key)
        current_owner.evidence_rows.filter(evidence=evidence).update(milestone_key=key)
    audit.record("edit_evidence", by=by, obj=evidence, scope=evidence.city, data={"visibility": values["visibility"]})
    evidence.refresh_from_db()
    return evidence


@transaction.atomic
def remove_evidence(
    *,
    evidence: Evidence,
    by: User,
    version: CommitmentVersion | None = None,
    report: ProgressReport | None = None,
) -> None:
    """Take evidence off a draft's list. A piece that nothing lists any more is deleted, with its file.

    Args:
        evidence: the piece.
        by: an editor or approver of its city.
        version: the draft that lists it, or
        report: the draft report that lists it; exactly one of the two.

    Raises: NotAllowed; Stale when the draft was sent.
    """
    owner = one_owner(version, report)
    require_writer(by, evidence.city)
    require_writer(by, owner.commitment.city)
    lock_city(evidence.city_id)
    current = lock_draft(owner)
    if current.evidence_rows.filter(evidence=evidence).delete()[0]:
        audit.record("remove_evidence", by=by, obj=evidence, scope=evidence.city, data={"sha256": evidence.sha256})
    drop_unlisted([evidence])


def drop_unlisted(pieces: Iterable[Evidence]) -> None:
    """Delete the pieces that nothing lists any more; their files go when the transaction is committed.

    Args:
        pieces: evidence that was just taken off a list, inside the caller's transaction.
    """
    for evidence in pieces:
        if evidence.in_versions.exists() or evidence.in_reports.exists() or evidence.archive_of.exists():
            continue
        name, archive = evidence.file.name, evidence.archive
        evidence.delete()
        drop_unlisted([archive] if archive else [])
        if name and not Evidence.objects.filter(file=name).exists():
            transaction.on_commit(partial(private_storage.delete, name))


def _add_file(owner: Owner, by: User, values: dict[str, Any], milestone_key: str, file: Any) -> Evidence:
    """Check, hash and store the file first: nothing slow happens inside the transaction."""
    values |= store_file(file)
    fresh, used = values["file"], ""
    try:
        evidence = _add(owner, by, values, milestone_key)
        used = evidence.file.name or ""
    finally:
        # The city has this file already, or the transaction failed: ours would be an orphan.
        if used != fresh:
            private_storage.delete(fresh)
    return evidence


def as_stored(city_id: int, values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a file that the city has already: its stored name and what the scanner said of it.

    Raises: ValidationError for a file in which a virus was found.
    """
    same = Evidence.objects.filter(city=city_id, sha256=values["sha256"], kind=Evidence.Kind.FILE).exclude(file="")
    stored = same.first()
    if stored is None:
        return {}
    if stored.scan_state == Evidence.Scan.INFECTED:
        words = _("A virus was found in this file: %(found)s. Add a clean copy or a link.")
        raise ValidationError({"file": words % {"found": stored.scan_found}})
    return {
        "file": stored.file.name,
        **{name: getattr(stored, name) for name in ("scan_state", "scanned_at", "scan_found")},
    }


@transaction.atomic
def _add(owner: Owner, by: User, values: dict[str, Any], milestone_key: str) -> Evidence:
    city = lock_city(owner.commitment.city_id)
    current = lock_draft(owner)
    if values["kind"] == Evidence.Kind.FILE:
        # Under the city's lock, so that two uploads of one file end in one stored file.
        values |= as_stored(city.pk, values)
        require_room(current.commitment, sha256=values["sha256"], size=values["size"])
    evidence = same_piece(city, values) or Evidence.objects.create(city=city, uploaded_by=by, **values)
    list_piece(current, evidence, milestone_key=milestone_key, by=by, city=city)
    return evidence
