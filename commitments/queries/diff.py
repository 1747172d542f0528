"""What changed from one text to the next, field by field and in words."""

from typing import Any

from django.utils.translation import gettext as _

from commitments.models import LINK_FIELDS, CommitmentVersion, Evidence, Milestone
from commitments.queries.measured import indicator_rows
from commitments.queries.parts import VersionParts, parts_of
from core import local

Row = dict[str, str]
CITY_WORDS = ("title", "summary", "problem", "action", "unit", "budget_note", "consulted", "taken_up", "decision")
TEXT_FIELDS = ("language", "title", "summary", "problem", "action", "unit")
DATE_FIELDS = ("starts_on", "ends_on")
MORE_FIELDS = ("budget_note", "consulted", "taken_up", "decision")


def diff_versions(old: CommitmentVersion, new: CommitmentVersion, *, confidential: bool = False) -> list[Row]:
    """Return what differs between two texts as rows of label, old and new. Three queries.

    Args:
        old: the earlier version.
        new: the later version.
        confidential: also name confidential evidence; for the city and the office only.
    """
    parts = parts_of([old, new])
    return diff_parts(old, parts[old.pk], new, parts[new.pk], confidential=confidential)


def diff_parts(
    old: CommitmentVersion,
    old_parts: VersionParts,
    new: CommitmentVersion,
    new_parts: VersionParts,
    *,
    confidential: bool = False,
) -> list[Row]:
    """As `diff_versions`, from parts that were read before. No query."""
    rows = [_field_row(name, old, new) for name in (*TEXT_FIELDS, *DATE_FIELDS)]
    rows += _milestone_rows(old_parts.milestones, new_parts.milestones, _languages(old, new))
    rows += indicator_rows(old_parts.indicators, new_parts.indicators, _languages(old, new))
    rows += [_field_row(name, old, new) for name in ("budget", *MORE_FIELDS, "decided_on")]
    rows += [
        _row(field_label(kind), _lines(old_parts.links[kind]), _lines(new_parts.links[kind])) for kind in LINK_FIELDS
    ]
    old_items, new_items = (_evidence_names(parts, confidential) for parts in (old_parts, new_parts))
    rows.append(_row(_("Evidence"), old_items, new_items))
    return [row for row in rows if row["old"] != row["new"]]


def in_words(version: CommitmentVersion, name: str) -> str:
    """Return one field of a text as people read it: dates as words, money with its sign, empty as an empty text."""
    value = getattr(version, name)
    if value is None:
        return ""
    if name in {*DATE_FIELDS, "decided_on"}:
        return local.day(value)
    return local.money(value) if name == "budget" else str(value)


def field_label(name: str) -> str:
    """Return what a field or a kind of link of a text is called."""
    labels = {
        "elements": _("Elements of the framework"),
        "rights": _("Rights"),
        "charter_articles": _("Articles of the city charter"),
        "instrument_items": _("Other charters and treaties"),
        "goals": _("Goals"),
        "policy_areas": _("Policy areas"),
        "groups": _("Whom it concerns"),
        "recommendations": _("Recommendations it answers"),
    }
    field: Any = CommitmentVersion._meta.get_field(name)
    words = labels.get(name) or str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _row(label: str, old: str, new: str) -> Row:
    return {"label": label, "old": old, "new": new}


def _field_row(name: str, old: CommitmentVersion, new: CommitmentVersion) -> Row:
    row = _row(field_label(name), in_words(old, name), in_words(new, name))
    return row | _languages(old, new) if name in CITY_WORDS else row


def _languages(old: CommitmentVersion, new: CommitmentVersion) -> Row:
    """Name the languages of both texts, where they are the city's own words."""
    return {"old_lang": old.language, "new_lang": new.language}


def _lines(rows: list[Any]) -> str:
    return "\n".join(str(row) for row in rows)


def _evidence_names(parts: VersionParts, confidential: bool) -> str:
    shown = [row.evidence for row in parts.evidence if confidential or _is_public(row.evidence)]
    return _lines(sorted(item.title for item in shown))


def _is_public(item: Evidence) -> bool:
    return item.visibility == Evidence.Visibility.PUBLIC


def _milestone_rows(old: list[Milestone], new: list[Milestone], languages: Row) -> list[Row]:
    """Return the milestones' differences, matched by their stable keys; a mere new order is no difference."""
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    rows = []
    for key, milestone in after.items():
        number = {"number": milestone.position}
        if key not in before:
            rows.append(_row(_("Milestone %(number)s, new") % number, "", _milestone_words(milestone)))
            continue
        was = before[key]
        rows.append(_row(_("Milestone %(number)s: text") % number, was.title, milestone.title) | languages)
        rows.append(_row(_("Milestone %(number)s: date") % number, local.day(was.due_on), local.day(milestone.due_on)))
    for key, milestone in before.items():
        if key not in after:
            label = _("Milestone %(number)s, removed") % {"number": milestone.position}
            rows.append(_row(label, _milestone_words(milestone), ""))
    return rows


def _milestone_words(milestone: Milestone) -> str:
    return "\n".join(part for part in (milestone.title, local.day(milestone.due_on)) if part)
