"""Evidence: a file is checked and stored before the transaction, once per city, and listed by texts and reports."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments.actions.common import lock, lock_city, not_editable, require, require_writer
from commitments.actions.described import clean_description, store_file
from commitments.actions.room import require_room
from commitments.models import LOCKED_STATES, CommitmentVersion, Evidence, ProgressReport
from commitments.rules import DRAFT_STATES
from core import audit
from core.storage import private_storage

Owner = CommitmentVersion | ProgressReport
FIXED_STATES = (*LOCKED_STATES, CommitmentVersion.State.SIGN_OFF)


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
    owner = _one_owner(version, report)
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
    current_owner = _lock_draft(owner) if owner else None
    _require_unlocked(evidence)
    Evidence.objects.filter(pk=evidence.pk).update(**values)
    if current_owner:
        key = _known_key(current_owner, milestone_key)
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
    owner = _one_owner(version, report)
    require_writer(by, evidence.city)
    require_writer(by, owner.commitment.city)
    lock_city(evidence.city_id)
    current = _lock_draft(owner)
    if current.evidence_rows.filter(evidence=evidence).delete()[0]:
        audit.record("remove_evidence", by=by, obj=evidence, scope=evidence.city, data={"sha256": evidence.sha256})
    drop_unlisted([evidence])


def drop_unlisted(pieces: Iterable[Evidence]) -> None:
    """Delete the pieces that nothing lists any more; their files go when the transaction is committed.

    Args:
        pieces: evidence that was just taken off a list, inside the caller's transaction.
    """
    for evidence in pieces:
        if evidence.in_versions.exists() or evidence.in_reports.exists():
            continue
        name = evidence.file.name
        evidence.delete()
        if name and not Evidence.objects.filter(file=name).exists():
            transaction.on_commit(partial(private_storage.delete, name))


def _one_owner(version: CommitmentVersion | None, report: ProgressReport | None) -> Owner:
    owner = version or report
    if owner is None or (version and report):
        raise ValueError("Evidence is listed by a version or by a report: name exactly one.")
    return owner


def _known_key(owner: Any, key: str) -> str:
    """Return `key` when it names a milestone of the text, else an empty text."""
    texts = CommitmentVersion.objects.filter(pk=owner.pk)
    if isinstance(owner, ProgressReport):
        texts = CommitmentVersion.objects.published().filter(commitment=owner.commitment_id)
    return key if key in set(texts.values_list("milestones__key", flat=True)) else ""


def _add_file(owner: Owner, by: User, values: dict[str, Any], milestone_key: str, file: Any) -> Evidence:
    """Check, hash and store the file first: nothing slow happens inside the transaction."""
    values |= store_file(file)
    fresh, used = values["file"], ""
    try:
        evidence = _add(owner, by, values, milestone_key)
        used = evidence.file.name
    finally:
        # The city has this file already, or the transaction failed: ours would be an orphan.
        if used != fresh:
            private_storage.delete(fresh)
    return evidence


def _stored_name(city_id: int, sha256: str) -> str:
    rows = Evidence.objects.filter(city=city_id, sha256=sha256, kind=Evidence.Kind.FILE).exclude(file="")
    return rows.values_list("file", flat=True).first() or ""


@transaction.atomic
def _add(owner: Owner, by: User, values: dict[str, Any], milestone_key: str) -> Evidence:
    city = lock_city(owner.commitment.city_id)
    current = _lock_draft(owner)
    if values["kind"] == Evidence.Kind.FILE:
        # Under the city's lock, so that two uploads of one file end in one stored file.
        values["file"] = _stored_name(city.pk, values["sha256"]) or values["file"]
        require_room(current.commitment, sha256=values["sha256"], size=values["size"])
    key = _known_key(current, milestone_key)
    evidence = _same_piece(city, values) or Evidence.objects.create(city=city, uploaded_by=by, **values)
    _row, is_new = current.evidence_rows.get_or_create(evidence=evidence, defaults={"milestone_key": key})
    if is_new:
        data = {
            "kind": evidence.kind,
            "visibility": evidence.visibility,
            "sha256": evidence.sha256,
            "url": evidence.url,
        }
        audit.record("add_evidence", by=by, obj=evidence, scope=city, data={**data, "of": audit.ref(current)})
    return evidence


def _lock_draft(owner: Any) -> Any:
    current = lock(owner)
    if current.state not in DRAFT_STATES:
        raise not_editable()
    return current


def _same_piece(city: City, values: dict[str, Any]) -> Evidence | None:
    same = {name: value for name, value in values.items() if name != "file_name"}
    return Evidence.objects.filter(city=city, **same).first()


def _require_unlocked(evidence: Evidence) -> None:
    """Refuse when anything that was sent lists it; what lists it is locked, so that nothing is sent meanwhile."""
    lists: tuple[QuerySet[Any], ...] = (
        CommitmentVersion.objects.filter(evidence_rows__evidence=evidence),
        ProgressReport.objects.filter(evidence_rows__evidence=evidence),
    )
    rows = [row for table in lists for row in table.select_for_update(of=("self",), no_key=True).order_by("pk")]
    require(
        not any(row.state in FIXED_STATES for row in rows),
        _("It was sent with a text or report, so it cannot be changed. Remove it from this draft and add it again."),
    )
