"""Dates, money and figures as people read them."""

from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format


def day_in_words(day: Any) -> str:
    """Return a date such as 31 December 2026; nothing for no date."""
    return date_format(day, "j F Y") if day else ""


def money_in_words(amount: Any) -> str:
    """Return an amount such as €410,000; cents only where there are any."""
    cents = 0 if amount == amount.to_integral_value() else 2
    return "€" + number_format(amount, decimal_pos=cents, use_l10n=True, force_grouping=True)


def figure_in_words(value: Decimal | None) -> str:
    """Return a measured figure such as 12,500 or 0.75, without the zeros that the database adds; nothing for none."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
