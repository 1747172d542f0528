"""Small words that many pages share."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(date: Any) -> str:
    """Return a date as people say it: 4 December 2026."""
    return date_format(date, "j F Y")


def title_of(version: Any) -> str:
    """Return the title of a text, or words that stand for it."""
    return version.title or _("Commitment without a title")
