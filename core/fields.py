"""Form fields that Django does not have."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from core.widgets import DateFieldsWidget, DateParts


class PartsDateField(forms.Field):
    """A date typed as day, month and year. Empty boxes mean None, half a date is an error in plain words.

    `what` names the date in the messages, for example _("The start date").
    """

    widget = DateFieldsWidget
    default_error_messages = {
        "required": _("%(what)s is missing. Enter a day, a month and a year, for example 15 6 2027"),
        "incomplete": _("%(what)s must also have %(missing)s, for example 15 6 2027"),
        "year": _("%(what)s must have a year with four numbers, for example 2027"),
        "invalid": _("%(what)s must be a real date, for example 15 6 2027"),
    }

    def __init__(self, *, what: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.what = what or _("The date")

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        if not isinstance(value, DateParts):
            raise self._error("invalid")
        return self._date(value)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise self._error("required")

    def _date(self, parts: DateParts) -> dt.date:
        names = (_("a day"), _("a month"), _("a year"))
        missing = [str(name) for name, part in zip(names, parts, strict=True) if not part]
        if missing:
            raise self._error("incomplete", missing=get_text_list(missing, _("and")))
        if not all(part.isdecimal() for part in parts):
            raise self._error("invalid")
        if len(parts.year) != 4:
            raise self._error("year")
        try:
            return dt.date(int(parts.year), int(parts.month), int(parts.day))
        except (ValueError, OverflowError):
            raise self._error("invalid") from None

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"what": self.what, **params})
