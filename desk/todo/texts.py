"""Texts that wait for the reader, and those that are with others."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.queries import STALE_AFTER
from commitments.rules import WAITING_STATES, may_sign_off
from core.local import day
from desk.parts import count_done, done_words, task_rows
from desk.queries import Dashboard, present
from desk.todo.words import Row, version_url, where
from desk.words import saved, title_of
from desk.working import who_words


def in_state(data: Dashboard, state: str) -> list[Any]:
    """Return the open texts in one state."""
    return [row for row in data.versions if row.state == state]


def to_sign(user: Any, data: Dashboard) -> list[Any]:
    """Return the texts that wait for the reader's own sign-off."""
    return [row for row in in_state(data, "sign_off") if may_sign_off(user, row)]


def notes(user: Any, data: Dashboard) -> list[Row]:
    """What the office sent back, then what waits for the reader's sign-off."""
    return [_returned(row) for row in in_state(data, "returned")] + [_to_sign(row) for row in to_sign(user, data)]


def _returned(version: Any) -> Row:
    words = _("The review office sent back “%(title)s”.") % {"title": title_of(version)}
    by = _("by %(date)s.") % {"date": day(version.answer_by)} if version.answer_by else ""
    return {"strong": words, "url": version_url(version), "link": _("Read what to change"), "after": by}


def _to_sign(version: Any) -> Row:
    words = _("“%(title)s” waits for your sign-off.") % {"title": title_of(version)}
    url = reverse("desk:sign_off", args=[version.commitment.code])
    return {"strong": words, "url": url, "link": _("Read it and decide"), "after": ""}


def draft(version: Any, user: Any) -> Row:
    """The text worked on last, with its parts."""
    found = present(version)
    done, total = count_done(version, found)
    return {
        "done": done,
        "total": total,
        "title": title_of(version),
        "language": version.language,
        "words": done_words(version, found),
        "saved": saved(version.updated_at),
        "who": who_words(version, user),
        "alone": alone_words(version),
        "tasks": task_rows(version, found, version.commitment.code),
    }


def other_draft(version: Any, user: Any, many: bool) -> Row:
    """One more draft, in a line."""
    words = " ".join(filter(None, (done_words(version, present(version)), who_words(version, user))))
    alone = alone_words(version)
    return {
        "label": title_of(version),
        "url": version_url(version),
        "hint": where(words, version.commitment.city, many),
        "status": alone or _("Draft"),
        "kind": "warn" if alone else "go",
    }


def alone_words(version: Any) -> str:
    """Return for how long nobody has touched a draft, once that is a month; empty before."""
    since = timezone.now() - version.updated_at
    if since < STALE_AFTER:
        return ""
    return ngettext("Untouched for %(days)s day", "Untouched for %(days)s days", since.days) % {"days": since.days}


def sent(user: Any, data: Dashboard, many: bool) -> list[Row]:
    """What is with an approver or with the office now."""
    own = to_sign(user, data)
    rows = [_waiting(row, many) for row in data.versions if row.state == "sign_off" and row not in own]
    rows += [
        _checked(row, row.due_on, title_of(row), version_url(row), many)
        for row in data.versions
        if _at_office(row.state)
    ]
    rows += [
        _checked(row, row.report_due_on, row.title, reverse("desk:report", args=[row.report_pk]), many, report=True)
        for row in data.commitments
        if _at_office(row.report_state)
    ]
    return rows


def _at_office(state: str | None) -> bool:
    return state in WAITING_STATES


def _waiting(version: Any, many: bool) -> Row:
    hint = where(_("An approver who did not write it signs it off"), version.commitment.city, many)
    label = {"label": title_of(version), "url": version_url(version), "hint": hint}
    return {**label, "status": _("Waits for sign-off"), "kind": "warn"}


def _checked(row: Any, due: Any, title: str, url: str, many: bool, *, report: bool = False) -> Row:
    city = row.city if report else row.commitment.city
    label = _("Progress report: %(title)s") % {"title": title} if report else title
    hint = _("The review office answers by %(date)s") % {"date": day(due)} if due else _("Sent to the review office")
    return {"label": label, "url": url, "hint": where(hint, city, many), "status": _("Being checked"), "kind": "go"}
