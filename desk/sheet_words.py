"""The differences of a spreadsheet, and what became of it, in words for the page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import SheetImport
from core.ui import word_diff
from desk.forms.sheets import ConfirmForm
from desk.sheets.merging import Cell, Group

OPEN_GROUPS = 5  # more than these are folded, unless they ask something
MARKED = 300  # with more cells, the changed words are not marked one by one: that would take seconds
Row = dict[str, Any]


def group_rows(groups: list[Group], form: ConfirmForm) -> list[Row]:
    """Return one fold for each commitment."""
    marks = sum(len(group.cells) for group in groups) <= MARKED
    return [
        {
            "title": group.title or group.handle,
            "lang": group.standing.version.language if group.standing and group.standing.version else "",
            "code": group.handle if group.standing else _("new commitment"),
            "url": reverse("desk:commitment", args=[group.handle]) if group.standing else "",
            "count": _count(group),
            "note": _("This starts a new version of a published text.") if group.starts_version else "",
            "refused": group.refused,
            "open": bool(group.conflicts or group.refused) or len(groups) <= OPEN_GROUPS,
            "cells": [_cell_row(cell, form, marks=marks) for cell in group.cells],
        }
        for group in groups
    ]


def _count(group: Group) -> str:
    cells, conflicts = len(group.cells), group.conflicts
    if not cells:
        return _("left out")
    words = ngettext("%(count)s cell", "%(count)s cells", cells) % {"count": cells}
    if conflicts:
        words += ", " + ngettext("%(count)s conflict", "%(count)s conflicts", conflicts) % {"count": conflicts}
    return words


def _cell_row(cell: Cell, form: ConfirmForm, *, marks: bool) -> Row:
    pieces = word_diff(cell.old, cell.new) if marks else {"old": [("del", cell.old)], "new": [("ins", cell.new)]}
    return {
        "label": cell.label,
        "at": cell.at,
        "old": pieces["old"] if cell.old else [],
        "new": pieces["new"] if cell.new else [],
        "question": form[cell.name] if cell.name in form.fields else None,
    }


def outcome_rows(kept: SheetImport) -> list[Row]:
    """Return what was done with each commitment so far."""
    rows = []
    for outcome in kept.outcomes.select_related("commitment"):
        words = ngettext("%(count)s cell saved", "%(count)s cells saved", outcome.cells) % {"count": outcome.cells}
        code = outcome.commitment.code if outcome.commitment else ""
        rows.append(
            {
                "title": outcome.title or code,
                "url": reverse("desk:commitment", args=[code]) if code else "",
                "words": words if outcome.cells else _("kept as it was"),
            }
        )
    return rows
