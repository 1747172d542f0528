"""Dates, money and figures as people read them."""

from decimal import Decimal

from core import local


def figure_in_words(value: Decimal | None) -> str:
    """Return a measured figure such as 12,500 or 0.75, without the zeros that the database adds; nothing for none."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return local.number(value, decimals)
