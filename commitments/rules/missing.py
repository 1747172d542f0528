"""What is still missing, one sentence each. Objects are duck-typed."""

from typing import Any

from django.utils.translation import gettext as _

import cities.rules

REASON_NEEDED = frozenset({"delayed", "dropped"})


def missing_for_submit(version: Any) -> list[str]:
    """Return what a version still lacks before it can be sent, one sentence each. Empty means ready."""
    texts = {
        "title": _("Write a title."),
        "summary": _("Write the promise in plain language."),
        "problem": _("Say which problem you found."),
        "action": _("Say what the city will do."),
        "unit": _("Name the unit that is responsible."),
        "consulted": _("Say who was consulted, or that nobody was."),
        "starts_on": _("Give the start date."),
        "ends_on": _("Give the end date."),
    }
    missing = [words for field, words in texts.items() if not getattr(version, field)]
    if version.starts_on and version.ends_on and version.ends_on < version.starts_on:
        missing.append(_("The end date must not be before the start date."))
    links = {
        "elements": _("Choose at least one element of the framework."),
        "rights": _("Choose at least one right."),
        "policy_areas": _("Choose at least one policy area."),
        "groups": _("Choose whom it concerns."),
    }
    missing += [words for field, words in links.items() if not getattr(version, field).all()]
    return missing + missing_milestones(version) + missing_indicators(version) + _missing_reason(version)


def missing_mandate(version: Any) -> list[str]:
    """Return what its city lacks before any text or report is sent: a mandate that is in force."""
    return cities.rules.missing_mandate(version.commitment.city)


def missing_milestones(version: Any) -> list[str]:
    """Return what the milestones lack: at least one, each with a text and a date."""
    milestones = list(version.milestones.all())
    if not milestones:
        return [_("Add at least one milestone with a date.")]
    return [
        _("Milestone %(number)s needs a text and a date.") % {"number": milestone.position}
        for milestone in milestones
        if not (milestone.title and milestone.due_on)
    ]


def missing_indicators(version: Any) -> list[str]:
    """Return what the indicators lack. A text may have none; one that is there must be readable by a stranger."""
    missing = []
    for row in version.indicators.all():
        number = {"number": row.position}
        if not (row.title and row.unit and row.frequency):
            missing.append(_("Indicator %(number)s needs what is measured, a unit and how often you report.") % number)
        if (row.baseline is None) != (row.baseline_on is None):
            missing.append(_("Indicator %(number)s needs both the value today and its date, or neither.") % number)
        if (row.target is None) != (row.target_on is None):
            missing.append(_("Indicator %(number)s needs both the target and its date, or neither.") % number)
    return missing


def _missing_reason(version: Any) -> list[str]:
    was_public = version.number > 1 and version.commitment.first_published_at
    if was_public and version.is_material and not version.change_reason:
        return [_("Say in public why the published text changes.")]
    return []


def missing_for_report(report: Any) -> list[str]:
    """Return what a progress report still lacks, one sentence each."""
    missing = [] if report.text else [_("Say what happened since the last report.")]
    if report.progress in REASON_NEEDED and not report.reason:
        missing.append(_("Give the reason for the delay, or for dropping the commitment."))
    missing += _missing_to_close(report) if report.outcome else []
    return missing + [
        _("Give the reason for milestone %(number)s.") % {"number": claim.position}
        for claim in report.claims.all()
        if claim.progress in REASON_NEEDED and not claim.note
    ]


def _missing_to_close(report: Any) -> list[str]:
    """A commitment that is done needs evidence, one that is not wholly done a public reason."""
    missing = []
    if report.outcome != "not_done" and not report.evidence_rows.exists():
        missing.append(_("Attach evidence of what was done: this report closes the commitment."))
    if report.outcome != "done" and not report.reason:
        missing.append(_("Say why the commitment is not wholly done: this report closes it."))
    return missing
