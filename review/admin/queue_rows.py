"""The rows of the queue and its long selects as HTML: through a template fifty rows cost more than all the rest."""

import datetime as dt
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider
from core import local
from core.markup import filled
from review.clock import days_waiting
from review.queries import QueuePage
from review.registry import all_kinds, filter_choices

KEPT_FOR = 60
ROW = (
    '<tr><td><input type="checkbox" name="chosen" value="{}" aria-label="{}"></td>'
    '<th scope="row"><a href="{}">{}</a>{}</th><td>{} ({})</td><td>{}</td><td>{}</td><td data-label="%(days)s">{}</td>'
    '<td data-label="%(due)s"{}>{}</td><td data-label="%(holder)s">{}</td><td data-label="%(state)s">{}</td></tr>'
)
LATE = format_html(' class="{}"', "late")
OPTION, SELECTED = '<option value="{}"{}>{}</option>', format_html(" {}", "selected")


def rows_html(page: QueuePage, user: Any) -> SafeString:
    """Return the rows of a page. Reviewers read no colleague's name, only their own."""
    return filled(labelled(ROW), _cells(page, user))


def labelled(pattern: str) -> str:
    """Return a pattern of rows with the headings of its columns: where rows stack as cards, nothing else names them."""
    words = {"days": _("Days waiting"), "due": _("Answer due"), "holder": _("Held by"), "state": _("State")}
    return pattern % {name: escape(text).replace("{", "{{").replace("}", "}}") for name, text in words.items()}


def _cells(page: QueuePage, user: Any) -> list[tuple[Any, ...]]:
    today, days = timezone.localdate(), _Days(timezone.localdate())
    kinds = {kind.key: (_singular(kind), reverse(kind.admin_url, args=[0]), _states(kind)) for kind in all_kinds()}
    names = _Names(user)
    choose = _("Choose %(item)s")
    asked, new = ("", _("The city is asked")), format_html(' <span class="new">{}</span>', _("New answer"))
    rows = []
    for row in page.rows:
        label, address, states = kinds[row["kind"]]
        name = row["reference"] or row["city_name"]
        rows.append(
            (
                f"{row['pk']}:{(row['holder_id'] or '') if names.sees_all else ''}",
                choose % {"item": name},
                address.replace("/0/", f"/{row['object_id']}/"),
                name,
                new if row["is_unread"] else "",
                row["city_name"],
                row["country"],
                row["title"],
                label,
                days_waiting(row["waiting_since"], row["stopped_on"], today),
                *(asked if row["stopped_on"] else days.in_words(row["due_on"])),
                names.of(row),
                states[row["state"]],
            )
        )
    return rows


def _singular(kind: Any) -> str:
    return capfirst(str(kind.one or kind.model._meta.verbose_name))


def _states(kind: Any) -> dict[str, str]:
    return {value: str(words) for value, words in kind.states or kind.model._meta.get_field("state").flatchoices}


class _Days:
    """Days in words; each is put into words once."""

    def __init__(self, today: dt.date) -> None:
        self.today, self.known = today, {None: ("", "–")}

    def in_words(self, day: dt.date | None) -> tuple[str, str]:
        if day not in self.known:
            words = local.day(day)
            self.known[day] = (LATE, f"{words}, {_('late')}") if day < self.today else ("", words)
        return self.known[day]


class _Names:
    """Who holds a row, as the reader may know it."""

    def __init__(self, user: Any) -> None:
        self.own, self.sees_all = user.pk, is_decider(user) or is_administrator(user)
        self.me, self.colleague = _("me"), _("a colleague")

    def of(self, row: dict[str, Any]) -> str:
        if not row["holder_id"]:
            return "–"
        if row["holder_id"] == self.own:
            return self.me
        return (row["holder__name"] or row["holder__email"]) if self.sees_all else self.colleague


def options(choices: list[tuple[str, Any]], chosen: str) -> SafeString:
    """Return the options of a select."""
    return filled(OPTION, ((value, SELECTED if value == chosen else "", words) for value, words in choices))


def options_of(name: str, chosen: str) -> SafeString:
    """Return the options of a filter whose values an app knows; asked of it, and drawn, once a minute."""
    key = f"review:options:{name}:{get_language()}:{chosen}"
    return cache.get_or_set(key, lambda: options([("", _("all")), *filter_choices(name)], chosen), KEPT_FOR)
