"""What belongs to published texts: codes of the framework, milestones, public evidence, reports. One query each."""

from typing import Any

from django.db.models import CharField, QuerySet, Value

from commitments.models import (
    CommitmentVersion,
    Evidence,
    Milestone,
    MilestoneClaim,
    ProgressReport,
    ReportEvidence,
    VersionEvidence,
)
from opendata.queries.addresses import Addresses

# field of the version -> column of its link table
LINKS = {
    "elements": "element",
    "rights": "right",
    "charter_articles": "charterarticle",
    "goals": "goal",
    "policy_areas": "policyarea",
    "groups": "rightsholdergroup",
}
EVIDENCE = (
    "public_id", "kind", "title", "url", "file_name", "content_type", "size", "sha256", "page", "language",
    "dated_on", "proves",
)  # fmt: skip
Row = dict[str, Any]


def codes_of(version_ids: list[int]) -> dict[int, dict[str, list[str]]]:
    """Return the codes that each text cites, by kind (1 query)."""
    found: dict[int, dict[str, list[str]]] = {pk: {kind: [] for kind in LINKS} for pk in version_ids}
    first, *others = [_cited(kind, column, version_ids) for kind, column in LINKS.items()]
    for _order, code, version, kind in sorted(first.union(*others, all=True)):
        found[version][kind].append(code)
    return found


def _cited(kind: str, column: str, version_ids: list[int]) -> QuerySet[Any, Any]:
    links = getattr(CommitmentVersion, kind).through.objects.filter(commitmentversion__in=version_ids)
    name = Value(kind, output_field=CharField())
    return links.values_list(f"{column}__order", f"{column}__code", "commitmentversion", name)


def milestones_of(version_ids: list[int]) -> dict[int, list[Row]]:
    """Return the milestones of each text, in order (1 query)."""
    found: dict[int, list[Row]] = {pk: [] for pk in version_ids}
    rows = Milestone.objects.filter(version__in=version_ids).order_by("position", "pk")
    for version, key, position, title, due_on in rows.values_list("version", "key", "position", "title", "due_on"):
        found[version].append({"key": key, "position": position, "title": title, "due_on": due_on})
    return found


def evidence_of(version_ids: list[int], to: Addresses) -> dict[int, list[Row]]:
    """Return the public evidence of each text (1 query). A confidential piece leaves no trace."""
    rows = VersionEvidence.objects.filter(version__in=version_ids)
    return _evidence_rows(rows, "version", version_ids, to)


def reports_of(commitment_id: int, to: Addresses) -> list[Row]:
    """Return the published progress reports of one commitment, latest first (3 queries)."""
    columns = ("pk", "as_of", "language", "progress", "reason", "text", "published_at")
    reports = list(ProgressReport.objects.published().filter(commitment=commitment_id).values(*columns))
    ids = [report["pk"] for report in reports]
    claims: dict[int, list[Row]] = {pk: [] for pk in ids}
    rows = MilestoneClaim.objects.filter(report__in=ids).order_by("position")
    for pk, key, progress, reached_on, note in rows.values_list(
        "report", "milestone_key", "progress", "reached_on", "note"
    ):
        claims[pk].append({"milestone": key, "progress": progress, "reached_on": reached_on, "note": note})
    evidence = _evidence_rows(ReportEvidence.objects.filter(report__in=ids), "report", ids, to)
    return [
        {
            **{name: report[name] for name in columns[1:]},
            "milestones": claims[report["pk"]],
            "evidence": evidence[report["pk"]],
        }
        for report in reports
    ]


def _evidence_rows(rows: QuerySet[Any], owner: str, owner_ids: list[int], to: Addresses) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {pk: [] for pk in owner_ids}
    public = rows.filter(evidence__visibility=Evidence.Visibility.PUBLIC).order_by("pk")
    columns = [f"evidence__{name}" for name in EVIDENCE]
    for pk, milestone, *values in public.values_list(owner, "milestone_key", *columns):
        piece = dict(zip(("id", *EVIDENCE[1:]), values, strict=True))
        if piece["kind"] == Evidence.Kind.FILE:
            piece["url"] = to.evidence(piece["id"])
        found[pk].append({**piece, "milestone": milestone})
    return found
