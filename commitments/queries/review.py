"""Everything a reviewer reads about one submission, on one page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from commitments.models import (
    FROZEN_STATES,
    LINK_FIELDS,
    CommitmentVersion,
    Evidence,
    Indicator,
    LinkCheck,
    Milestone,
    MilestoneClaim,
    Progress,
    ProgressReport,
)
from commitments.queries.diff import Row, diff_parts, field_label, in_words
from commitments.queries.health import latest_checks
from commitments.queries.measured import indicator_lines, value_rows
from commitments.queries.parts import VersionParts, parts_of, rows_of
from commitments.queries.translations import version_languages
from commitments.rules import may_see_confidential, may_see_reviewer
from commitments.workflow import REPORT, VERSION
from core import local
from core.languages import language_in_words
from core.translated import read_languages
from review.workflow import Workflow

FIRST, THEN = ("title", "summary", "problem", "action", "unit", "starts_on", "ends_on"), ("budget", "budget_note")
LAST = ("decided_on", "decision", "consulted", "taken_up")


@dataclass(frozen=True)
class Proof:
    """A piece of evidence on the page: for which milestone, whether it is new, whether the reader may open it."""

    evidence: Evidence
    milestone: str
    is_new: bool
    may_open: bool
    check: LinkCheck | None = None


@dataclass(frozen=True)
class Step:
    """One step so far. `who` is a name where the reader may know it, else "a colleague"; empty for the system."""

    label: str
    at: dt.datetime
    who: str
    note: str


@dataclass(frozen=True)
class ReviewPage:
    """One submission: what changed against `base` (None for a first text), the whole of it, evidence, steps, holder."""

    title: str
    base: CommitmentVersion | None
    changes: list[Row]
    text: list[dict[str, Any]]
    proofs: list[Proof]
    steps: list[Step]
    holder: str


def version_review(version: CommitmentVersion, user: Any) -> ReviewPage:
    """Return the review page of a row of `versions_for_office`, as `user` may see it. Six queries."""
    base = _base_of(version)
    parts = parts_of([version, base] if base else [version])
    own, before = parts[version.pk], parts[base.pk] if base else None
    known = {row.evidence_id for row in before.evidence} if before else set()
    return ReviewPage(
        title=version.title,
        base=base,
        changes=diff_parts(base, before, version, own, confidential=True) if base and before else [],
        text=_text_rows(version, own) + _languages(base),
        proofs=_proofs(version, own.evidence, known, {row.key: row.title for row in own.milestones}, user),
        steps=_steps(version, VERSION, user),
        holder=_holder(version),
    )


def report_review(report: Any, user: Any) -> ReviewPage:
    """Return the review page of a row of `reports_for_office`, as `user` may see it. Six queries."""
    in_force = CommitmentVersion.objects.published().filter(commitment=report.commitment_id).order_by()
    rows = rows_of(in_force.values("pk"))
    milestones = {row.key: row for row in rows if isinstance(row, Milestone)}
    indicators = [row for row in rows if isinstance(row, Indicator)]
    evidence = list(report.evidence_rows.select_related("evidence__archive"))
    titles = {key: row.title for key, row in milestones.items()}
    return ReviewPage(
        title=report.title or report.commitment.code,
        base=None,
        changes=_report_changes(report, milestones) + value_rows(report, indicators),
        text=_report_rows(report),
        proofs=_proofs(report, evidence, set(), titles, user),
        steps=_steps(report, REPORT, user),
        holder=_holder(report),
    )


def colleague(user: Any, person: Any) -> str:
    """Return the name of whoever acted, as far as `user` may know it."""
    if person is None:
        return ""
    return str(person) if may_see_reviewer(user, person) else _("a colleague")


def _base_of(version: CommitmentVersion) -> CommitmentVersion | None:
    """The text in force; for a public text the one before it."""
    if version.number == 1:
        return None
    earlier = CommitmentVersion.objects.filter(commitment=version.commitment_id, number__lt=version.number)
    return earlier.filter(state__in=FROZEN_STATES).annotate(languages=version_languages()).order_by("-number").first()


def _text_rows(version: CommitmentVersion, parts: VersionParts) -> list[dict[str, Any]]:
    rows = [_field(version, name) for name in FIRST]
    milestones = [f"{row.title} ({local.day(row.due_on)})" for row in parts.milestones]
    rows.append({"label": _("Milestones"), "lines": milestones, "lang": version.language})
    measured = [" · ".join(indicator_lines(row)) for row in parts.indicators]
    rows.append({"label": _("Indicators"), "lines": measured, "lang": version.language})
    rows += [_field(version, name) for name in THEN]
    rows += [{"label": field_label(kind), "lines": [str(row) for row in parts.links[kind]]} for kind in LINK_FIELDS]
    return [row for row in [*rows, *(_field(version, name) for name in LAST)] if row.get("value") or row.get("lines")]


def _languages(base: Any) -> list[dict[str, Any]]:
    """Return in which other languages the public reads the text before: those translations end with it."""
    codes = read_languages(base.languages) if base else []
    words = _("Version %(number)s: %(languages)s")
    names = ", ".join(language_in_words(code) for code in codes)
    lines = [words % {"number": base.number, "languages": names}] if codes else []
    return [{"label": _("Public in other languages"), "lines": lines}] if lines else []


def _field(version: CommitmentVersion, name: str) -> dict[str, Any]:
    return {"label": field_label(name), "value": in_words(version, name), "lang": version.language}


def _report_rows(report: ProgressReport) -> list[dict[str, Any]]:
    rows = [
        {"label": _("State of things on"), "value": local.day(report.as_of)},
        {"label": _("Closes the commitment as"), "value": report.get_outcome_display()},
        {"label": _("Progress of the whole"), "value": report.get_progress_display()},
        {"label": _("Reason for the delay, or for dropping it"), "value": report.reason, "lang": report.language},
        {"label": _("What happened"), "value": report.text, "lang": report.language},
    ]
    return [row for row in rows if row["value"]]


def _report_changes(report: ProgressReport, milestones: dict[str, Any]) -> list[Row]:
    """Return what the report changes: progress of the whole, then each milestone it speaks of."""
    commitment = report.commitment
    rows = [
        {
            "label": _("Progress of the whole"),
            "old": _claim_words(commitment.progress, None, commitment.progress_reason),
            "new": _claim_words(report.progress, None, report.reason),
        }
    ]
    public = Q(report__commitment=commitment, report__state="published", report__as_of__lte=report.as_of)
    found = MilestoneClaim.objects.filter(public | Q(report=report))
    claims = list(found.order_by("report__as_of", "report_id", "position", "pk"))
    before = {row.milestone_key: row for row in claims if row.report_id != report.pk}
    for claim in (row for row in claims if row.report_id == report.pk):
        old, milestone = before.get(claim.milestone_key), milestones.get(claim.milestone_key)
        label = _("Milestone %(number)s: %(title)s")
        rows.append(
            {
                "label": label % {"number": claim.position, "title": milestone.title if milestone else ""},
                "old": _claim_words(old.progress, old.reached_on, old.note) if old else "",
                "new": _claim_words(claim.progress, claim.reached_on, claim.note),
            }
        )
    return rows


def _claim_words(progress: str, reached_on: dt.date | None, note: str) -> str:
    reached = _("reached on %(day)s") % {"day": local.day(reached_on)} if reached_on else ""
    return "\n".join(part for part in (str(Progress(progress).label), reached, note) if part)


def _proofs(case: Any, rows: Iterable[Any], known: set[int], milestones: dict[str, str], user: Any) -> list[Proof]:
    """Return the evidence of a case. What is public already opens for all of the office, the rest for who checks it."""
    rows = list(rows)
    checks = latest_checks([row.evidence for row in rows])
    proofs = []
    for row in rows:
        is_new = row.evidence_id not in known
        is_public = not is_new and row.evidence.visibility == Evidence.Visibility.PUBLIC
        row.evidence.city = case.commitment.city
        may_open = is_public or may_see_confidential(user, row.evidence, [case])
        proofs.append(
            Proof(row.evidence, milestones.get(row.milestone_key, ""), is_new, may_open, checks.get(row.evidence_id))
        )
    return proofs


def _steps(obj: Any, workflow: Workflow, user: Any) -> list[Step]:
    labels = {(step.name, source): str(step.label) for step in workflow.transitions for source in step.sources}
    return [
        Step(labels.get((row.transition, row.source), row.transition), row.at, colleague(user, row.by), row.note)
        for row in obj.status_changes.select_related("by")
    ]


def _holder(obj: Any) -> str:
    """Who holds it, as `versions_for_office` and `reports_for_office` read it for this reader."""
    return (obj.holder_name or _("a colleague")) if obj.holder_id else ""
