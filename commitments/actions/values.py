"""What people typed, cleaned field by field; every refusal says how to mend it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.text import clean_line, clean_text

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
Cleaner = Callable[[Any, Any], Any]


def clean_values(model: type[models.Model], allowed: Iterable[str], values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` ready to be stored.

    Args:
        model: the table they go to; lengths and kinds come from its fields.
        allowed: the fields that people may write.
        values: field name -> what was typed. Absent fields stay as they are.

    Raises: ValidationError with a message per field; ValueError for a field that nobody may write.
    """
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"Not a field that people write: {sorted(unknown)}")
    cleaned, errors = {}, {}
    for name, value in values.items():
        try:
            cleaned[name] = clean_value(model._meta.get_field(name), value)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return cleaned


def clean_value(field: Any, value: Any) -> Any:
    """Return one value ready for `field`. Raises: ValidationError."""
    if field.name == "language":
        return clean_language(value)
    if field.choices:
        return _choice(field, value)
    kinds: tuple[tuple[type, Cleaner], ...] = (
        (models.TextField, _text),
        (models.CharField, _line),
        (models.DateField, _date),
        (models.DecimalField, _decimal),
        (models.BooleanField, lambda _field, given: bool(given)),
    )
    return next(cleaner for kind, cleaner in kinds if isinstance(field, kind))(field, value)


def clean_language(value: Any, *, blank: bool = False) -> str:
    """Return a language code such as en or sr-Latn. Raises: ValidationError."""
    value = clean_line(value) if isinstance(value, str) else ""
    if (value or not blank) and not LANGUAGE.fullmatch(value):
        raise ValidationError(_("Choose the language from the list."))
    return value


def _short_enough(field: Any, value: str) -> str:
    if field.max_length and len(value) > field.max_length:
        raise ValidationError(
            _("Use %(most)s characters at most; this text has %(number)s."),
            params={"most": field.max_length, "number": len(value)},
        )
    return value


def _text(field: Any, value: Any) -> str:
    return _short_enough(field, clean_text(_string(value)))


def _line(field: Any, value: Any) -> str:
    return _short_enough(field, clean_line(_string(value)))


def _string(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(_("Type a text."))
    return value


def _choice(field: Any, value: Any) -> Any:
    if value == "" and field.blank:
        return value
    if value not in {key for key, _words in field.flatchoices}:
        raise ValidationError(_("Choose one of the options."))
    return value


def _date(field: Any, value: Any) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        day = parse_date(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if isinstance(day, dt.datetime) or not isinstance(day, dt.date):
        raise ValidationError(_("Enter a real date, for example 15 6 2027."))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year must be between %(first)s and %(last)s."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return day


def _decimal(field: Any, value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    is_money = field.name == "budget"
    try:
        amount = Decimal(str(value)).quantize(Decimal(1).scaleb(-field.decimal_places))
    except InvalidOperation:
        amount = Decimal("NaN")
    fits = amount.is_finite() and amount.adjusted() < field.max_digits - field.decimal_places
    if not fits or (is_money and amount < 0):
        words = _("Enter the budget in euro as a number, for example 250000.")
        raise ValidationError(words if is_money else _("Enter a number, for example 12.5."))
    return amount
