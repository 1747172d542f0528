"""Values on their way between the record and a cell.

Every value has one plain form (text, ISO date, amount with two decimals, code of a choice, sorted primary keys): it is
compared, hashed and kept. A cell shows it in the reader's language.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.actions.values import clean_value
from commitments.models import Progress
from commitments.queries import day_in_words, money_in_words
from core.languages import LANGUAGES, language_name
from core.spreadsheets import RawCell
from core.text import clean_line
from desk.forms.base import MoneyField
from desk.sheets.columns import Column

Plain = str | list[int]
# What spreadsheet programs write for characters that XML cannot hold, and what they would read as such.
ESCAPED = re.compile(r"_x(00[01][0-9A-F]|FFF[EF]|005F)_", re.IGNORECASE)
TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
EPOCH = dt.date(1899, 12, 30)
LAST_SERIAL = 73_415  # 31 December 2100


def plain(value: Any) -> str:
    """Return the one form in which a stored value is compared and kept."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def fingerprint(value: Plain) -> str:
    """Return a short digest of a plain value: what a cell said when the sheet was made."""
    text = json.dumps(value, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def escape(text: str) -> str:
    """Return a text as OOXML writes it: no character that XML cannot hold, nothing that reads as an escape."""
    return TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(text: str) -> str:
    """Return the text that a cell means."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


# --- From the record to a cell ------------------------------------------------------------------------


def to_cell(kind: str, value: Plain, words: str = "") -> Any:
    """Return what a cell holds for a plain value; `words` are the readable labels of links."""
    if kind == "links":
        return words
    if not value:
        return ""
    if kind == "date":
        return dt.date.fromisoformat(str(value))
    if kind == "money":
        return Decimal(str(value))
    return in_words(kind, value)


def in_words(kind: str, value: Plain, words: str = "") -> str:
    """Return a plain value as people read it on the page of differences."""
    if kind == "links":
        return words
    if kind == "date":
        return day_in_words(dt.date.fromisoformat(str(value))) if value else ""
    if kind == "money":
        return money_in_words(Decimal(str(value))) if value else ""
    if kind == "progress":
        return str(Progress(value).label) if value else ""
    return language_name(str(value)) if kind == "language" else str(value)


# --- From a cell to the record ------------------------------------------------------------------------


def from_cell(column: Column, cell: RawCell | None) -> str:
    """Return the plain value a cell means; links are read by `LinkReader`.

    Raises: ValidationError that says how to mend the cell.
    """
    if cell is None:
        return ""
    if cell.kind in ("f", "e"):
        raise ValidationError(_("Formulas are not read. Copy the cell and paste it as a value, or type the value."))
    readers = {"date": _date, "money": _money, "language": _language, "progress": _progress}
    value = readers.get(column.kind, text_of)(cell)
    return "" if value in (None, "") else plain(clean_value(column.stored, value))


def text_of(cell: RawCell) -> str:
    """Return the text of a cell. Raises: ValidationError for dates and yes-or-no values."""
    if cell.kind == "n":
        whole = isinstance(cell.value, float) and cell.value.is_integer() and abs(cell.value) < 2**53
        return str(int(cell.value) if whole else cell.value)
    if cell.kind != "s":
        raise ValidationError(_("Here belongs a text. Format the cell as text and type it again."))
    return unescape(cell.value)


def _date(cell: RawCell) -> dt.date | None:
    if cell.kind == "d":
        return dt.date.fromisoformat(cell.value)
    if cell.kind == "n" and 0 < cell.value <= LAST_SERIAL:
        return EPOCH + dt.timedelta(days=int(cell.value))
    text = clean_line(cell.value) if cell.kind == "s" else "?"
    try:
        if found := DAY_FIRST.fullmatch(text):
            day, month, year = map(int, found.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise ValidationError(_("Enter a real date, for example 2027-06-15 or 15.6.2027.")) from error


def _money(cell: RawCell) -> Decimal | None:
    if cell.kind == "n":
        return Decimal(str(cell.value))
    return MoneyField().to_python(text_of(cell))


def _language(cell: RawCell) -> str:
    return _chosen(cell, [(code, [code, name]) for code, name in LANGUAGES])


def _progress(cell: RawCell) -> str:
    options: list[tuple[str, list[str]]] = []
    for code, _words in settings.LANGUAGES:
        with override(code):
            options += [(str(choice.value), [str(choice.value), str(choice.label)]) for choice in Progress]
    return _chosen(cell, [option for option in options if option[0] != Progress.NOT_REPORTED])


def _chosen(cell: RawCell, options: Iterable[tuple[str, list[str]]]) -> str:
    """Return the option whose code or name stands in the cell, in any of the portal's languages."""
    text = clean_line(text_of(cell))
    typed = text.casefold()
    found = next((key for key, names in options if typed in {name.casefold() for name in names}), None)
    if typed and found is None:
        raise ValidationError(_("“%(text)s” is not in the list. Choose from the list.") % {"text": text[:60]})
    return found or ""
