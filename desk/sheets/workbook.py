"""The city's spreadsheet as a file, in the reader's language."""

import datetime as dt
from collections.abc import Iterable
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cities.models import City
from desk.rows import LIFE_TAGS, OPEN_TAGS
from desk.sheets.columns import BASE, CODE, COMMITMENTS, KEY, LINKS, MEASURED, PROGRESS, SHEETS, Column, Sheet
from desk.sheets.guide import GUIDE_WIDTHS, guide_rows
from desk.sheets.links import Labels
from desk.sheets.standing import Record, Standing, standings
from desk.sheets.values import DANGEROUS, escape, fingerprint, to_cell

META, FORMAT = "portal", "1"
KEY_ROW, HEAD_ROW = 1, 2
FORMATS = {
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "figure": "General",
    "order": "0",
    "info": "@",
    "id": "@",
    "base": "@",
}
LINE, MOST_LINES = 15, 12  # the height of a line, in points
INK, QUIET, RULE = "0A328E", "E6EDFB", "D6DBE7"


def write_workbook(city: City, target: IO[bytes]) -> int:
    """Write all commitments of a city to a file; return how many there are. Sixteen queries."""
    found, labels = standings(city), Labels(city)
    book = Workbook()
    _add_styles(book)
    guide: Any = book.active
    _guide(guide, city)
    for sheet in SHEETS:
        _sheet(book.create_sheet(str(sheet.title)), sheet, found.values(), labels)
    _choices(book.create_sheet(_("Choices")), labels)
    lists = book.create_sheet("lists")
    names = _lists(lists)
    for sheet in SHEETS:
        _drop_downs(book[str(sheet.title)], sheet, names)
    _meta(book.create_sheet(META), city)
    for hidden in (lists, book[META]):
        hidden.sheet_state = "hidden"
        hidden.protection.sheet = True
    book.save(target)
    return len(found)


# --- Looks ----------------------------------------------------------------------------------------------


def _add_styles(book: Workbook) -> None:
    line = Side(style="thin", color=RULE)
    box = Border(left=line, right=line, top=line, bottom=line)
    top = Alignment(vertical="top", wrap_text=True)
    quiet = PatternFill("solid", fgColor=QUIET)
    kinds = {column.kind for sheet in SHEETS for column in sheet.columns}
    for kind in kinds:
        fixed = kind in ("id", "info", "base")
        style = NamedStyle(f"portal {kind}", number_format=FORMATS.get(kind, "@"), alignment=top, border=box)
        style.protection = Protection(locked=fixed)
        if fixed:
            style.fill, style.font = quiet, Font(color="4B5468")
        book.add_named_style(style)
    head = NamedStyle("portal head", font=Font(bold=True, color="FFFFFF"), alignment=top, border=box)
    head.fill = PatternFill("solid", fgColor=INK)
    book.add_named_style(head)
    book.add_named_style(NamedStyle("portal words", alignment=top, number_format="@"))
    book.add_named_style(NamedStyle("portal step", alignment=Alignment(vertical="top")))
    book.add_named_style(NamedStyle("portal title", font=Font(bold=True, size=16, color=INK)))


def add_plain_styles(book: Workbook) -> None:
    """Add the two styles that any spreadsheet of the desk uses: heads, and words."""
    top = Alignment(vertical="top", wrap_text=True)
    head = NamedStyle("portal head", font=Font(bold=True, color="FFFFFF"), alignment=top)
    head.fill = PatternFill("solid", fgColor=INK)
    book.add_named_style(head)
    book.add_named_style(NamedStyle("portal words", alignment=top, number_format="@"))


def put(cell: Cell, value: Any, style: str) -> None:
    """Fill one cell; a text stays a text, whatever it begins with."""
    cell.style = style
    if isinstance(value, str):
        cell.value = escape(value)
        cell.data_type = "s"
        if value.startswith(DANGEROUS):
            cell.quotePrefix = True
    else:
        cell.value = value


def _frame(page: Worksheet, columns: Iterable[Column], last: int) -> None:
    """Hide the machine's row and column, freeze the head and the ids, protect what is not for typing."""
    columns = list(columns)
    page.row_dimensions[KEY_ROW].hidden = True
    page.row_dimensions[HEAD_ROW].height = 2 * LINE
    for number, column in enumerate(columns, 1):
        dimension = page.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.hidden = column.kind == "base"
    ids = sum(column.kind in ("base", "id") for column in columns)
    page.freeze_panes = f"{get_column_letter(ids + 1)}{HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}"
    page.protection.sheet = True
    for name in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(page.protection, name, False)  # False means: not forbidden
    page.sheet_view.zoomScale = 90
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _fit(page)


def _fit(page: Worksheet) -> None:
    """Print it as wide as a page."""
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


# --- The sheets -----------------------------------------------------------------------------------------


def _sheet(page: Worksheet, sheet: Sheet, found: Iterable[Standing], labels: Labels) -> None:
    for number, column in enumerate(sheet.columns, 1):
        put(page.cell(KEY_ROW, number), f"{sheet.key}:{column.name}", "portal base")
        put(page.cell(HEAD_ROW, number), str(column.label), "portal head")
    at = HEAD_ROW
    for one in found:
        for (kind, key), record in one.records.items():
            if kind == sheet.key:
                at += 1
                _row(page, at, sheet, _cells(sheet, one, key, record, labels))
    empty = dict.fromkeys((column.name for column in sheet.columns), "")
    for spare in range(at + 1, at + sheet.spare + 1):
        _row(page, spare, sheet, empty, is_new=True)
    _frame(page, sheet.columns, at + sheet.spare)


def _row(page: Worksheet, at: int, sheet: Sheet, cells: dict[str, Any], *, is_new: bool = False) -> None:
    page.row_dimensions[at].height = LINE * max(
        _lines(cells[column.name], column.width) for column in sheet.columns[1:]
    )
    for number, column in enumerate(sheet.columns, 1):
        opened = is_new and column.name == CODE
        put(page.cell(at, number), cells[column.name], "portal line" if opened else f"portal {column.kind}")


def _lines(value: Any, width: int) -> int:
    """Return how many lines a text takes in a column, roughly; programs that open the file do not measure it anew."""
    lines = sum(1 + len(line) // width for line in value.split("\n")) if isinstance(value, str) else 1
    return min(lines, MOST_LINES)


def _cells(sheet: Sheet, one: Standing, key: str, record: Record, labels: Labels) -> dict[str, Any]:
    base = " ".join(f"{name}={fingerprint(value)}" for name, value in record.items())
    cells: dict[str, Any] = {BASE: base, CODE: one.code, KEY: key, **_known(sheet, one, key)}
    for column in sheet.open_columns:
        words = labels.words(one.links[column.name]) if column.name in LINKS else ""
        cells[column.name] = to_cell(column, record[column.name], words)
    return cells


def _known(sheet: Sheet, one: Standing, key: str) -> dict[str, str]:
    """Return what the portal tells beside a row."""
    if sheet.key == COMMITMENTS:
        text = one.row.open_version
        tag = OPEN_TAGS[text.state] if text else LIFE_TAGS[one.row.commitment.state]
        return {"state": str(tag[0])}
    part = next((row for row in one.parts(sheet.key) if row.key == key), None)
    if sheet.key == PROGRESS:
        return {"about": part.title if part else one.row.title}
    if sheet.key == MEASURED:
        return {"about": ", ".join(word for word in (part.title, part.unit) if word) if part else ""}
    return {"about": one.row.title, "number": str(part.position) if part else ""}


# --- What helps to fill them ----------------------------------------------------------------------------


def _lists(page: Worksheet) -> dict[str, str]:
    """Write the lists behind the drop-downs; return column -> range."""
    names = {}
    columns = [column for sheet in SHEETS for column in sheet.columns if column.choices]
    for number, column in enumerate(columns, 1):
        for at, (_key, label) in enumerate(column.choices, 1):
            put(page.cell(at, number), str(label), "portal words")
        letter = get_column_letter(number)
        names[column.name] = f"{quote_sheetname(page.title)}!${letter}$1:${letter}${len(column.choices)}"
    return names


def _drop_downs(page: Worksheet, sheet: Sheet, names: dict[str, str]) -> None:
    for number, column in enumerate(sheet.columns, 1):
        if not column.choices:
            continue
        rule = DataValidation(type="list", formula1=names[column.name], allow_blank=True)
        rule.errorTitle, rule.error = _("Not in the list"), _("Choose from the list.")
        rule.promptTitle, rule.prompt = str(column.label)[:32], str(column.help)[:250]
        rule.showErrorMessage = rule.showInputMessage = True
        letter = get_column_letter(number)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{max(page.max_row, HEAD_ROW + 1)}")
        page.add_data_validation(rule)


def _choices(page: Worksheet, labels: Labels) -> None:
    """What the columns of links can name, to copy from."""
    columns = [column for column in SHEETS[0].columns if column.name in LINKS]
    for number, column in enumerate(columns, 1):
        put(page.cell(1, number), str(column.label), "portal head")
        page.column_dimensions[get_column_letter(number)].width = 44
        for at, label in enumerate(labels.offered[column.name].values(), 2):
            put(page.cell(at, number), label, "portal words")
    page.freeze_panes = "A2"
    page.protection.sheet = True


def _guide(page: Worksheet, city: City) -> None:
    page.title = _("Read me")
    for at, cells in enumerate(guide_rows(city), 1):
        for number, (words, style) in enumerate(cells, 1):
            put(page.cell(at, number), words, style)
    for number, width in enumerate(GUIDE_WIDTHS, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.protection.sheet = True
    _fit(page)


def _meta(page: Worksheet, city: City) -> None:
    made = timezone.localtime().replace(microsecond=0, tzinfo=None)
    facts = {"format": FORMAT, "city": city.slug, "language": get_language() or "en", "made": _stamp(made)}
    for number, (name, value) in enumerate(facts.items(), 1):
        put(page.cell(1, number), f"{META}:{name}", "portal words")
        put(page.cell(2, number), value, "portal words")


def _stamp(made: dt.datetime) -> str:
    return made.isoformat(sep=" ", timespec="minutes")
