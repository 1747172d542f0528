"""Tables that people take away: CSV as it is read from the database, XLSX from a file, no cell a program can run."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
AT_ONCE = 500
_ILLEGAL = bytes(code for code in range(32) if ILLEGAL_CHARACTERS_RE.match(chr(code)))
# How a text begins that must be looked at; what is illegal further inside is taken out of the finished table.
_SUSPECT = frozenset((*FORMULA, *_ILLEGAL.decode()))


def plain(value: Any) -> Any:
    """Return a value as a cell: text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Return a CSV table in pieces of 500 rows, as UTF-8 with a byte order mark; days as 2026-01-31."""
    piece = io.StringIO(newline="")
    piece.write(BYTE_ORDER_MARK)
    writer = csv.writer(piece)
    writer.writerow(head)
    reader = iter(rows)
    while part := list(islice(reader, AT_ONCE)):
        writer.writerows(map(_cells, part))
        yield _taken(piece)
    yield _taken(piece)


def _cells(row: Iterable[Any]) -> list[Any]:
    return [plain(cell) if isinstance(cell, str) and cell[:1] in _SUSPECT else cell for cell in row]


def _taken(piece: io.StringIO) -> bytes:
    """Take out what was written; the bytes of illegal characters stand for nothing else in UTF-8."""
    written = piece.getvalue().encode()
    piece.seek(0)
    piece.truncate()
    return written.translate(None, _ILLEGAL)


def xlsx_file(title: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> io.BytesIO:
    """Return a spreadsheet with one sheet in memory, at its start; its rows are never all there at once.

    Args:
        title: of the sheet, 31 characters at most.
        head: names of the columns.
        rows: their cells; times lose their zone, which spreadsheets do not know (they are UTC).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(head))
    for row in rows:
        sheet.append([_naive(plain(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _naive(value: Any) -> Any:
    return value.astimezone(dt.UTC).replace(tzinfo=None) if isinstance(value, dt.datetime) else value
