"""Rows for the list components: commitments, evidence, the answers of a text to check."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Evidence, Progress
from commitments.queries import (
    DeskRow,
    VersionParts,
    dead_words,
    in_words,
    indicator_lines,
    is_quarantined,
    scan_words,
)
from core.languages import language_name
from core.local import day
from core.templatetags.portal_ui import filesize
from desk.parts import Part, parts_of, url_of

Row = dict[str, Any]
OPEN_TAGS = {
    "draft": (gettext_lazy("Draft"), "go"),
    "sign_off": (gettext_lazy("Waits for sign-off"), "warn"),
    "submitted": (gettext_lazy("Being checked"), "go"),
    "checking": (gettext_lazy("Being checked"), "go"),
    "refusal": (gettext_lazy("Being checked"), "go"),
    "returned": (gettext_lazy("Sent back with reasons"), "bad"),
}
LIFE_TAGS = {
    "active": (gettext_lazy("Published"), "ok"),
    "on_hold": (gettext_lazy("On hold"), "warn"),
    "closed": (gettext_lazy("Closed"), "line"),
    "withdrawn": (gettext_lazy("Withdrawn"), "line"),
    "draft": (gettext_lazy("Not public"), "line"),
}
LABELS = {
    "title": gettext_lazy("Title"),
    "language": gettext_lazy("Language"),
    "summary": gettext_lazy("Promise"),
    "problem": gettext_lazy("Problem"),
    "action": gettext_lazy("What the city will do"),
    "elements": gettext_lazy("Framework"),
    "rights": gettext_lazy("Rights"),
    "policy_areas": gettext_lazy("Policy areas"),
    "goals": gettext_lazy("Goals"),
    "charter_articles": gettext_lazy("City charter"),
    "instrument_items": gettext_lazy("Other charters and treaties"),
    "groups": gettext_lazy("People concerned"),
    "recommendations": gettext_lazy("Recommendations it answers"),
    "consulted": gettext_lazy("Who was consulted"),
    "taken_up": gettext_lazy("What was taken up"),
    "starts_on": gettext_lazy("Start"),
    "ends_on": gettext_lazy("End"),
    "unit": gettext_lazy("Responsible unit"),
    "budget": gettext_lazy("Budget"),
    "budget_note": gettext_lazy("About the budget"),
    "decision": gettext_lazy("Council decision"),
    "decided_on": gettext_lazy("Date of the decision"),
    "is_material": gettext_lazy("Kind of change"),
    "change_reason": gettext_lazy("Reason for the change"),
}
IN_ITS_LANGUAGE = {
    "title", "summary", "problem", "action", "consulted", "taken_up", "unit", "budget_note", "decision", "change_reason"
}  # fmt: skip


def commitment_row(row: DeskRow) -> Row:
    """Return one line of the city's list: the newest title, what is public, what is on its way."""
    commitment, version = row.commitment, row.open_version
    tags = [_tag(LIFE_TAGS[commitment.state])] if commitment.state != "draft" or version is None else []
    if version is not None:
        tags.append(_tag(OPEN_TAGS[version.state]))
    meta = [commitment.code, str(Progress(commitment.progress).label) if commitment.state != "draft" else ""]
    if row.open_report is not None:
        meta.append(_("Progress report started") if row.open_report.state == "draft" else _("Progress report sent"))
    newest = version or row.published
    return {
        "title": row.title or _("Commitment without a title"),
        "lang": newest.language if newest else "",
        "url": reverse("desk:commitment", args=[commitment.code]),
        "meta": [word for word in meta if word],
        "tags": tags,
    }


def _tag(words: tuple[Any, str]) -> Row:
    return {"text": words[0], "kind": words[1]}


def evidence_row(
    evidence: Evidence, milestones: Any = (), milestone_key: str = "", *, code: str = "", query: str = ""
) -> Row:
    """Return a piece of evidence for components/evidence_row.html; its file is downloaded at the desk.

    Args:
        evidence: the piece.
        milestones: of the text, to name the one it belongs to.
        milestone_key: which one that is.
        code: of the commitment; given, the row has links to change and remove the piece.
        query: what these links carry.
    """
    is_file = evidence.kind == Evidence.Kind.FILE
    kind = evidence.file_name.rpartition(".")[2].upper() if is_file else _("Link")
    number = next((row.position for row in milestones if row.key == milestone_key), None)
    meta = [
        kind,
        filesize(evidence.size) if is_file else "",
        _("page %(page)s") % {"page": evidence.page} if evidence.page else "",
        language_name(evidence.language) if evidence.language else "",
        day(evidence.dated_on) if evidence.dated_on else "",
        _("Milestone %(number)s") % {"number": number} if number else "",
        scan_words(evidence),
        dead_words(evidence),
    ]
    return {
        "icon": "doc" if is_file else "web",
        "title": evidence.title,
        "url": "" if is_quarantined(evidence) else _opens(evidence),
        "meta": [word for word in meta if word],
        "proves": evidence.proves,
        "lang": "",
        "archived": _copy(evidence),
        "tag": _evidence_tag(evidence),
        "actions": _evidence_actions(evidence, code, query) if code else [],
    }


def _opens(evidence: Evidence) -> str:
    is_file = evidence.kind == Evidence.Kind.FILE
    return reverse("desk:evidence_file", args=[evidence.public_id]) if is_file else evidence.url


def _copy(evidence: Evidence) -> Row | None:
    """The archived copy of a web page, for the component."""
    if evidence.archive and not is_quarantined(evidence.archive):
        return {"url": _opens(evidence.archive), "text": _("copy of the page, kept here")}
    return {"url": evidence.archive_url, "text": _("archived copy")} if evidence.archive_url else None


def _evidence_tag(evidence: Evidence) -> Row | None:
    if is_quarantined(evidence):
        return {"text": _("Virus found"), "kind": "bad", "icon": "late"}
    confidential = evidence.visibility == Evidence.Visibility.CONFIDENTIAL
    return {"text": _("Confidential"), "kind": "line", "icon": "lock"} if confidential else None


def _evidence_actions(evidence: Evidence, code: str, query: str) -> list[Row]:
    names = (("desk:evidence_edit", _("Change")), ("desk:evidence_remove", _("Remove")))
    return [{"url": reverse(name, args=[code, evidence.public_id]) + query, "text": text} for name, text in names]


def answers(version: Any, parts: VersionParts, *, change: bool) -> list[Row]:
    """Return everything a text says, part by part, as sections for the check and sign-off pages.

    Args:
        version: the text.
        parts: its links, milestones and evidence.
        change: whether each answer gets a link to change it.
    """
    code = version.commitment.code
    sections = []
    for part in parts_of(version):
        url = url_of(code, part) if change else ""
        section = {"key": part.key, "title": part.title, "rows": [], "evidence": [], "url": url}
        if part.form is None:
            section["evidence"] = [evidence_row(r.evidence, parts.milestones, r.milestone_key) for r in parts.evidence]
        else:
            section["rows"] = _part_rows(version, parts, part, url)
        sections.append(section)
    return sections


def _part_rows(version: Any, parts: VersionParts, part: Part, url: str) -> list[Row]:
    rows = []
    for name in part.form.base_fields:
        if name not in LABELS:
            continue
        values = [str(row) for row in parts.links[name]] if name in parts.links else [_answer(version, name)]
        values = [value for value in values if value]
        row = {"label": LABELS[name], "change_url": url, **_one_or_more(values)}
        if not values:
            row["missing" if name in part.needs else "value"] = _("Missing") if name in part.needs else _("Not given")
        if name in IN_ITS_LANGUAGE and values:
            row["lang"] = version.language
        rows.append(row)
    if part.key == "indicators":
        return _indicator_rows(version, parts, url)
    return rows + (_milestone_rows(version, parts, url) if part.key == "milestones" else [])


def _one_or_more(values: list[str]) -> Row:
    """One text keeps its line breaks; several stand below each other."""
    return {"lines": values} if len(values) > 1 else {"value": "".join(values)}


def _answer(version: Any, name: str) -> str:
    if name == "is_material":
        return _("Changes the aim, a target or a date") if version.is_material else _("Corrects a mistake in writing")
    return language_name(version.language) if name == "language" else in_words(version, name)


def _indicator_rows(version: Any, parts: VersionParts, url: str) -> list[Row]:
    rows = [
        {
            "label": _("Indicator %(number)s") % {"number": indicator.position},
            "change_url": url,
            "lang": version.language,
            **_one_or_more(indicator_lines(indicator)),
        }
        for indicator in parts.indicators
    ]
    return rows or [{"label": _("Indicators"), "value": _("None"), "change_url": url}]


def _milestone_rows(version: Any, parts: VersionParts, url: str) -> list[Row]:
    if not parts.milestones:
        return [{"label": _("Milestones"), "value": "", "missing": _("Missing"), "change_url": url}]
    rows = []
    for milestone in parts.milestones:
        label = _("Milestone %(number)s") % {"number": milestone.position}
        words = [milestone.title, _("by %(date)s") % {"date": day(milestone.due_on)} if milestone.due_on else ""]
        row = {"label": label, "change_url": url, **_one_or_more([word for word in words if word])}
        if not (milestone.title and milestone.due_on):
            row["missing"] = _("Needs a text and a date")
        rows.append(row | {"lang": version.language if milestone.title else ""})
    return rows
