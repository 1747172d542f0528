"""Words that every task shares."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 45  # days
Row = dict[str, Any]


def version_url(version: Any) -> str:
    """Return the desk page of a text."""
    return reverse("desk:commitment", args=[version.commitment.code])


def where(words: str, city: Any, many: bool) -> str:
    """Put the city in front when the reader acts for several."""
    return f"{city} · {words}" if many else words


def due_words(due: dt.date) -> tuple[str, str]:
    """Return the status of a date in words, and the kind of its tag."""
    days = (due - timezone.localdate()).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}, "bad"
    if days <= SOON:
        return ngettext("Due in %(days)s day", "Due in %(days)s days", days) % {"days": days}, "warn"
    return _("Later"), "line"
