"""The self-assessment as a spreadsheet: a sheet for each group, read back before anything is saved."""

from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.reference import reference_words
from core.spreadsheets import RawCell, RawSheet
from desk.sheets.values import unescape
from desk.sheets.workbook import HEAD_ROW, KEY_ROW, add_plain_styles, put
from labels.models import Answer, Group, Scale
from labels.queries.assessments import AssessmentPage, Question

FIELDS = ("value", "text", "evidence")
COLUMNS = (("code", 10), ("question", 60), ("value", 16), ("text", 60), ("evidence", 50), ("base", 8))
FIXED = ("code", "question", "base")


@dataclass(frozen=True)
class Change:
    """What the sheet says differently about one answer. `is_late`: a colleague changed it after the download."""

    group: str
    code: str
    revision: int
    language: str
    values: dict[str, str]
    old: dict[str, str]
    is_late: bool


@dataclass(frozen=True)
class SheetReading:
    """What an uploaded spreadsheet says: differences, and faults to mend."""

    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


# --- Writing ---------------------------------------------------------------------------------------
def write_sheet(shown: AssessmentPage, target: IO[bytes]) -> None:
    """Write a self-assessment to a file, in the reader's language.

    Args:
        shown: the open self-assessment.
        target: where to.
    """
    book = Workbook()
    add_plain_styles(book)
    pages = [book.active, *(book.create_sheet() for _group in list(Group)[1:])]
    for page, group in zip(pages, Group, strict=True):
        page.title = str(group.label)[:31]
        _write_group(page, group, shown)
    book.save(target)


def _heads() -> dict[str, str]:
    return {
        "code": _("Code"),
        "question": _("Question"),
        "value": _("Answer"),
        "text": _("Why"),
        "evidence": _("What shows it"),
        "base": "",
    }


def _write_group(page: Worksheet, group: Group, shown: AssessmentPage) -> None:
    heads = _heads()
    for number, (name, width) in enumerate(COLUMNS, 1):
        put(page.cell(KEY_ROW, number), f"{group.value}:{name}", "portal words")
        put(page.cell(HEAD_ROW, number), heads[name], "portal head")
        page.column_dimensions[page.cell(HEAD_ROW, number).column_letter].width = width
    page.row_dimensions[KEY_ROW].hidden = True
    page.column_dimensions["F"].hidden = True
    page.freeze_panes = "C3"
    for at, row in enumerate(shown.questions, HEAD_ROW + 1):
        for number, value in enumerate(_cells(row, row.answers.get(group)), 1):
            cell = page.cell(at, number)
            put(cell, value, "portal words")
    choices = DataValidation(type="list", formula1=f'"{",".join(_words().values())}"', allow_blank=True)
    page.add_data_validation(choices)
    choices.add(f"C{HEAD_ROW + 1}:C{HEAD_ROW + len(shown.questions)}")


def _words() -> dict[str, str]:
    return {scale.value: str(scale.label) for scale in Scale}


def _cells(row: Question, answer: Answer | None) -> list[str]:
    value = _words().get(answer.value, "") if answer else ""
    said = (answer.text, answer.evidence, str(answer.revision)) if answer else ("", "", "0")
    return [row.criterion.code, reference_words(row.criterion.title), value, *said]


# --- Reading ---------------------------------------------------------------------------------------
def read_sheet(shown: AssessmentPage, sheets: list[RawSheet]) -> SheetReading:
    """Return what an uploaded spreadsheet says differently from the portal. Columns and sheets may have moved.

    Args:
        shown: the open self-assessment as it is now.
        sheets: what `core.spreadsheets.parse_spreadsheet` read.
    """
    reading = SheetReading()
    questions = {row.criterion.code: row for row in shown.questions}
    known = False
    for sheet in sheets:
        columns = _columns(sheet)
        known = known or bool(columns)
        for number, cells in sheet.rows.items():
            if columns and number > HEAD_ROW:
                _read_row(reading, questions, f"{sheet.title}, {number}", _values(columns, cells))
    if not known:
        reading.faults.append(_("This is not the spreadsheet of the self-assessment. Download it here first."))
    return reading


def _columns(sheet: RawSheet) -> dict[int, tuple[str, str]]:
    """Return column -> (group, name), as the hidden first row says."""
    found = {}
    for cell in sheet.rows.get(KEY_ROW, ()):
        group, _colon, name = str(cell.value).partition(":")
        if group in Group.values and name in dict(COLUMNS):
            found[cell.column] = (group, name)
    return found


def _values(columns: dict[int, tuple[str, str]], cells: list[RawCell]) -> dict[str, str]:
    said = {name: "" for _group, name in columns.values()} | {"group": next(iter(columns.values()))[0]}
    for cell in cells:
        if cell.column in columns:
            text = str(cell.value)
            said[columns[cell.column][1]] = unescape(text) if cell.kind == "s" else text
    return said


def _read_row(reading: SheetReading, questions: dict[str, Question], at: str, said: dict[str, str]) -> None:
    code, group = said.get("code", "").strip(), said["group"]
    if not code:
        return
    if code not in questions:
        reading.faults.append(_("%(place)s: there is no question %(code)s.") % {"place": at, "code": code[:20]})
        return
    value = _value(said.get("value", ""))
    if value is None:
        reading.faults.append(_("%(place)s: choose the answer from the list.") % {"place": at})
        return
    answer = questions[code].answers.get(group)
    old = {name: getattr(answer, name) if answer else "" for name in FIELDS}
    new = {"value": value, **{name: said.get(name, old[name]).strip() for name in ("text", "evidence")}}
    if new == old:
        return
    stored = answer.revision if answer else 0
    base = said.get("base", "").partition(".")[0]
    late = base != str(stored)
    language = answer.language if answer else "en"
    reading.changes.append(Change(group, code, stored, language, new, old, late))


def _value(words: str) -> str | None:
    """Return the answer that somebody chose or typed; None when it is none."""
    typed = words.strip().casefold()
    if not typed:
        return ""
    known = {label.casefold(): value for value, label in _words().items()} | {value: value for value in Scale.values}
    return known.get(typed)
