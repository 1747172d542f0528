"""Progress reports at the desk: start, save, delete. Sending one is in `submission`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import (
    lock_city,
    lock_commitment,
    lock_unmoved,
    not_editable,
    require,
    require_writer,
    write_draft,
)
from commitments.actions.evidence import drop_unlisted
from commitments.actions.measuring import clean_measured
from commitments.actions.values import clean_value, clean_values
from commitments.models import Commitment, CommitmentVersion, IndicatorValue, MilestoneClaim, Progress, ProgressReport
from commitments.rules import DRAFT_STATES, may_close
from commitments.workflow import REPORT
from core import audit

WRITABLE = ("as_of", "language", "progress", "reason", "text")
CLAIM_FIELDS = ("progress", "reached_on", "note")
CAN_REPORT = (Commitment.State.ACTIVE, Commitment.State.ON_HOLD)


@transaction.atomic
def start_report(*, commitment: Commitment, by: User) -> ProgressReport:
    """Start a progress report; when one is already on its way, that one is returned.

    Args:
        commitment: a commitment in force.
        by: an editor or approver of the city; becomes the author.

    Returns: the draft, with the progress and language of the record so far.
    Raises: NotAllowed when the commitment is not in force, or `by` does not write for the city.
    """
    require_writer(by, commitment.city)
    current = lock_commitment(commitment.pk)
    require(current.state in CAN_REPORT, _("Only a commitment in force has progress reports."))
    reports = ProgressReport.objects.select_related("commitment__city").filter(commitment=current)
    open_report = reports.open().first()
    if open_report:
        return open_report
    text = CommitmentVersion.objects.published().filter(commitment=current).first()
    known = current.progress if current.progress != Progress.NOT_REPORTED else Progress.UNDER_WAY
    report = ProgressReport.objects.create(
        commitment=current,
        author=by,
        progress=known,
        reason=current.progress_reason,
        language=text.language if text else "en",
    )
    audit.record("start_report", by=by, obj=report, scope=current.city, data={"code": current.code})
    return report


@transaction.atomic
def ask_to_close(*, commitment: Commitment, by: User, outcome: str) -> ProgressReport:
    """Make the open report of a commitment its final one, or an ordinary one again. Publication closes it.

    Args:
        commitment: a commitment in force.
        by: an approver of the city.
        outcome: one of `Outcome`; empty to keep the commitment open.

    Returns: the draft report, started if there was none.
    Raises: NotAllowed; Stale when the office has the report; ValidationError for an unknown outcome.
    """
    require(may_close(by, commitment), _("Approvers of the city close commitments."))
    if outcome:
        outcome = clean_value(ProgressReport._meta.get_field("outcome"), outcome)
    draft = start_report(commitment=commitment, by=by)
    report = write_draft(draft, revision=draft.revision, values={"outcome": outcome})
    audit.record("ask_to_close", by=by, obj=report, scope=report.audit_scope, data={"outcome": outcome})
    return report


@transaction.atomic
def save_report(
    *,
    report: ProgressReport,
    by: User,
    revision: int,
    values: dict[str, Any],
    claims: list[dict[str, Any]] | None = None,
    measured: list[dict[str, Any]] | None = None,
) -> ProgressReport:
    """Save a part of a draft report. What is not named stays as it is; nothing has to be complete.

    Args:
        report: the draft or returned report.
        by: an editor or approver of the city.
        revision: the revision the writer saw.
        values: field -> value; the fields of `WRITABLE`.
        claims: dicts of milestone_key, progress, reached_on and note, replacing all claims; None leaves them.
            A claim without progress is dropped.
        measured: dicts of indicator_key, value, measured_on and note, replacing all values; None leaves them.
            One without a value is dropped.

    Returns: the stored report with its new revision.
    Raises: NotAllowed; StaleEdit (with `.current`) when somebody saved in between; Stale when it is no longer a draft;
        ValidationError with a message per field.
    """
    require_writer(by, report.commitment.city)
    cleaned = clean_values(ProgressReport, WRITABLE, values)
    if cleaned.get("progress") == Progress.NOT_REPORTED:
        raise ValidationError({"progress": _("Choose one of the options.")})
    rows = None if claims is None else _clean_claims(report, claims)
    figures = None if measured is None else clean_measured(report, measured)
    current = write_draft(report, revision=revision, values=cleaned)
    if rows is not None:
        current.claims.all().delete()
        MilestoneClaim.objects.bulk_create(MilestoneClaim(report=current, **row) for row in rows)
    if figures is not None:
        current.indicator_values.all().delete()
        IndicatorValue.objects.bulk_create(IndicatorValue(report=current, **row) for row in figures)
    return current


@transaction.atomic
def delete_report(*, report: ProgressReport, by: User) -> None:
    """Delete a report that was never sent, with evidence that nothing else lists; one sent before is given up.

    Args:
        report: the draft or returned report.
        by: an editor or approver of the city.

    Raises: NotAllowed; Stale when it is no longer a draft.
    """
    require_writer(by, report.commitment.city)
    lock_city(report.commitment.city_id)
    current = lock_unmoved(report)
    if current.state not in DRAFT_STATES:
        raise not_editable()
    if current.submissions or current.submitted_at:
        REPORT.apply(current, "discard", by=by)
        return
    evidence = [row.evidence for row in current.evidence_rows.select_related("evidence")]
    audit.record("delete_report", by=by, obj=current, scope=current.audit_scope)
    current.delete()
    drop_unlisted(evidence)


def _clean_claims(report: ProgressReport, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row per milestone of the text in force that is claimed; unknown milestones are refused."""
    texts = CommitmentVersion.objects.published().filter(commitment=report.commitment_id)
    known = dict(texts.values_list("milestones__key", "milestones__position"))
    cleaned, errors = {}, []
    for claim in claims:
        if not claim.get("progress"):
            continue
        key = str(claim.get("milestone_key") or "")
        if key not in known or claim["progress"] == Progress.NOT_REPORTED:
            errors.append(_("A milestone was changed after you opened this page. Reload it and try again."))
            continue
        try:
            values = clean_values(MilestoneClaim, CLAIM_FIELDS, {name: claim.get(name) for name in CLAIM_FIELDS})
        except ValidationError as error:
            words = " ".join(error.messages)
            errors.append(_("Milestone %(number)s: %(words)s") % {"number": known[key], "words": words})
            continue
        cleaned[key] = {"milestone_key": key, "position": known[key], **values}
    if errors:
        raise ValidationError(errors)
    return list(cleaned.values())
