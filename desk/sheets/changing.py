"""From the cells that a person takes over to what the action saves."""

from typing import Any

from django.utils.translation import get_language

from commitments.actions import SheetChange
from desk.sheets.columns import BY_KEY, COMMITMENTS, INDICATORS, LINKS, MEASURED, MILESTONES, PROGRESS
from desk.sheets.merging import Cell, Group
from desk.sheets.standing import Standing

REPORT_FIELDS = {"progress": "progress", "on": "as_of", "note": "reason", "text": "text"}
CLAIM_FIELDS = {"progress": "progress", "on": "reached_on", "note": "note"}


def change_of(group: Group) -> SheetChange:
    """Return what is saved for one commitment."""
    standing, taken = group.standing, group.taken
    texts = {cell.column.name: cell.value for cell in taken if cell.row.sheet == COMMITMENTS}
    values: dict[str, Any] = {name: value for name, value in texts.items() if name not in LINKS}
    if standing is None:
        values.setdefault("language", get_language() or "en")
    return SheetChange(
        handle=group.handle,
        title=group.title,
        commitment=standing.row.commitment if standing else None,
        version=standing.version if standing else None,
        report=standing.report if standing else None,
        values=values if taken else {},
        links={name: [int(pk) for pk in value] for name, value in texts.items() if name in LINKS},
        milestones=_in_order(_parts(standing, MILESTONES, taken)),
        indicators=_parts(standing, INDICATORS, taken),
        report_values={
            REPORT_FIELDS[cell.column.name]: cell.value
            for cell in taken
            if cell.row.sheet == PROGRESS and not cell.row.key
        },
        claims=_claims(standing, [cell for cell in taken if cell.row.sheet == PROGRESS and cell.row.key]),
        measured=_measured(standing, [cell for cell in taken if cell.row.sheet == MEASURED]),
        fields=[cell.at for cell in taken],
    )


def _parts(standing: Standing | None, sheet: str, taken: list[Cell]) -> list[dict[str, Any]] | None:
    """Return all milestones or indicators as they shall be: the stored ones in their order, then the new ones."""
    cells = [cell for cell in taken if cell.row.sheet == sheet]
    if not cells:
        return None
    names = ["key", *(column.name for column in BY_KEY[sheet].open_columns)]
    stored = standing.parts(sheet) if standing else []
    rows: dict[str, dict[str, Any]] = {part.key: {name: getattr(part, name) for name in names} for part in stored}
    for cell in cells:
        place = cell.row.key or f"new {cell.row.number}"
        rows.setdefault(place, {"key": ""})[cell.column.name] = cell.value
    return list(rows.values())


def _in_order(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Return milestones where they shall stand: one that moves up goes before its new place, else behind.

    `_parts` hands them over as they stand now, the new ones last; a new one without a number stays last.
    """
    if rows is None:
        return None

    def place(numbered: tuple[int, dict[str, Any]]) -> tuple[int, int, int]:
        stands, row = numbered
        wanted = int(row.get("position") or len(rows) + 1)
        return wanted, (wanted > stands) - (wanted < stands), stands

    return [row for _number, row in sorted(enumerate(rows, 1), key=place)]


def _measured(standing: Standing | None, cells: list[Cell]) -> list[dict[str, Any]] | None:
    """Return all values that the report gives for indicators."""
    if not cells or standing is None:
        return None
    names = [column.name for column in BY_KEY[MEASURED].open_columns]
    rows: dict[str, dict[str, Any]] = {
        key: {"indicator_key": key} | {name: getattr(value, name) for name in names}
        for key, value in standing.values.items()
    }
    for cell in cells:
        rows.setdefault(cell.row.key, {"indicator_key": cell.row.key})[cell.column.name] = cell.value
    return list(rows.values())


def _claims(standing: Standing | None, cells: list[Cell]) -> list[dict[str, Any]] | None:
    """Return all that the report says of milestones."""
    if not cells or standing is None:
        return None
    rows: dict[str, dict[str, Any]] = {
        key: {"milestone_key": key, "progress": claim.progress, "reached_on": claim.reached_on, "note": claim.note}
        for key, claim in standing.claims.items()
    }
    for cell in cells:
        row = rows.setdefault(cell.row.key, {"milestone_key": cell.row.key})
        row[CLAIM_FIELDS[cell.column.name]] = cell.value
    return list(rows.values())
