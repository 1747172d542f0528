"""What a sheet that came back says: rows found by their ids, cells by their column keys, faults by their place."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from cities.models import City
from core.spreadsheets import RawCell, RawSheet
from core.text import clean_line
from desk.sheets.checks import Period, row_faults
from desk.sheets.columns import BASE, BY_KEY, CODE, COMMITMENTS, KEY, LINKS, PARTS, PROGRESS, REPORTED, SHEETS, Sheet
from desk.sheets.links import Labels
from desk.sheets.standing import Record, Standing
from desk.sheets.values import Plain, fingerprint, from_cell, text_of
from desk.sheets.workbook import FORMAT, HEAD_ROW, KEY_ROW, META

NEW_CODE = re.compile(r"NEW[ -]?(\d{1,4})")
BASE_PART = re.compile(r"(\w+)=([0-9a-f]{10})")
SHEET_KEY = re.compile(r"(\w+):(\w+)")
NO_KEYS = gettext_lazy(
    "This is not the city's spreadsheet, or its first (hidden) row is gone. Download the sheet again and copy your "
    "changes into it."
)
OTHER_CITY = gettext_lazy("This spreadsheet was made for another city. Download the one of %(city)s.")
OLD_FORMAT = gettext_lazy("This spreadsheet was made by another version of the portal. Download it again.")


@dataclass
class ReadRow:
    """One row that was changed. `cells` holds only fields that differ from what the sheet said when it was made.

    `handle` is the code, or NEW 1 for a commitment that starts here; `key` is empty for a new milestone.
    """

    sheet: str
    handle: str
    key: str
    number: int
    is_new: bool
    cells: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Reading:
    """Everything a file says: changed rows, faults in words with their cell, notes about what was left aside."""

    rows: list[ReadRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Reader:
    """Reads the sheets of one file against where the city stands now."""

    def __init__(self, city: City, found: dict[str, Standing], labels: Labels) -> None:
        self.city, self.found, self.labels = city, found, labels
        self.reading = Reading()
        self.seen: dict[tuple[str, str, str], str] = {}
        self.started: set[str] = set()
        self.periods: dict[str, Period] = {}  # what the sheet of commitments says; it is read first

    def read(self, sheets: list[RawSheet]) -> Reading:
        """Return what the sheets say. Raises: ValidationError when they are not this city's at all."""
        self._check_origin(sheets)
        known = {key: page for page in sheets if (key := _kind_of(page))}
        if not known.keys() & BY_KEY.keys():
            raise ValidationError(NO_KEYS, code="keys")
        for sheet in SHEETS:
            if sheet.key in known:
                self._sheet(sheet, known[sheet.key])
        return self.reading

    def _check_origin(self, sheets: list[RawSheet]) -> None:
        page = next((page for page in sheets if _kind_of(page) == META), None)
        if page is None:
            return
        facts = {name: _line(page.rows.get(2, []), column) for name, column in _keys(page).items()}
        if facts.get("city") != self.city.slug:
            raise ValidationError(OTHER_CITY, params={"city": self.city}, code="city")
        if facts.get("format") != FORMAT:
            raise ValidationError(OLD_FORMAT, code="format")

    def _sheet(self, sheet: Sheet, page: RawSheet) -> None:
        keys = _keys(page)
        ids = [column for column in (CODE, KEY) if any(own.name == column for own in sheet.columns)]
        if missing := [sheet.column(name) for name in ids if name not in keys]:
            words = _("%(sheet)s: the column “%(column)s” is gone. Download the sheet again and copy your changes.")
            self.reading.faults.append(words % {"sheet": page.title, "column": missing[0].label})
            return
        self._note_strange_columns(page, sheet, keys)
        for number, cells in page.rows.items():
            if number > HEAD_ROW:
                self._row(sheet, page, keys, number, {cell.column: cell for cell in cells})

    def _note_strange_columns(self, page: RawSheet, sheet: Sheet, keys: dict[str, int]) -> None:
        own = {keys[column.name] for column in sheet.columns if column.name in keys}
        strange = [cell for cell in page.rows.get(HEAD_ROW, []) if cell.column not in own and cell.kind == "s"]
        if strange:
            names = ", ".join(f"“{clean_line(cell.value)[:40]}”" for cell in strange[:5])
            words = _("%(sheet)s: these columns are not the portal's and were not read: %(names)s.")
            self.reading.notes.append(words % {"sheet": page.title, "names": names})

    def _row(self, sheet: Sheet, page: RawSheet, keys: dict[str, int], number: int, cells: dict[int, RawCell]) -> None:
        opened = [keys[column.name] for column in sheet.open_columns if column.name in keys]
        code, key = (_line(cells.values(), keys.get(name, 0)) for name in (CODE, KEY))
        if not code and not key and not any(column in cells for column in opened):
            return
        try:
            row = self._identify(sheet, number, code.upper(), key.lower())
        except ValidationError as error:
            at = keys[KEY] if getattr(error, "code", "") == "key" and KEY in keys else keys[CODE]
            self._fault(page, at, number, error)
            return
        base = dict(BASE_PART.findall(_line(cells.values(), keys.get(BASE, 0))))
        values = self._values(page, row, keys, cells, base)
        if sheet.key == COMMITMENTS:
            self.periods[row.handle] = str(values.get("starts_on", "")), str(values.get("ends_on", ""))
        period = self.periods.get(row.handle, ("", ""))
        faults = list(row_faults(sheet.key, row.key, values, set(row.cells), period=period)) if row.cells else []
        for name, words in faults:
            self._fault(page, keys.get(name, keys[CODE]), number, ValidationError(words))
        if row.cells and not faults:
            self.reading.rows.append(row)

    def _values(
        self, page: RawSheet, row: ReadRow, keys: dict[str, int], cells: dict[int, RawCell], base: dict[str, str]
    ) -> Record:
        """Return everything a row says; put what it says anew into `row.cells`."""
        values: Record = {}
        for column in BY_KEY[row.sheet].open_columns:
            if column.name not in keys:
                continue
            at = keys[column.name]
            try:
                value = self._value(row, column, cells.get(at))
            except ValidationError as error:
                self._fault(page, at, row.number, error)
                continue
            values[column.name], before = value, base.get(column.name)
            if fingerprint(value) != before and (before or not row.is_new or value):
                place = f"{page.title}!{get_column_letter(at)}{row.number}"
                words = self._words(row, column, value)
                row.cells[column.name] = {"value": value, "base": before or "", "at": place, "words": words}
        return values

    def _identify(self, sheet: Sheet, number: int, code: str, key: str) -> ReadRow:
        """Return the row's place in the record. Raises: ValidationError with code "code" or "key"."""
        handle, is_started = self._handle(sheet, number, code)
        standing = self.found.get(handle)
        is_new = is_started if sheet.key == COMMITMENTS else sheet.key in PARTS and not key
        if not is_new and (standing is None or (sheet.key, key) not in standing.records):
            raise ValidationError(_no_such_row(sheet, handle, key), code="key" if key else "code")
        place = (sheet.key, handle, key or (str(number) if is_new else ""))
        if place in self.seen:
            words = _("Row %(row)s has the same code. Each row may come once; for a new one leave its code empty.")
            raise ValidationError(words, params={"row": self.seen[place]}, code="key" if key else "code")
        self.seen[place] = str(number)
        return ReadRow(sheet.key, handle, key, number, is_new)

    def _handle(self, sheet: Sheet, number: int, code: str) -> tuple[str, bool]:
        """Return the commitment's code, or NEW 1, and whether it starts here."""
        if code in self.found:
            return code, False
        typed = NEW_CODE.fullmatch(code)
        if sheet.key == COMMITMENTS and (typed or not code):
            handle = f"NEW {int(typed[1])}" if typed else f"NEW @{number}"
            self.started.add(handle)
            return handle, True
        if typed and sheet.key in PARTS and f"NEW {int(typed[1])}" in self.started:
            return f"NEW {int(typed[1])}", False
        words = _("There is no commitment “%(code)s” of this city. Copy its code from the sheet “Commitments”.")
        raise ValidationError(words, params={"code": code[:20]}, code="code")

    def _value(self, row: ReadRow, column: Any, cell: RawCell | None) -> Plain:
        standing = self.found.get(row.handle)
        if column.name in LINKS:
            return self.labels.read(column.name, cell, standing.links.get(column.name, []) if standing else [])
        value = from_cell(column, cell)
        if row.sheet == PROGRESS and row.key:
            _check_claim(column.name, value)
        if row.sheet in PARTS and column.name == "title" and not row.is_new and not value:
            raise ValidationError(_("An emptied row is not a deletion. Delete it on the portal."))
        if column.kind == "order" and not row.is_new and not value:
            raise ValidationError(_("Write its place in the list as a whole number, such as 2."))
        return value

    def _words(self, row: ReadRow, column: Any, value: Plain) -> str:
        if column.name not in LINKS:
            return ""
        standing = self.found.get(row.handle)
        chosen = standing.links.get(column.name, []) if standing else []
        return "\n".join(self.labels.label(column.name, int(pk), chosen) for pk in value)

    def _fault(self, page: RawSheet, column: int, number: int, error: ValidationError) -> None:
        place = f"{page.title}!{get_column_letter(column)}{number}"
        self.reading.faults.append(f"{place}: {' '.join(error.messages)}")


def _check_claim(name: str, value: Plain) -> None:
    """A row about a milestone has a short remark and no text."""
    if name == "text" and value:
        raise ValidationError(_("Write this in the row of the whole commitment; a milestone takes a remark."))
    if name == "note" and len(value) > 500:
        raise ValidationError(_("Use 500 characters at most; this text has %(number)s.") % {"number": len(value)})


def _no_such_row(sheet: Sheet, handle: str, key: str) -> str:
    if key:
        return _("There is no “%(key)s” of %(code)s here. It was deleted, or its code was changed.") % {
            "key": key[:20],
            "code": handle,
        }
    if sheet.key in REPORTED:
        return _("%(code)s is not public yet, so there is no progress to report.") % {"code": handle}
    return _("The text of %(code)s was given up. Start it again on the portal.") % {"code": handle}


def _keys(page: RawSheet) -> dict[str, int]:
    """Return column name -> number, as the hidden first row says; the first of two wins."""
    found: dict[str, int] = {}
    for cell in page.rows.get(KEY_ROW, []):
        if cell.kind == "s" and (match := SHEET_KEY.fullmatch(cell.value.strip())):
            found.setdefault(match[2], cell.column)
    return found


def _kind_of(page: RawSheet) -> str:
    """Return which of our sheets a page is, by its hidden first row: its name may have been changed."""
    for cell in page.rows.get(KEY_ROW, []):
        match = SHEET_KEY.fullmatch(str(cell.value).strip()) if cell.kind == "s" else None
        if match and (match[1] in BY_KEY or match[1] == META):
            return match[1]
    return ""


def _line(cells: Any, column: int) -> str:
    cell = next((cell for cell in cells if cell.column == column), None)
    return clean_line(text_of(cell)) if cell and cell.kind in "sn" else ""
