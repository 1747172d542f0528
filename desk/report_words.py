"""A progress report in words: answers to check, its evidence, what two people wrote at once."""

from typing import Any

from django.utils.translation import gettext as _

from commitments.models import Commitment, CommitmentVersion, IndicatorValue, MilestoneClaim, Progress, ProgressReport
from commitments.queries import published_version, value_words, with_rows
from core.languages import language_name
from core.local import day
from desk.forms.report import ClaimForm, ValueForm
from desk.rows import Row, evidence_row


def text_in_force(commitment: Commitment) -> CommitmentVersion | None:
    """Return the text in force with its milestones and indicators, read once. Two queries."""
    text = published_version(commitment)
    return with_rows(text) if text else None


def claims_said(commitment: Commitment) -> list[MilestoneClaim]:
    """Return what the latest published report said of each milestone. One query."""
    rows = MilestoneClaim.objects.filter(report__commitment=commitment, report__state="published")
    return list(rows.order_by("report__as_of", "report_id"))


def report_answers(report: ProgressReport, text: CommitmentVersion | None, *, change_url: str) -> list[Row]:
    """Return everything a report says, as rows of a summary list."""
    rows = [
        {"label": _("The whole commitment"), "value": str(report.get_progress_display())},
        {"label": _("Reason"), "value": report.reason, "lang": report.language},
        {"label": _("What happened"), "value": report.text, "lang": report.language},
        {"label": _("Day of the report"), "value": day(report.as_of)},
        {"label": _("Language"), "value": language_name(report.language)},
    ]
    if report.outcome:
        rows.insert(0, {"label": _("This report closes the commitment as"), "value": report.get_outcome_display()})
    titles = {row.key: row.title for row in text.milestones.all()} if text else {}
    for claim in report.claims.all():
        reached = _("reached on %(date)s") % {"date": day(claim.reached_on)} if claim.reached_on else ""
        words = [titles.get(claim.milestone_key, ""), _claim_words(claim.progress, reached), claim.note]
        label = _("Milestone %(number)s") % {"number": claim.position}
        rows.append({"label": label, "value": "\n".join(word for word in words if word)})
    names = {row.key: row for row in text.indicators.all()} if text else {}
    for figure in report.indicator_values.all():
        words = [names[figure.indicator_key].title if figure.indicator_key in names else "", value_words(figure)]
        label = _("Indicator %(number)s") % {"number": figure.position}
        rows.append({"label": label, "value": "\n".join(word for word in words if word)})
    for row in rows:
        row["change_url"] = change_url
        row["value"] = row["value"] or _("Not given")
    return rows


def _claim_words(progress: str, reached: str) -> str:
    return ", ".join(word for word in (str(Progress(progress).label), reached) if word)


def report_evidence(report: ProgressReport, text: CommitmentVersion | None, *, change: bool = False) -> list[Row]:
    """Return the evidence that a report lists; with links to change and remove it when `change`."""
    milestones, code = list(text.milestones.all()) if text else [], report.commitment.code if change else ""
    rows = report.evidence_rows.select_related("evidence")
    return [evidence_row(row.evidence, milestones, row.milestone_key, code=code, query="?report") for row in rows]


def report_differences(form: Any, rows: list[Any], current: ProgressReport) -> list[dict[str, str]]:
    """Return the answers that differ: `old` is stored now, `new` is what was typed."""
    found = [
        {"label": str(form.fields[name].label), "old": _words(name, getattr(current, name)), "new": _words(name, value)}
        for name, value in form.report_values().items()
    ]
    stored = {claim.milestone_key: claim for claim in current.claims.all()}
    for claim in (row for row in rows if isinstance(row, ClaimForm)):
        row, old = claim.row(), stored.get(claim.milestone.key)
        label = _("Milestone %(number)s") % {"number": claim.milestone.position}
        before = _claim_line(old.progress, old.reached_on, old.note) if old else ""
        found.append(
            {"label": label, "old": before, "new": _claim_line(row["progress"], row["reached_on"], row["note"])}
        )
    measured = {row.indicator_key: value_words(row) for row in current.indicator_values.all()}
    for figure in (row for row in rows if isinstance(row, ValueForm)):
        label = _("Indicator %(number)s") % {"number": figure.indicator.position}
        typed = IndicatorValue(**figure.row()) if figure.row()["value"] is not None else None
        new = value_words(typed) if typed else ""
        found.append({"label": label, "old": measured.get(figure.indicator.key, ""), "new": new})
    return [row for row in found if row["old"] != row["new"]]


def _claim_line(progress: str, reached_on: Any, note: str) -> str:
    words = [str(Progress(progress).label), day(reached_on) if reached_on else "", note]
    return "\n".join(word for word in words if word)


def _words(name: str, value: Any) -> str:
    if name == "progress":
        return str(Progress(value).label)
    if name == "language":
        return language_name(value)
    return day(value) if name == "as_of" else str(value)
