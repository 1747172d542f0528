"""Spreadsheets from strangers: whatever could cost much, or do anything, is refused at once."""

import datetime as dt
import io
import random
import time
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from core.spreadsheets import check_spreadsheet, parse_spreadsheet
from tests.factories.files import make_zip

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make_book(*rows: list, fill: Callable[[Workbook], None] | None = None) -> bytes:
    """A real workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if fill:
        fill(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(name: str, content: bytes | str) -> bytes:
    """A real workbook in which one part is replaced or added."""
    with zipfile.ZipFile(io.BytesIO(make_book(["a"]))) as archive:
        entries: dict[str, bytes | str] = {entry: archive.read(entry) for entry in archive.namelist()}
    return make_zip({**entries, name: content})


def sheet_xml(rows: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'


def noise(count: int) -> str:
    """Cells that do not shrink: each with a text of its own."""
    draw = random.Random(1)
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{draw.getrandbits(60)}</v></c></row>' for n in range(1, count + 1))


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a million empty rows": lambda: with_part(
        SHEET, sheet_xml("".join(f'<row r="{n}"/>' for n in range(1, 1_000_001)))
    ),
    "many real rows": lambda: with_part(SHEET, sheet_xml(noise(30_000))),
    "a million shared texts": lambda: with_part(
        "xl/sharedStrings.xml", f'<sst xmlns="{SPACE}">{"<si><t/></si>" * 1_000_000}</sst>'
    ),
    "one huge shared text": lambda: with_part("xl/sharedStrings.xml", f"<sst><si><t>{'a' * 40_000_000}</t></si></sst>"),
    "entities": lambda: with_part(SHEET, sheet_xml('<row r="1"><c t="str"><v>&b;</v></c></row>', ENTITIES)),
    "entities in UTF-16": lambda: with_part(SHEET, sheet_xml("", ENTITIES).encode("utf-16")),
    "another charset": lambda: with_part(SHEET, sheet_xml("").replace("?>", ' encoding="utf-7"?>')),
    "links to other files": lambda: with_part("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
    "a DDE command": lambda: with_part("xl/worksheets/x.xml", '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
    "a data connection": lambda: with_part("xl/connections.xml", "<connections/>"),
    "an embedded object": lambda: with_part("xl/embeddings/oleObject1.bin", b"x"),
    "macros": lambda: with_part("xl/vbaProject.bin", b"x"),
    "not a workbook": lambda: b"PK\x03\x04 and nothing else",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_less_than_a_second(name):
    file = io.BytesIO(HOSTILE[name]())
    started = time.process_time()
    with pytest.raises(ValidationError) as refusal:
        check_spreadsheet(file)
    assert time.process_time() - started < 1
    assert len(refusal.value.messages[0]) > 30


def test_cells_come_back_as_plain_values():
    day = dt.date(2027, 6, 15)
    page = parse_spreadsheet(io.BytesIO(make_book(["a", None, 2.5, day, True], [], ["=1+1", "x"])))[0]

    assert [(cell.column, cell.kind, cell.value) for cell in page.rows[1]] == [
        (1, "s", "a"),
        (3, "n", 2.5),
        (4, "d", "2027-06-15"),
        (5, "b", True),
    ]
    assert [(cell.column, cell.kind, cell.value) for cell in page.rows[3]] == [(1, "f", ""), (2, "s", "x")]
    assert 2 not in page.rows


def test_a_cell_at_the_far_end_costs_little():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'
    started = time.monotonic()
    pages = parse_spreadsheet(io.BytesIO(with_part(SHEET, sheet_xml(f'<dimension ref="A1:XFD1048576"/>{far}'))))
    assert sum(len(page.rows) for page in pages) <= 1
    assert time.monotonic() - started < 9


@pytest.mark.parametrize("part", ["<worksheet", "no markup", sheet_xml('<row r="x"><c r="?"/></row>')])
def test_a_broken_sheet_is_refused_in_words(part):
    with pytest.raises(ValidationError) as refusal:
        parse_spreadsheet(io.BytesIO(with_part(SHEET, part)))
    assert "damaged" in refusal.value.messages[0]
