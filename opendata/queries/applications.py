"""Applications for the label as data: what their public page says, never a proposal, never an address."""

from typing import Any

from labels.models import Decision, LabelApplication
from labels.models.application import RUNNING_STATES
from labels.queries.final_findings import final_findings, findings_digest, findings_record
from labels.queries.public import final_decision, public_application, public_stage, running_applications
from labels.queries.window import window_of
from opendata.queries.addresses import Addresses
from opendata.queries.labels import appeal_rows
from participation.queries import SaidOnCase, statements_on

Row = dict[str, Any]


def running_records(to: Addresses) -> list[Row]:
    """Return the applications that are not decided yet, by the name of the city (1 query)."""
    return [_head(row, to) for row in running_applications()]


def application_record(reference: str, to: Addresses) -> Row:
    """Return one application with its statements, its decision and what the panel found (7 queries, 9 once decided).

    Raises: Http404 for a draft, for one that was never sent, and for a city without a public page.
    """
    found = public_application(reference)
    window, decision = window_of(found), final_decision(found)
    findings = final_findings(found)
    stage = public_stage(found, list(found.scheme.stages.order_by("number")))
    return {
        **_head(found, to),
        "stage": stage.key if stage else "",
        "admitted_at": found.admitted_at,
        "window_is_open": window.is_open,
        "window_until": window.until,
        "statements": [_statement(row) for row in statements_on(found)],
        "decision": _decision(decision) if decision else None,
        "appeals": appeal_rows(found, to),
        "findings": findings_record(findings),
        "findings_sha256": findings_digest(findings),
    }


def _head(row: LabelApplication, to: Addresses) -> Row:
    return {
        "reference": row.reference,
        "city": row.city.slug,
        "city_name": row.city.name,
        "country": row.city.country,
        "edition": row.scheme.code,
        "applied_at": row.submitted_at,
        "status": "running" if row.state in RUNNING_STATES else row.state,
        "url": to.application(row.reference),
        "data_url": to.application_data(row.reference),
    }


def _statement(row: SaidOnCase) -> Row:
    return {
        "id": row.public_id,
        "criteria": [question.code for question in row.criteria],
        "text": row.text,
        "language": row.language,
        "kind": row.kind,
        "speaker": row.speaker,
        "url": row.url,
        "published_at": row.published_at,
    }


def _decision(row: Decision) -> Row:
    return {"outcome": row.outcome, "decided_at": row.closed_at, "reasons": row.reasons}
