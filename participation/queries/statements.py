"""Reads of statements. Public ones hold what is published and no address; office ones leave conflicts out."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from accounts.models import User
from commitments.models import Commitment, CommitmentVersion, Evidence, Milestone, ProgressReport
from commitments.queries import without_conflicts
from core.aggregates import JsonRows
from core.models import Scan
from participation.models import CounterEvidence, LabelStatement, Statement
from participation.rules import may_make_statement, speaks_for
from review.registry import Entry

State = CounterEvidence.State
PUBLIC_COLUMNS = (
    "milestone_key", "text", "language", "proof", "url", "file_name", "scan_state", "reply", "reply_language",
    "reply_due_on", "replied_at",
)  # fmt: skip


# --- Public ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A published text with the city's reply. It is about `evidence`, or about `report` and perhaps one milestone."""

    public_id: uuid.UUID
    evidence: uuid.UUID | None
    evidence_title: str
    report: int | None
    milestone_key: str
    text: str
    language: str
    proof: str
    url: str
    file_name: str
    scan_state: str
    speaker: str
    published_at: dt.datetime
    reply: str
    reply_language: str
    reply_due_on: dt.date | None
    replied_at: dt.datetime | None


def statements_as_json() -> Subquery:
    """Return an expression over a version: what is published about its commitment, for `read_statements`.

    The page of a commitment reads it with its first query, so that it stays within its budget.
    """
    plain = ("public_id", "report", "show_name", "speaker", "published_at", *PUBLIC_COLUMNS)
    fields = {name: F(name) for name in plain} | {
        "evidence": F("evidence__public_id"),
        "evidence_title": F("evidence__title"),
    }
    rows = CounterEvidence.objects.published().filter(commitment=OuterRef("commitment")).order_by()
    return Subquery(rows.values("commitment").annotate(rows=JsonRows(JSONObject(**fields))).values("rows"))


def read_statements(rows: list[dict[str, Any]] | None) -> list[Said]:
    """Return what `statements_as_json` read, oldest first; the name only with consent."""
    said = [
        Said(
            public_id=uuid.UUID(row["public_id"]),
            evidence=uuid.UUID(row["evidence"]) if row["evidence"] else None,
            evidence_title=row["evidence_title"] or "",
            report=row["report"],
            speaker=row["speaker"] if row["show_name"] else "",
            published_at=_moment(row["published_at"]),
            replied_at=_moment(row["replied_at"]) if row["replied_at"] else None,
            reply_due_on=dt.date.fromisoformat(row["reply_due_on"]) if row["reply_due_on"] else None,
            **{name: row[name] for name in PUBLIC_COLUMNS if name not in {"replied_at", "reply_due_on"}},
        )
        for row in rows or []
    ]
    return sorted(said, key=lambda row: (row.published_at, str(row.public_id)))


def _moment(text: str) -> dt.datetime:
    """SQLite writes moments without their zone, in UTC."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def proof_for_public(public_id: uuid.UUID) -> CounterEvidence:
    """Return the published text whose proof is a file. Raises: Http404 for everything else."""
    found = CounterEvidence.objects.published().filter(public_id=public_id, proof=CounterEvidence.Proof.FILE)
    shown = found.filter(commitment__city__is_public=True).exclude(commitment__state="withdrawn")
    statement = shown.exclude(scan_state=Scan.INFECTED).first()
    if statement is None:
        raise Http404
    return statement


def moderation_counts(model: type[Any] = CounterEvidence) -> dict[str, int]:
    """Return how many were published, taken back, and refused for which reason: `refused_<reason>`. One query.

    Args:
        model: the kind of text.
    """
    refused = {
        f"refused_{reason}": Count("pk", filter=Q(state="refused", refusal=reason)) for reason in model.Reason.values
    }
    return model.objects.aggregate(
        published=Count("pk", filter=Q(published_at__isnull=False)),
        **refused,
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
    )


# --- The form -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """What somebody speaks about: a public piece of evidence, or a published report with its milestones."""

    commitment: Commitment
    title: str
    evidence: Evidence | None = None
    report: ProgressReport | None = None
    milestones: tuple[tuple[str, str], ...] = ()


def evidence_to_counter(code: str, public_id: uuid.UUID) -> Subject:
    """Return a public piece of evidence that the commitment shows. Raises: Http404."""
    text = _shown_text(code)
    listed = Q(in_versions__version=text) | Q(
        in_reports__report__commitment=text.commitment, in_reports__report__state="published"
    )
    evidence = Evidence.objects.filter(listed, public_id=public_id, visibility="public").distinct().first()
    if evidence is None:
        raise Http404
    return Subject(text.commitment, evidence.title, evidence=evidence)


def report_to_counter(code: str, pk: int) -> Subject:
    """Return a published report with the milestones it makes claims about. Raises: Http404."""
    text = _shown_text(code)
    report = ProgressReport.objects.published().filter(commitment=text.commitment, pk=pk).first()
    if report is None:
        raise Http404
    keys = report.claims.values("milestone_key")
    rows = Milestone.objects.filter(version=text, key__in=keys).order_by("position")
    milestones = tuple((row.key, f"{row.position}. {row.title}") for row in rows)
    return Subject(text.commitment, text.title, report=report, milestones=milestones)


def _shown_text(code: str) -> CommitmentVersion:
    shown = CommitmentVersion.objects.published().filter(
        commitment__code=code.upper(), commitment__city__is_public=True
    )
    text = shown.exclude(commitment__state__in=("draft", "withdrawn")).select_related("commitment__city").first()
    if text is None:
        raise Http404
    return text


def is_outsider(email: str, city: Any, *, may: Callable[[Any], bool] = may_make_statement) -> bool:
    """Return whether an address belongs to somebody who may speak: not to the office, nor to anybody of a city.

    Args:
        email: the address.
        city: whose record or application it is about.
        may: says of each account with this address whether it may speak.
    """
    if speaks_for(email, city):
        return False
    confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    people = User.objects.filter(Q(email=email.lower()) | confirmed, is_active=True).distinct()
    return all(may(person) for person in people)


def own_statement(reference: str) -> Statement:
    """Return a confirmed text of any kind by its reference, for its author. Raises: Http404."""
    for model in (CounterEvidence, LabelStatement) if reference else ():
        rows = model.objects.exclude(state="unconfirmed").with_subject()
        if statement := rows.filter(reference=reference).first():
            return statement
    raise Http404


# --- Desk -----------------------------------------------------------------------------------------------


def statement_at_desk(public_id: uuid.UUID) -> CounterEvidence:
    """Return a published text with what it is about. Raises: Http404."""
    rows = CounterEvidence.objects.published().select_related("commitment__city", "evidence", "report")
    statement = rows.filter(public_id=public_id).first()
    if statement is None:
        raise Http404
    return statement


# --- Office ---------------------------------------------------------------------------------------------


def waiting_statements() -> QuerySet[CounterEvidence]:
    """Return every text that waits for moderation, whoever asks, with what `statement_entry` reads. One query."""
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("commitment"))
    rows = CounterEvidence.objects.waiting().select_related("commitment__city").defer("email", "email_hash")
    return rows.annotate(title=Subquery(texts.values("title")[:1]))


def statement_entry(statement: Any) -> Entry:
    """Return what the queue says of a row of `waiting_statements`."""
    city = statement.commitment.city
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=statement.title or statement.commitment.code,
        reference=statement.reference,
        waiting_since=statement.submitted_at,
        state=statement.state,
    )


def statements_for_office(user: Any) -> QuerySet[CounterEvidence]:
    """Return everything confirmed, oldest first, with city and subject; conflicts are left out. One query a page."""
    rows = CounterEvidence.objects.exclude(state=State.UNCONFIRMED).defer("email", "email_hash")
    rows = rows.select_related("commitment__city", "evidence", "report").order_by("submitted_at", "pk")
    return without_conflicts(rows, user)
