"""What others say about the city's record, as long as the city may still be asked for a reply."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.local import day
from desk.queries import Dashboard
from desk.todo.words import Row


def notes(user: Any, data: Dashboard) -> list[Row]:
    """One line per city: the text that waits longest, and how many more."""
    return [_statement(city) for city in data.cities if city.statements_open]


def _statement(city: Any) -> Row:
    words = _("Someone says otherwise about what %(city)s shows.") % {"city": city.name}
    after = _("by %(date)s.") % {"date": day(city.statement_due_on)}
    if more := city.statements_open - 1:
        after += " " + ngettext("%(count)s more waits.", "%(count)s more wait.", more) % {"count": more}
    url = reverse("desk:statement_reply", args=[city.statement_id])
    return {"strong": words, "url": url, "link": _("Read it and reply"), "after": after}
