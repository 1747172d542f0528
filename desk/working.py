"""Who works on what, in words: for the team of the city, as long as it is fresh."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import local
from core.local import day
from desk.parts import CHANGE, PARTS

HOUR = 60


def others_words(others: list[Any], part: str = "") -> str:
    """Return which colleagues have the same part or report open, one sentence each; empty when nobody has."""
    same = [row for row in others if row.part == part]
    words = _("%(who)s had this page open at %(time)s.")
    return " ".join(words % {"who": row.user, "time": _time(row.at)} for row in same)


def who_words(version: Any, user: Any) -> str:
    """Return who works on a text from `with_colleagues`: “Pau Approver has “The promise” open.”, or who wrote last."""
    if version.open_part:
        titles = {part.key: part.title for part in (CHANGE, *PARTS)}
        part = titles.get(version.open_part, version.open_part)
        return _("%(who)s has “%(part)s” open.") % {"who": version.open_by or version.open_by_email, "part": part}
    if version.editor is None or version.editor_id == user.pk:
        return ""
    return _("%(who)s edited it %(when)s.") % {"who": version.editor, "when": ago(version.updated_at)}


def ago(moment: Any) -> str:
    """Return how long ago something was: minutes, then the time of today, then the date."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < HOUR:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if timezone.localtime(moment).date() == timezone.localdate():
        return _("today at %(time)s") % {"time": _time(moment)}
    return _("on %(date)s") % {"date": day(timezone.localtime(moment))}


def _time(moment: Any) -> str:
    return local.clock(moment)
