"""Fields of the desk's forms; those that other doors use as well come from core.forms."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import PartsDateField
from core.forms import (
    CHOOSE,
    LanguageField,
    LineField,
    MailField,
    OneOfField,
    PortalForm,
    TextField,
    UploadField,
    WebField,
)

__all__ = [
    "CHOOSE",
    "DeskForm",
    "DraftDate",
    "DraftLine",
    "DraftText",
    "FigureField",
    "LanguageField",
    "LineField",
    "LinksField",
    "MailField",
    "MoneyField",
    "OneOfField",
    "TextField",
    "UploadField",
    "WebField",
]

PLAIN = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d{1,2})?", re.ASCII)
FIGURE = re.compile(r"\d{1,13}(?:[.,]\d{1,4})?", re.ASCII)
TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)  # 1.200: a thousand and two hundred, or one point two


class DraftLine(LineField):
    """One line that may wait: while drafting nothing is required."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class DraftText(TextField):
    """Several lines that may wait."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class DraftDate(PartsDateField):
    """A date that may wait."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class LinksField(forms.MultipleChoiceField):
    """Tick boxes for rows of another table; cleaned to a list of primary keys."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the list.")},
            **kwargs,
        )

    def clean(self, value: Any) -> list[int]:
        return [int(key) for key in super().clean(value)]


class MoneyField(forms.Field):
    """An amount as people type it: 1200000, 1 200 000, 1.200.000,50, € 50,000."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        text = re.sub(r"[\s€'’]|EUR", "", str(value or ""))
        if not text:
            return None
        if grouped := GROUPED.fullmatch(text):
            text = text.replace(grouped["mark"], "")
        if not PLAIN.fullmatch(text):
            raise ValidationError(_("Write the budget as a number of euro, for example 250000."), code="invalid")
        return Decimal(text.replace(",", "."))


class FigureField(forms.Field):
    """A measured figure as people type it: 12, -3.5, 12,5, 1 200, 1.200,75. What can be read in two ways is asked."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value.normalize():f}"
        return f"{text}0" if TWO_READINGS.fullmatch(text.removeprefix("-")) else text

    def to_python(self, value: Any) -> Decimal | None:
        text = re.sub(r"[\s']", "", str(value or "")).replace("−", "-").removesuffix("%")
        sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
        if not text:
            return None
        if TWO_READINGS.fullmatch(text):
            words = _("“%(text)s” can be read in two ways. Write %(whole)s or %(part)s.")
            whole, part = re.sub(r"[.,]", "", text), f"{text.replace(',', '.')}0"
            raise ValidationError(words, code="invalid", params={"text": text, "whole": whole, "part": part})
        if grouped := GROUPED.fullmatch(text):
            text = text.replace(grouped["mark"], "")
        if not FIGURE.fullmatch(text):
            raise ValidationError(_("Write a number, for example 12.5. Leave other words out."), code="invalid")
        return Decimal(sign + text.replace(",", "."))


class DeskForm(PortalForm):
    """A form of the desk."""

    @classmethod
    def typed(cls, data: Any) -> list[tuple[str, str]]:
        """Return label and words of every text that was sent, valid or not."""
        fields = [(name, field) for name, field in cls.base_fields.items() if isinstance(field, TextField)]
        return [(str(field.label), data[name]) for name, field in fields if data.get(name, "").strip()]
