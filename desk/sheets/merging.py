"""Three texts of every cell: what the sheet said when it was made, what it says now, what the portal says now.

Only the others changed it: kept. Only the sheet changed it: proposed. Both did, to different ends: a conflict, and the
person chooses. What the sheet said at first is known by its fingerprint.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from desk.sheets.columns import (
    BY_KEY,
    COMMITMENTS,
    INDICATORS,
    LINKS,
    MEASURED,
    MILESTONES,
    PARTS,
    PROGRESS,
    REPORTED,
    Column,
)
from desk.sheets.reading import ReadRow
from desk.sheets.standing import Standing
from desk.sheets.values import Plain, fingerprint, in_words

SHEET, OURS = "sheet", "ours"


@dataclass(frozen=True)
class Cell:
    """One cell that differs. `is_taken`: whether the sheet's value is used."""

    row: ReadRow
    column: Column
    at: str
    label: str
    old: str
    new: str
    value: Plain
    is_conflict: bool
    is_taken: bool

    @property
    def name(self) -> str:
        """The name of the question which value to keep."""
        return f"keep:{self.row.sheet}:{self.row.handle}:{self.row.key}:{self.column.name}"


@dataclass
class Group:
    """Everything that differs in one commitment; `refused` says in words what cannot be changed now."""

    handle: str
    title: str
    standing: Standing | None
    cells: list[Cell] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def taken(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.is_taken]

    @property
    def starts_version(self) -> bool:
        """Whether taking it over starts a new version of a published text."""
        return bool(self.standing and self.standing.is_amendment) and any(
            cell.row.sheet not in REPORTED for cell in self.cells
        )

    @property
    def conflicts(self) -> int:
        return sum(cell.is_conflict for cell in self.cells)


def merge(rows: Iterable[ReadRow], found: dict[str, Standing], choices: Mapping[str, str]) -> list[Group]:
    """Return what differs now, by commitment; `choices` answers conflicts ("sheet" or "ours", which is the default)."""
    groups: dict[str, Group] = {}
    titles = {one.row.title: one.code for one in found.values() if one.row.title}
    for row in rows:
        standing = found.get(row.handle)
        group = groups.setdefault(row.handle, Group(row.handle, "", standing))
        group.title = group.title or _title(row, standing)
        refusal = _refusal(row, standing, titles)
        if refusal and refusal not in group.refused:
            group.refused.append(refusal)
        if not refusal and not _is_there(row, standing):
            group.cells += _cells(row, standing, choices)
    for group in groups.values():
        if group.refused and group.standing is None:
            group.cells = []  # milestones of a commitment that cannot start
    return [group for group in groups.values() if group.cells or group.refused]


def digest(groups: Iterable[Group]) -> str:
    """Return a fingerprint of all differences: what a person saw before they confirmed."""
    seen = [
        [cell.name, cell.row.number, cell.old, cell.value, cell.is_conflict] for group in groups for cell in group.cells
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def _title(row: ReadRow, standing: Standing | None) -> str:
    if standing:
        return standing.row.title
    return str(row.cells["title"]["value"]) if row.sheet == COMMITMENTS and "title" in row.cells else ""


def _refusal(row: ReadRow, standing: Standing | None, titles: dict[str, str]) -> str:
    """Return why a row cannot be used now, or nothing."""
    if standing is None:
        if row.handle.startswith("NEW"):
            title = row.cells.get("title", {}).get("value", "") if row.sheet == COMMITMENTS else ""
            if title in titles:
                words = _("A commitment with this title is on the portal already (%(code)s). It is not started twice.")
                return words % {"code": titles[title]}
            return "" if title or row.sheet != COMMITMENTS else _("A new commitment needs a title.")
        return _("This commitment was deleted after the file was uploaded.")
    if not row.is_new and (row.sheet, row.key) not in standing.records:
        return _("Row %(row)s is about a milestone or indicator that was deleted in the meantime.") % {
            "row": row.number
        }
    return standing.refusal(row.sheet)


def _is_there(row: ReadRow, standing: Standing | None) -> bool:
    """Whether a new milestone or indicator is on the portal already, at any place: the same file came twice."""
    if standing is None or row.sheet not in PARTS or not row.is_new:
        return False
    names = [column.name for column in BY_KEY[row.sheet].open_columns if column.kind != "order"]
    new = {name: row.cells[name]["value"] if name in row.cells else "" for name in names}
    return any(
        sheet == row.sheet and new == {name: record[name] for name in names}
        for (sheet, _key), record in standing.records.items()
    )


def _cells(row: ReadRow, standing: Standing | None, choices: Mapping[str, str]) -> list[Cell]:
    now = standing.records.get((row.sheet, row.key), {}) if standing and not row.is_new else {}
    found = []
    for column in BY_KEY[row.sheet].open_columns:
        said = row.cells.get(column.name)
        if said is None:
            continue
        stored: Plain = now.get(column.name, [] if column.name in LINKS else "")
        if said["value"] == stored:
            continue
        is_conflict = not row.is_new and fingerprint(stored) != said["base"]
        cell = _cell(row, column, standing, stored, is_conflict=is_conflict)
        found.append(cell if not is_conflict or choices.get(cell.name) != SHEET else replace(cell, is_taken=True))
    return found


def _cell(row: ReadRow, column: Column, standing: Standing | None, stored: Plain, *, is_conflict: bool) -> Cell:
    links = standing.links.get(column.name, []) if standing else []
    said: dict[str, Any] = row.cells[column.name]
    return Cell(
        row=row,
        column=column,
        at=said["at"],
        label=_label(row, column, standing),
        old=in_words(column, stored, "\n".join(map(str, links))),
        new=in_words(column, said["value"], said["words"]),
        value=said["value"],
        is_conflict=is_conflict,
        is_taken=not is_conflict,
    )


def _label(row: ReadRow, column: Column, standing: Standing | None) -> str:
    """Return whose field it is: Title; Milestone 2: By when; New indicator: Target; Progress: Date."""
    if row.sheet == COMMITMENTS:
        return str(column.label)
    words = {
        (MILESTONES, True): _("New milestone: %(field)s"),
        (MILESTONES, False): _("Milestone %(number)s: %(field)s"),
        (INDICATORS, True): _("New indicator: %(field)s"),
        (INDICATORS, False): _("Indicator %(number)s: %(field)s"),
        (MEASURED, False): _("Figure of indicator %(number)s: %(field)s"),
        (PROGRESS, True): _("Progress: %(field)s"),
        (PROGRESS, False): _("Progress of milestone %(number)s: %(field)s"),
    }[row.sheet, not row.key]
    rows = standing.parts(row.sheet) if standing else []
    number = next((part.position for part in rows if part.key == row.key), "")
    return words % {"number": number, "field": column.label}
