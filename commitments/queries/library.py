"""The evidence library of a city: every piece with where it is used and how it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from commitments.models import CommitmentVersion, Evidence, LinkCheck, ProgressReport, ReportEvidence, VersionEvidence
from commitments.rules import DRAFT_STATES

NEEDS_CARE = Q(scan_state__in=(Evidence.Scan.INFECTED, Evidence.Scan.ERROR)) | Q(
    latest__result__in=(LinkCheck.Result.GONE, LinkCheck.Result.UNREACHABLE)
)
STATES = {
    "care": NEEDS_CARE,
    "changed": Q(latest__result=LinkCheck.Result.CHANGED),
    "confidential": Q(visibility=Evidence.Visibility.CONFIDENTIAL),
}


@dataclass(frozen=True)
class Use:
    """A text (`number` is its version) or a report (`number` 0) that lists a piece."""

    code: str
    title: str
    number: int
    state: str


def city_evidence(city: Any, *, q: str = "", kind: str = "", state: str = "") -> QuerySet[Any]:
    """Return the evidence of a city, newest first, each with `check_…` of its latest link check. One query a page.

    Args:
        city: whose.
        q: words in title, proof, file name or address.
        kind: "file" or "link".
        state: a key of `STATES`.
    """
    rows: QuerySet[Any] = Evidence.objects.filter(city=city, archive_of=None)
    rows = rows.select_related("archive").annotate(
        latest=FilteredRelation("link_checks", condition=Q(link_checks__is_latest=True))
    )
    rows = rows.annotate(**{f"check_{name}": F(f"latest__{name}") for name in ("result", "checked_at", "failed_at")})
    if q:
        rows = rows.filter(
            Q(title__icontains=q) | Q(proves__icontains=q) | Q(file_name__icontains=q) | Q(url__icontains=q)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(STATES[state]) if state else rows


def care_counts() -> dict[str, Subquery]:
    """Return what to annotate cities with: how many of their links are dead, how many of their files hold a virus."""
    dead = LinkCheck.objects.filter(evidence__city=OuterRef("pk"), is_latest=True, result__in=LinkCheck.DEAD)
    viruses = Evidence.objects.filter(city=OuterRef("pk"), scan_state=Evidence.Scan.INFECTED)
    return {"dead_links": _counted(dead, "evidence__city"), "viruses": _counted(viruses, "city")}


def _counted(rows: QuerySet[Any], group: str) -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(n=Count("pk")).values("n"))


def uses_of(pieces: Iterable[Evidence]) -> dict[int, list[Use]]:
    """Return what lists each piece, by its key. One query."""
    keys = [piece.pk for piece in pieces]
    found: dict[int, list[Use]] = {key: [] for key in keys}
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("report__commitment"))
    named = Subquery(texts.values("title")[:1], output_field=CharField())
    rows = (
        VersionEvidence.objects.filter(evidence__in=keys)
        .order_by()
        .values_list("evidence_id", "version__commitment__code", "version__title", "version__number", "version__state")
    )
    reports = (
        ReportEvidence.objects.filter(evidence__in=keys)
        .order_by()
        .values_list("evidence_id", "report__commitment__code", named, _none(), "report__state")
    )
    for key, code, title, number, state in rows.union(reports, all=True):
        found[key].append(Use(code, title or "", number, state))
    for uses in found.values():
        uses.sort(key=lambda use: (use.code, -use.number))
    return found


def drafts_to_attach(city: Any) -> tuple[list[CommitmentVersion], list[ProgressReport]]:
    """Return the texts and reports of a city that may list more evidence now, with their commitments. Two queries."""
    texts = CommitmentVersion.objects.filter(commitment__city=city, state__in=DRAFT_STATES)
    reports = ProgressReport.objects.filter(commitment__city=city, state__in=DRAFT_STATES)
    published = CommitmentVersion.objects.published().filter(commitment=OuterRef("commitment"))
    return (
        list(texts.select_related("commitment").order_by("-updated_at")),
        list(reports.select_related("commitment").annotate(title=Subquery(published.values("title")[:1]))),
    )


def _none() -> Value:
    return Value(0, output_field=IntegerField())
