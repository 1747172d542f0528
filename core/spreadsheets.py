"""Spreadsheets that people upload: a look before they are opened, then a reading in a process with limits.

`check_spreadsheet` refuses in well under a second whatever could cost much or do anything but hold values.
`read_spreadsheet` is the work of the limited process: it turns cells into plain JSON and judges nothing.
"""

import datetime as dt
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from core.office_files import BROKEN, UNREADABLE, check_office_zip
from core.sandbox import run_limited

MOST_UNPACKED = 30 * 1024 * 1024
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 10_000, 60
MOST_TEXT = 8 * 1024 * 1024
LONGEST = 40_000  # more than a cell can hold
MOST_TAGS = {b"row": 20_000, b"c": 400_000, b"si": 100_000}
BLOCK, OVERLAP = 256 * 1024, 64
MARKUP = (".xml", ".rels", ".vml")
OUTSIDE = re.compile(r"(^|/)(externallinks|embeddings|querytables|connections\.xml|ctrlprops)")
DANGER = re.compile(rb"<!DOCTYPE|<!ENTITY|<(?:[\w.-]+:)?ddeLink\b", re.IGNORECASE)
TAGS = re.compile(rb"<(?:[\w.-]+:)?(row|c|si)[\s/>]")
CHARSET = re.compile(rb"""encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)

TOO_MUCH = _(
    "This spreadsheet holds far more rows or text than a city needs. Download the sheet again and copy your changes "
    "into it."
)
LINKED = _(
    "This spreadsheet is linked to other files, data sources or programs. Break the links (in Excel: Data, Edit Links) "
    "or download the sheet again and copy your changes into it."
)
ODD = _(
    "The inside of this file is not what spreadsheet programs write. Open it, save it again as .xlsx, and upload it."
)


@dataclass(frozen=True)
class RawCell:
    """One cell: `kind` is s (text), n (number), d (date), b (yes or no), f (formula), e (error)."""

    column: int
    kind: str
    value: Any


@dataclass(frozen=True)
class RawSheet:
    """A sheet: row number -> its cells that hold anything."""

    title: str
    rows: dict[int, list[RawCell]]

    @classmethod
    def from_json(cls, text: bytes) -> "list[RawSheet]":
        """Return what the limited process wrote. Raises: ValidationError when it found too much."""
        found = json.loads(text)
        if found is None:
            raise ValidationError(TOO_MUCH, code="too_much")
        return [
            cls(sheet["title"], {number: [RawCell(*cell) for cell in cells] for number, cells in sheet["rows"]})
            for sheet in found
        ]


def check_spreadsheet(file: IO[bytes]) -> None:
    """Refuse what could cost much to open, or is more than values. The file is not opened by any library.

    Args:
        file: a seekable binary file that `uploads.inspect` took for a spreadsheet.

    Raises: ValidationError that says how to mend it.
    """
    check_office_zip(file)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise ValidationError(TOO_MUCH, code="too_much")
            if any(OUTSIDE.search(entry.filename.lower()) for entry in entries):
                raise ValidationError(LINKED, code="linked")
            tags: Counter[bytes] = Counter()
            for entry in entries:
                if entry.filename.lower().endswith(MARKUP):
                    with archive.open(entry) as part:
                        _check_part(part, tags)
    except UNREADABLE as error:
        raise ValidationError(BROKEN, code="office") from error
    finally:
        file.seek(0)


def _check_part(part: IO[bytes], tags: Counter[bytes]) -> None:
    """Look through one XML part, block by block; count its rows, cells and shared texts into `tags`."""
    before = part.read(BLOCK)
    if b"\x00" in before[:64] or CHARSET.search(before[:200]):
        raise ValidationError(ODD, code="odd")
    block = before
    while block:
        if DANGER.search(block):
            raise ValidationError(ODD, code="odd")
        tags.update(TAGS.findall(block))
        if any(tags[name] > most for name, most in MOST_TAGS.items()):
            raise ValidationError(TOO_MUCH, code="too_much")
        more = part.read(BLOCK)
        block = block[-OVERLAP:] + more if more else b""


def parse_spreadsheet(file: IO[bytes]) -> list[RawSheet]:
    """Check a spreadsheet, then read its cells in a process with limits.

    Raises: ValidationError that says how to mend it.
    """
    check_spreadsheet(file)
    try:
        with run_limited("core.spreadsheets:read_spreadsheet", file) as result:
            written = result.read()
    except ValidationError as error:
        raise ValidationError(TOO_MUCH if error.code == "too_costly" else BROKEN, code=error.code) from error
    return RawSheet.from_json(written)


# --- Inside the limited process -----------------------------------------------------------------------


def read_spreadsheet(source: IO[bytes], target: IO[bytes]) -> None:
    """Write the cells of a spreadsheet to `target` as JSON; null when it holds too much."""
    target.write(json.dumps(_sheets(source)).encode())


def _sheets(source: IO[bytes]) -> list[dict[str, Any]] | None:
    book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
    budget = MOST_TEXT
    sheets = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows: list[Any] = []
        gap: Any = None
        for number, cells in enumerate(sheet.iter_rows(max_row=2**20, max_col=MOST_COLUMNS), 1):
            if cells is gap:
                continue
            found = [_plain(cell) for cell in cells if cell.value is not None and cell.value != ""]
            budget -= sum(len(value) for _column, _kind, value in found if isinstance(value, str))
            if found:
                rows.append((number, found))
            elif all(cell is EMPTY_CELL for cell in cells):
                gap = cells  # the library hands out one and the same row for every row that is not there
            if budget < 0 or len(rows) > MOST_ROWS:
                return None
        sheets.append({"title": sheet.title, "rows": rows})
    return sheets


def _plain(cell: Any) -> tuple[int, str, Any]:
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return cell.column, "f", ""
    if isinstance(value, dt.datetime | dt.date):
        return cell.column, "d", value.isoformat()[:10]
    if isinstance(value, bool):
        return cell.column, "b", value
    if isinstance(value, int | float):
        return cell.column, "n", value
    return cell.column, "e" if kind == "e" else "s", str(value)[:LONGEST]
