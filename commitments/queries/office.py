"""Reads of the review office. Cities with which the reader is in conflict are left out, counters included."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from cities.queries import cities_of_domain
from commitments.models import (
    LOCKED_STATES,
    Commitment,
    CommitmentVersion,
    Evidence,
    ProgressReport,
    ReportAssignment,
    ReportEvidence,
    VersionAssignment,
    VersionEvidence,
)
from commitments.rules import WAITING_STATES, may_see_all_reviewers


def versions_for_office(user: Any, *, waiting: bool = False) -> QuerySet[CommitmentVersion]:
    """Return every version the office may see, with commitment, city, holder_id and holder_name. One query a page.

    Drafts and returned texts are the city's own; they are seen again once they are submitted. With `waiting` only
    those to check, in the order of the queue.
    """
    seen = CommitmentVersion.objects.waiting()
    if not waiting:
        seen = CommitmentVersion.objects.filter(state__in=LOCKED_STATES).order_by("submitted_at", "pk")
    held = VersionAssignment.objects.filter(version=OuterRef("pk"), released_at=None)
    return _with_holder(without_conflicts(seen, user), held, user)


def reports_for_office(user: Any, *, waiting: bool = False) -> QuerySet[ProgressReport]:
    """Return every report the office may see, with title, city, holder_id and holder_name. One query a page.

    With `waiting` only those to check, in the order of the queue.
    """
    seen: Any = ProgressReport.objects.waiting()
    if not waiting:
        shown = (*WAITING_STATES, "published", "refused")
        seen = ProgressReport.objects.filter(state__in=shown).order_by("submitted_at", "pk")
    held = ReportAssignment.objects.filter(report=OuterRef("pk"), released_at=None)
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("commitment"))
    seen = seen.annotate(title=Subquery(texts.values("title")[:1]))
    return _with_holder(without_conflicts(seen, user), held, user)


def without_conflicts(rows: QuerySet[Any], user: Any, *, city: str = "commitment__city") -> QuerySet[Any]:
    """Leave out what belongs to a city with which `user` has a hard conflict.

    Args:
        rows: any query set.
        user: the reader.
        city: the path from a row to its city.
    """
    # A list that the database makes once a query, not a question for every row.
    shown = rows.exclude(**{f"{city}__in": user.conflict_rows_by_city()})
    same_domain = cities_of_domain(user)
    return shown.exclude(**{f"{city}__in": same_domain}) if same_domain else shown


def evidence_cases(evidence: Evidence) -> list[Any]:
    """Return the submissions being checked that list `evidence`, with their assignments. Four queries at most."""
    versions = CommitmentVersion.objects.waiting().filter(evidence_rows__evidence=evidence)
    reports = ProgressReport.objects.waiting().filter(evidence_rows__evidence=evidence)
    return [*versions.prefetch_related("assignments"), *reports.prefetch_related("assignments")]


def commitments_for_office(user: Any) -> QuerySet[Commitment]:
    """Return the public commitments with city and title, conflicts left out. One query a page."""
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.public().select_related("city").annotate(title=Subquery(texts.values("title")[:1]))
    return without_conflicts(rows, user, city="city")


def evidence_for_office(user: Any) -> QuerySet[Evidence]:
    """Return the evidence that submitted or published texts and reports list, newest first, conflicts left out."""
    texts = VersionEvidence.objects.filter(evidence=OuterRef("pk"), version__state__in=LOCKED_STATES)
    reports = ReportEvidence.objects.filter(evidence=OuterRef("pk"), report__state__in=LOCKED_STATES)
    rows = Evidence.objects.filter(Exists(texts) | Exists(reports)).select_related("city")
    return without_conflicts(rows, user, city="city")


def report_number(report: ProgressReport) -> int:
    """Return which report of its commitment this is, counted from 1. One query."""
    return ProgressReport.objects.filter(commitment=report.commitment_id, pk__lte=report.pk).count()


def _with_holder(rows: QuerySet[Any], held: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Add who holds each row; reviewers read no colleague's name, only their own."""
    named = held if may_see_all_reviewers(user) else held.filter(reviewer=user.pk)
    name = Coalesce(NullIf(F("reviewer__name"), Value("")), F("reviewer__email"), output_field=CharField())
    return rows.select_related("commitment__city").annotate(
        holder_id=Subquery(held.values("reviewer")[:1]), holder_name=Subquery(named.values_list(name)[:1])
    )
