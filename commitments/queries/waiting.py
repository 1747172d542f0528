"""What the queue of the office says of versions and reports that wait."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from commitments.models import (
    CommitmentVersion,
    ProgressReport,
    ReportAssignment,
    VersionAssignment,
    VersionReview,
)
from review.registry import Entry

LONG_TEXTS = ("summary", "problem", "action", "consulted", "taken_up", "change_reason", "returned_reasons")


def waiting_versions() -> QuerySet[CommitmentVersion]:
    """Return every version that waits, whoever asks, with what `version_entry` reads. Two queries."""
    held = VersionAssignment.objects.filter(version=OuterRef("pk"), released_at=None)
    rows = CommitmentVersion.objects.waiting().defer(*LONG_TEXTS).select_related("commitment__city")
    return rows.prefetch_related("policy_areas").annotate(held_by=Subquery(held.values("reviewer")[:1]))


def waiting_reports() -> QuerySet[ProgressReport]:
    """Return every report that waits, whoever asks, with what `report_entry` reads. Three queries."""
    held = ReportAssignment.objects.filter(report=OuterRef("pk"), released_at=None)
    texts = CommitmentVersion.objects.published().defer(*LONG_TEXTS).prefetch_related("policy_areas")
    rows = ProgressReport.objects.waiting().defer("text", "reason", "returned_reasons")
    rows = rows.select_related("commitment__city").annotate(held_by=Subquery(held.values("reviewer")[:1]))
    return rows.prefetch_related(Prefetch("commitment__versions", texts, to_attr="in_force"))


def version_entry(version: Any) -> Entry:
    """Return what the queue says of a row of `waiting_versions`."""
    return _entry(version, version)


def report_entry(report: Any) -> Entry:
    """Return what the queue says of a row of `waiting_reports`: the title is that of the text in force."""
    return _entry(report, next(iter(report.commitment.in_force), None))


def experience() -> dict[tuple[int, str], int]:
    """Return (person, code of a policy area) -> how many texts on it this person has checked. One query."""
    rows = VersionReview.objects.values_list("reviewer", "version__policy_areas__code").annotate(number=Count("pk"))
    return {(person, code): number for person, code, number in rows.order_by() if code}


def _entry(obj: Any, text: Any) -> Entry:
    city = obj.commitment.city
    areas = sorted(text.policy_areas.all(), key=lambda area: area.code) if text else []
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=text.title if text and text.title else obj.commitment.code,
        reference=obj.reference or obj.commitment.code,
        themes=tuple(area.code for area in areas),
        waiting_since=obj.waiting_since,
        due_on=obj.due_on,
        state=obj.state,
        holder_id=obj.held_by,
    )
