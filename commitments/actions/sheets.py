"""The city's spreadsheet: who took one, what came back, and one commitment of it saved as a whole."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from commitments.actions.common import StaleEdit, lock, lock_commitment, require, require_writer
from commitments.actions.copying import amend
from commitments.actions.drafts import save_version, start_commitment
from commitments.actions.reports import save_report, start_report
from commitments.actions.rows import save_indicators, save_milestones
from commitments.models import Commitment, CommitmentVersion, ProgressReport, SheetImport, SheetOutcome
from core import audit

KEPT_FOR = dt.timedelta(days=1)
MOST_KEPT = 5


@dataclass(frozen=True, kw_only=True)
class SheetChange:
    """What a sheet changes in one commitment, and the rows its sender saw.

    `version` is the open text, or the one in force when a new version has to start; without `commitment` a new one
    starts. `milestones`, `indicators`, `claims` and `measured` are whole lists, None leaves them. `fields` names the
    cells, for the log.
    """

    handle: str
    title: str = ""
    commitment: Commitment | None = None
    version: CommitmentVersion | None = None
    report: ProgressReport | None = None
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[int]] = field(default_factory=dict)
    milestones: list[dict[str, Any]] | None = None
    indicators: list[dict[str, Any]] | None = None
    report_values: dict[str, Any] = field(default_factory=dict)
    claims: list[dict[str, Any]] | None = None
    measured: list[dict[str, Any]] | None = None
    fields: list[str] = field(default_factory=list)

    @property
    def touches_text(self) -> bool:
        """Whether the text, its milestones or its indicators change."""
        return bool(self.values or self.links) or self.milestones is not None or self.indicators is not None

    @property
    def touches_report(self) -> bool:
        """Whether the progress report changes."""
        return bool(self.report_values) or self.claims is not None or self.measured is not None


@transaction.atomic
def note_sheet_export(*, city: City, by: User, commitments: int) -> None:
    """Write to the log that somebody took the city's spreadsheet, drafts included.

    Args:
        city: whose it is.
        by: an editor or approver of the city.
        commitments: how many it holds.

    Raises: NotAllowed.
    """
    require_writer(by, city)
    audit.record("export_sheet", by=by, obj=city, scope=city, data={"commitments": commitments})


@transaction.atomic
def keep_sheet(
    *, city: City, by: User, file_name: str, rows: list[dict[str, Any]], notes: list[str] | None = None
) -> SheetImport:
    """Keep what a sheet says for a day, for its sender only; nothing of the record changes.

    Sheets past their day are forgotten, and all but the newest five of the same person.

    Args:
        city: whose it is.
        by: an editor or approver of the city.
        file_name: what the file was called.
        rows: what its rows say, ready for JSON.
        notes: what was left aside while reading.

    Returns: what is kept.
    Raises: NotAllowed.
    """
    require_writer(by, city)
    now = timezone.now()
    SheetImport.objects.filter(expires_at__lte=now).delete()
    newest = SheetImport.objects.filter(by=by).order_by("-created_at").values_list("pk", flat=True)[: MOST_KEPT - 1]
    SheetImport.objects.filter(by=by).exclude(pk__in=list(newest)).delete()
    return SheetImport.objects.create(
        city=city, by=by, file_name=file_name[:200], rows=rows, notes=notes or [], expires_at=now + KEPT_FOR
    )


@transaction.atomic
def apply_sheet_change(*, sheet: SheetImport, by: User, change: SheetChange) -> SheetOutcome:
    """Save everything that a sheet changes in one commitment, or nothing of it. The second call finds it done.

    Args:
        sheet: the kept sheet.
        by: whoever sent it; still an editor or approver of the city.
        change: what to save.

    Returns: what was done.
    Raises: NotAllowed; StaleEdit or Stale when somebody changed the text or report after the sender saw it;
        ValidationError with what is wrong.
    """
    require_writer(by, sheet.city)
    require(sheet.by_id == by.pk, _("Only the person who uploaded a spreadsheet confirms it."))
    SheetImport.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    done = sheet.outcomes.filter(handle=change.handle).first()
    if done:
        return done
    commitment = lock_commitment(change.commitment.pk) if change.commitment else None
    _lock_all(sheet, commitment, change)
    if change.touches_text:
        commitment = _save_text(sheet.city, commitment, by, change).commitment
    if change.touches_report and commitment:
        _save_report(commitment, by, change)
    if commitment and change.fields:
        data = {"code": commitment.code, "cells": change.fields[:100], "file": sheet.file_name}
        audit.record("import_sheet", by=by, obj=commitment, scope=sheet.city, data=data)
    return SheetOutcome.objects.create(
        sheet=sheet, handle=change.handle, title=change.title, commitment=commitment, cells=len(change.fields)
    )


def _lock_all(sheet: SheetImport, commitment: Commitment | None, change: SheetChange) -> None:
    """Lock what exists already, before the first event goes to the audit chain."""
    if commitment is None:
        return
    require(commitment.city_id == sheet.city_id, _("This commitment belongs to another city."))
    if change.touches_text and change.version:
        lock(change.version)
    if change.touches_report and change.report:
        lock(change.report)


def _save_text(city: City, commitment: Commitment | None, by: User, change: SheetChange) -> CommitmentVersion:
    version = change.version
    if commitment is None:
        title, language = change.values.get("title", ""), change.values.get("language", "en")
        version = start_commitment(city=city, by=by, language=language, title=title)
    elif version is None or version.state == CommitmentVersion.State.PUBLISHED:
        version = _amend(commitment, version, by)
    if change.values or change.links:
        version = save_version(
            version=version, by=by, revision=version.revision, values=change.values, links=change.links
        )
    if change.milestones is not None:
        version = save_milestones(version=version, by=by, revision=version.revision, rows=change.milestones)
    if change.indicators is not None:
        version = save_indicators(version=version, by=by, revision=version.revision, rows=change.indicators)
    return version


def _amend(commitment: Commitment, seen: CommitmentVersion | None, by: User) -> CommitmentVersion:
    """Start a new version, unless somebody else did or the text in force is another one by now."""
    texts = CommitmentVersion.objects.filter(commitment=commitment)
    newer = texts.open().first() or texts.published().first()
    if newer and (seen is None or newer.pk != seen.pk):
        raise StaleEdit(newer)
    return amend(commitment=commitment, by=by)


def _save_report(commitment: Commitment, by: User, change: SheetChange) -> None:
    report = change.report
    if report is None:
        begun = ProgressReport.objects.open().filter(commitment=commitment).first()
        if begun:
            raise StaleEdit(begun)
        report = start_report(commitment=commitment, by=by)
    save_report(
        report=report,
        by=by,
        revision=report.revision,
        values=change.report_values,
        claims=change.claims,
        measured=change.measured,
    )
