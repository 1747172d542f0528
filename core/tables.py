"""Tables that people take away: CSV as it is read from the database, XLSX from a file, no cell a program can run."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
AT_ONCE = 200


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def plain(value: Any) -> Any:
    """Return a value as a cell: text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Return a CSV table in pieces of some hundred rows; days as 2026-01-31. It starts with a byte order mark."""
    writer = csv.writer(_Echo())
    piece = [BYTE_ORDER_MARK, writer.writerow(head)]
    for row in rows:
        piece.append(writer.writerow([plain(value) for value in row]))
        if len(piece) >= AT_ONCE:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


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
