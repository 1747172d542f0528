"""What belongs to published texts: codes of the framework and milestones, public evidence, reports."""

from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, QuerySet, Value

from commitments.models import (
    CommitmentVersion,
    Evidence,
    Indicator,
    IndicatorValue,
    Milestone,
    MilestoneClaim,
    ProgressReport,
)
from opendata.queries.addresses import Addresses

# field of the version -> column of its link table
LINKS = {
    "elements": "element",
    "rights": "right",
    "charter_articles": "charterarticle",
    "instrument_items": "instrumentitem",
    "goals": "goal",
    "policy_areas": "policyarea",
    "recommendations": "recommendation",
    "groups": "rightsholdergroup",
}
MILESTONES, INDICATORS = "milestones", "indicators"
INDICATOR = (
    "key", "position", "title", "unit", "baseline", "baseline_on", "target", "target_on", "frequency", "source",
)  # fmt: skip
TEXT = CharField()
EVIDENCE = (
    "public_id", "kind", "title", "url", "file_name", "content_type", "size", "sha256", "page", "language",
    "dated_on", "proves",
)  # fmt: skip
Row = dict[str, Any]


def texts_of(version_ids: list[int]) -> dict[int, Row]:
    """Return the codes that each text cites, by kind and in order, its milestones and indicators (2 queries)."""
    found: dict[int, Row] = {pk: {kind: [] for kind in (*LINKS, MILESTONES, INDICATORS)} for pk in version_ids}
    milestones = Milestone.objects.filter(version__in=version_ids).order_by()
    steps = milestones.values_list(
        "position", "key", "version", Value(MILESTONES, output_field=TEXT), "title", "due_on"
    )
    rows = steps.union(*[_cited(kind, column, version_ids) for kind, column in LINKS.items()], all=True)
    for position, code, version, kind, title, due_on in sorted(rows, key=lambda row: row[:2]):
        piece = {"key": code, "position": position, "title": title, "due_on": due_on} if kind == MILESTONES else code
        found[version][kind].append(piece)
    for row in Indicator.objects.filter(version__in=version_ids).values("version", *INDICATOR):
        found[row.pop("version")][INDICATORS].append({name: _figure(value) for name, value in row.items()})
    return found


def _figure(value: Any) -> Any:
    """Numbers are written as text, without the zeros that a database adds."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _cited(kind: str, column: str, version_ids: list[int]) -> QuerySet[Any, Any]:
    links = getattr(CommitmentVersion, kind).through.objects.filter(commitmentversion__in=version_ids)
    filling = (Value(kind, output_field=TEXT), Value("", output_field=TEXT), Value(None, output_field=DateField()))
    return links.values_list(f"{column}__order", f"{column}__code", "commitmentversion", *filling)


def evidence_of(version_ids: list[int], to: Addresses) -> dict[int, list[Row]]:
    """Return the public evidence of each text (1 query). A confidential piece leaves no trace."""
    return _evidence_rows("in_versions", "version", version_ids, to)


def reports_of(commitment_id: int, to: Addresses) -> list[Row]:
    """Return the published progress reports of one commitment, latest first (4 queries)."""
    columns = ("pk", "as_of", "language", "progress", "reason", "text", "published_at")
    reports = list(ProgressReport.objects.published().filter(commitment=commitment_id).values(*columns))
    ids = [report["pk"] for report in reports]
    claims: dict[int, list[Row]] = {pk: [] for pk in ids}
    rows = MilestoneClaim.objects.filter(report__in=ids).order_by("position")
    for pk, key, progress, reached_on, note in rows.values_list(
        "report", "milestone_key", "progress", "reached_on", "note"
    ):
        claims[pk].append({"milestone": key, "progress": progress, "reached_on": reached_on, "note": note})
    values: dict[int, list[Row]] = {pk: [] for pk in ids}
    measured = IndicatorValue.objects.filter(report__in=ids).order_by("position")
    for pk, key, value, day, note in measured.values_list("report", "indicator_key", "value", "measured_on", "note"):
        values[pk].append({"indicator": key, "value": _figure(value), "measured_on": day, "note": note})
    evidence = _evidence_rows("in_reports", "report", ids, to)
    return [
        {
            **{name: report[name] for name in columns[1:]},
            "milestones": claims[report["pk"]],
            "indicators": values[report["pk"]],
            "evidence": evidence[report["pk"]],
        }
        for report in reports
    ]


def _evidence_rows(listed: str, owner: str, owner_ids: list[int], to: Addresses) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {pk: [] for pk in owner_ids}
    public = Evidence.objects.filter(**{f"{listed}__{owner}__in": owner_ids}, visibility=Evidence.Visibility.PUBLIC)
    rows = (
        public.opened()
        .order_by(f"{listed}__pk")
        .values_list(f"{listed}__{owner}", f"{listed}__milestone_key", *EVIDENCE)
    )
    for pk, milestone, *values in rows:
        piece = dict(zip(("id", *EVIDENCE[1:]), values, strict=True))
        if piece["kind"] == Evidence.Kind.FILE:
            piece["url"] = to.evidence(piece["id"])
        found[pk].append({**piece, "milestone": milestone})
    return found
