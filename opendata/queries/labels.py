"""A label as data, with concerns and appeals: what their pages show, no address, no name of the office or the three."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone

from labels.models import Appeal, Concern, Label, LabelApplication, PlanReport, PlanStep, SupportPlan
from labels.queries.appeals import appeals_of_application, appeals_of_label, public_votes
from labels.queries.concerns import PUBLIC_STEPS
from opendata.queries.addresses import Addresses

Row = dict[str, Any]
LONGEST = 12


def label_record(code: str, to: Addresses) -> Row:
    """Return one label with its concerns and appeals (8 queries at most). Raises: Http404."""
    code = code.upper()
    rows = Label.objects.public().select_related("city", "application__scheme")
    label = rows.filter(code=code).first() if len(code) <= LONGEST and code.isascii() else None
    if label is None:
        raise Http404
    return {
        **label_summary(label, to, timezone.localdate()),
        "city": label.city.slug,
        "city_name": label.city.name,
        "country": label.city.country,
        "edition": label.application.scheme.code,
        "application": label.application.reference,
        "concerns": [_concern(row, label, to) for row in _concerns(label)],
        "appeals": [appeal_row(row, to) for row in appeals_of_label(label)],
    }


def label_summary(label: Label, to: Addresses, today: dt.date) -> Row:
    """Return what every record says of a label, with its status today."""
    return {
        "code": label.code,
        "url": to.label(label.code),
        "data_url": to.label_data(label.code),
        "status": label.status_at(today).value,
        "granted_on": label.granted_on,
        "valid_from": label.valid_from,
        "valid_until": label.valid_until,
        "renewal_pending": label.is_carried,
        "awarded_by": label.awarding_body,
    }


def appeal_rows(application: LabelApplication, to: Addresses) -> list[Row]:
    """Return the appeals against decisions about one application (2 queries)."""
    return [appeal_row(row, to) for row in appeals_of_application(application)]


def appeal_row(appeal: Appeal, to: Addresses) -> Row:
    """Return one appeal; what the three said once it is decided."""
    kind = "decision" if appeal.decision_id else "change" if appeal.change_id else "concern"
    return {
        "reference": appeal.reference,
        "url": to.appeal(appeal.reference),
        "against": kind,
        "concern": appeal.concern.reference if appeal.concern else "",
        "state": appeal.state,
        "lodged_at": appeal.lodged_at,
        "text": appeal.public_text,
        "language": appeal.language if appeal.public_text else "",
        "due_on": appeal.due_on,
        "outcome": appeal.outcome,
        "decided_at": appeal.decided_at,
        "votes": [{"vote": row.vote, "reasons": row.reasons, "plain": row.plain} for row in public_votes(appeal)],
    }


def _concerns(label: Label) -> list[Concern]:
    plans = SupportPlan.objects.filter(agreed_at__isnull=False).prefetch_related(
        Prefetch("steps", PlanStep.objects.all()), Prefetch("reports", PlanReport.objects.all())
    )
    rows = Concern.objects.public().filter(label=label).select_related("criterion", "commitment", "appeal")
    rows = rows.prefetch_related("answers", "status_changes", Prefetch("plans", plans))
    return list(rows.defer("email", "email_hash").order_by("accepted_at", "pk"))


def _concern(row: Concern, label: Label, to: Addresses) -> Row:
    appeal = getattr(row, "appeal", None)
    return {
        "reference": row.reference,
        "url": to.concern(label.code, row.reference),
        "state": row.state,
        "filed_by": row.filer,
        "organisation": row.organisation,
        "criterion": row.criterion.code if row.criterion else "",
        "commitment": row.commitment.code if row.commitment else "",
        "text": row.text,
        "language": row.language,
        "proof_url": _proof(row, label, to),
        "accepted_at": row.accepted_at,
        "triage_reasons": row.triage_reasons,
        "due_on": row.due_on,
        "answers": [_said(answer) for answer in row.answers.all()],
        "plans": [_plan(plan) for plan in row.plans.all()],
        "outcome": row.outcome,
        "outcome_reasons": row.outcome_reasons,
        "ended_at": row.ended_at,
        "steps": [
            {"at": step.at, "step": step.transition}
            for step in row.status_changes.all()
            if step.transition in PUBLIC_STEPS
        ],
        "appeal": appeal.reference if appeal else "",
    }


def _proof(row: Concern, label: Label, to: Addresses) -> str:
    if row.proof == Concern.Proof.LINK:
        return row.url
    return to.concern_proof(label.code, row.reference) if row.proof == Concern.Proof.FILE else ""


def _plan(plan: SupportPlan) -> Row:
    return {
        "agreed_at": plan.agreed_at,
        "text": plan.text,
        "steps": [{"due_on": step.due_on, "text": step.text} for step in plan.steps.all()],
        "reports": [_said(report) for report in plan.reports.all()],
    }


def _said(row: Any) -> Row:
    return {"text": row.text, "language": row.language, "written_at": row.written_at}
