"""Days, times, numbers and money in words, the way readers of the page's language write them."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import habits


def _locale() -> Locale:
    return Locale.parse(habits(get_language()))


def _here(value: dt.date | dt.datetime) -> dt.date:
    """Return the day a moment fell on here; Babel would take the day it was in Greenwich."""
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


def day(value: dt.date | dt.datetime | None) -> str:
    """Return a day in words, "3 March 2027" or "3. März 2027"; nothing for nothing."""
    return format_date(_here(value), "long", locale=_locale()) if value else ""


def month(value: dt.date | dt.datetime | None) -> str:
    """Return month and year in words, "March 2027"; nothing for nothing."""
    return format_skeleton("yMMMM", _here(value), locale=_locale()) if value else ""


def clock(value: dt.datetime) -> str:
    """Return a time of the portal's time zone, "14:05": all languages of the Union write it so."""
    return f"{timezone.localtime(value):%H:%M}"


def moment(value: dt.datetime | None) -> str:
    """Return day and time, "3 March 2027, 14:05"; nothing for nothing."""
    return _("%(day)s, %(time)s") % {"day": day(value), "time": clock(value)} if value else ""


def number(value: float | Decimal, places: int = 0) -> str:
    """Return a number with its groups and `places` decimals: 1,664,182.5 or 1.664.182,5."""
    return _grouped(value, places, _locale())


@lru_cache(maxsize=2000)
def _grouped(value: float | Decimal, places: int, locale: Locale) -> str:
    return format_decimal(value, format="#,##0" + _decimals(places), locale=locale)


def money(amount: Decimal) -> str:
    """Return an amount of euros, "€410,000" or "410.000 €"; cents only where there are any."""
    locale = _locale()
    places = 0 if amount == amount.to_integral_value() else 2
    pattern = locale.currency_formats["standard"].pattern.replace(".00", _decimals(places))
    return format_currency(amount, "EUR", format=pattern, locale=locale, currency_digits=False)


def _decimals(places: int) -> str:
    return "." + "0" * places if places else ""
