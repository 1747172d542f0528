"""Values on their way between the record and a cell.

Every value has one plain form (text, ISO date, number without spare zeros, code of a choice, sorted primary keys): it
is compared, hashed and kept. A cell shows it in the reader's language.
"""

import datetime as dt
import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.actions.values import clean_value
from commitments.queries import figure_in_words
from core import local
from core.languages import COMPLETE
from core.spreadsheets import RawCell
from core.text import clean_line
from desk.forms.base import FigureField, MoneyField
from desk.sheets.columns import Column

Plain = str | list[int]
# What spreadsheet programs write for characters that XML cannot hold, and what they would read as such.
ESCAPED = re.compile(r"_x(00[01][0-9A-F]|FFF[EF]|005F)_", re.IGNORECASE)
TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
ORDER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
EPOCH = dt.date(1899, 12, 30)
LAST_SERIAL = 73_415  # 31 December 2100
MOST_DIGITS = 15  # longer numbers are written as texts: spreadsheet programs would round them


def plain(value: Any) -> str:
    """Return the one form in which a stored value is compared and kept."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
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


def to_cell(column: Column, value: Plain, words: str = "") -> Any:
    """Return what a cell holds for a plain value; `words` are the readable labels of links."""
    if column.kind == "links":
        return words
    if not value:
        return ""
    if column.kind == "date":
        return dt.date.fromisoformat(str(value))
    if column.kind in ("money", "figure") and len(value) <= MOST_DIGITS:
        return Decimal(str(value))
    if column.kind == "order":
        return int(str(value))
    return in_words(column, value) if column.kind == "choice" else value


def in_words(column: Column, value: Plain, words: str = "") -> str:
    """Return a plain value as people read it on the page of differences."""
    if column.kind == "links":
        return words
    if not value:
        return ""
    if column.kind == "date":
        return local.day(dt.date.fromisoformat(str(value)))
    if column.kind in ("money", "figure"):
        return (local.money if column.kind == "money" else figure_in_words)(Decimal(str(value)))
    return str(dict(column.choices).get(str(value), value)) if column.kind == "choice" else str(value)


# --- From a cell to the record ------------------------------------------------------------------------


def from_cell(column: Column, cell: RawCell | None) -> str:
    """Return the plain value a cell means; links are read by `LinkReader`.

    Raises: ValidationError that says how to mend the cell.
    """
    if cell is None:
        return ""
    if cell.kind in ("f", "e"):
        raise ValidationError(_("Formulas are not read. Copy the cell and paste it as a value, or type the value."))
    if column.kind == "choice":
        value: Any = _chosen(column, cell)
    else:
        value = READERS.get(column.kind, text_of)(cell)
    if column.kind == "order" or value in (None, ""):
        return plain(value)
    return plain(clean_value(column.stored, value))


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


def _number(cell: RawCell, field: Any) -> Decimal | None:
    return Decimal(str(cell.value)) if cell.kind == "n" else field.to_python(text_of(cell))


def _money(cell: RawCell) -> Decimal | None:
    return _number(cell, MoneyField())


def _figure(cell: RawCell) -> Decimal | None:
    return _number(cell, FigureField())


def _order(cell: RawCell) -> int | None:
    text = clean_line(text_of(cell))
    if text and not ORDER.fullmatch(text):
        raise ValidationError(_("Write its place in the list as a whole number, such as 2."))
    return int(text) if text else None


READERS = {"date": _date, "money": _money, "figure": _figure, "order": _order}


def _chosen(column: Column, cell: RawCell) -> str:
    """Return the option whose code or name stands in the cell, in any of the portal's languages."""
    text = clean_line(text_of(cell))
    names: dict[str, str] = {}
    for language in COMPLETE:
        with override(language):
            names |= {str(name).casefold(): key for key, label in column.choices for name in (key, label)}
    if text and text.casefold() not in names:
        raise ValidationError(_("“%(text)s” is not in the list. Choose from the list.") % {"text": text[:60]})
    return names.get(text.casefold(), "")
