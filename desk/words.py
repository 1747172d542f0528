"""Small words that many pages share."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core import local


def saved(at: dt.datetime) -> str:
    """Return when something was saved: “Saved today at 14:05.”"""
    at = timezone.localtime(at)
    time = local.clock(at)
    if at.date() == timezone.localdate():
        return _("Saved today at %(time)s.") % {"time": time}
    return _("Saved on %(date)s at %(time)s.") % {"date": local.day(at), "time": time}


def title_of(version: Any) -> str:
    """Return the title of a text, or words that stand for it."""
    return version.title or _("Commitment without a title")
