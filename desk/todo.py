"""The dashboard in words: every task with one link."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.rules import may_sign_off
from desk.parts import count_done, done_words, task_rows
from desk.queries import Dashboard, Door, present
from desk.words import day, saved, title_of

SOON = 45  # days
LATER_SHOWN = 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Todo:
    """`notes` come first, `draft` is the text worked on last, with its parts; the rest are rows of task lists."""

    notes: list[Row]
    draft: Row | None
    drafts: list[Row]
    sent: list[Row]
    progress: list[Row]
    lede: str


def todo(user: Any, data: Dashboard) -> Todo:
    """Put what waits for `user` into words."""
    many = len(data.cities) > 1
    texts = {state: [row for row in data.versions if row.state == state] for state in ("draft", "returned", "sign_off")}
    to_sign = [row for row in texts["sign_off"] if may_sign_off(user, row)]
    reports = [row for row in data.commitments if row.report_state == "returned"]
    notes = [_returned(row) for row in texts["returned"]] + [_report_returned(row) for row in reports]
    notes += [_to_sign(row) for row in to_sign] + [_door(door) for door in data.doors if door.state == "returned"]
    progress = [
        _progress(row, many) for row in data.commitments if row.report_state in {None, "draft"} and _reports(row)
    ]
    urgent = [row for row in progress if row["urgent"]]
    later = [row for row in progress if not row["urgent"]][:LATER_SHOWN]
    dates = [row.answer_by for row in texts["returned"]] + [row.report_answer_by for row in reports]
    dates += [row["due"] for row in urgent]
    return Todo(
        notes=notes,
        draft=_draft(texts["draft"][0]) if texts["draft"] else None,
        drafts=[_other_draft(row, many) for row in texts["draft"][1:]],
        sent=_sent(data, to_sign, many),
        progress=urgent + later,
        lede=_lede(len(notes) + len(texts["draft"]) + len(urgent), min(filter(None, dates), default=None)),
    )


def _lede(count: int, nearest: dt.date | None) -> str:
    if not count:
        return _("Nothing waits for you.")
    words = ngettext("%(count)s thing needs you.", "%(count)s things need you.", count) % {"count": count}
    if nearest is None:
        return words
    if nearest < timezone.localdate():
        return f"{words} " + _("The first was due on %(date)s.") % {"date": day(nearest)}
    return f"{words} " + _("The nearest date is %(date)s.") % {"date": day(nearest)}


def _url(version: Any) -> str:
    return reverse("desk:commitment", args=[version.commitment.code])


def _where(words: str, city: Any, many: bool) -> str:
    return f"{city} · {words}" if many else words


def _returned(version: Any) -> Row:
    words = _("The review office sent back “%(title)s”.") % {"title": title_of(version)}
    by = _("by %(date)s.") % {"date": day(version.answer_by)} if version.answer_by else ""
    return {"strong": words, "url": _url(version), "link": _("Read what to change"), "after": by}


def _report_returned(commitment: Any) -> Row:
    words = _("The review office sent back your report on “%(title)s”.") % {"title": commitment.title}
    by = _("by %(date)s.") % {"date": day(commitment.report_answer_by)} if commitment.report_answer_by else ""
    url = reverse("desk:report", args=[commitment.report_pk])
    return {"strong": words, "url": url, "link": _("Read what to change"), "after": by}


def _to_sign(version: Any) -> Row:
    words = _("“%(title)s” waits for your sign-off.") % {"title": title_of(version)}
    url = reverse("desk:sign_off", args=[version.commitment.code])
    return {"strong": words, "url": url, "link": _("Read it and decide"), "after": ""}


def _door(door: Door) -> Row:
    words = _("The review office has questions about your request to join for %(city)s.") % {"city": door.city}
    return {
        "strong": words,
        "url": reverse("desk:join_sent", args=[door.pk]),
        "link": _("Read and answer"),
        "after": "",
    }


def _draft(version: Any) -> Row:
    found = present(version)
    done, total = count_done(version, found)
    return {
        "done": done,
        "total": total,
        "title": title_of(version),
        "language": version.language,
        "words": done_words(version, found),
        "saved": saved(version.updated_at),
        "tasks": task_rows(version, found, version.commitment.code),
    }


def _other_draft(version: Any, many: bool) -> Row:
    hint = _where(done_words(version, present(version)), version.commitment.city, many)
    return {"label": title_of(version), "url": _url(version), "hint": hint, "status": _("Draft"), "kind": "go"}


def _sent(data: Dashboard, to_sign: list[Any], many: bool) -> list[Row]:
    rows = [_waiting(row, many) for row in data.versions if row.state == "sign_off" and row not in to_sign]
    rows += [
        _checked(row, row.due_on, title_of(row), _url(row), many) for row in data.versions if _at_office(row.state)
    ]
    rows += [
        _checked(row, row.report_due_on, row.title, reverse("desk:report", args=[row.report_pk]), many, report=True)
        for row in data.commitments
        if _at_office(row.report_state)
    ]
    return rows


def _at_office(state: str | None) -> bool:
    return state in {"submitted", "checking"}


def _waiting(version: Any, many: bool) -> Row:
    hint = _where(_("An approver who did not write it signs it off"), version.commitment.city, many)
    label = {"label": title_of(version), "url": _url(version), "hint": hint}
    return {**label, "status": _("Waits for sign-off"), "kind": "warn"}


def _checked(row: Any, due: Any, title: str, url: str, many: bool, *, report: bool = False) -> Row:
    city = row.city if report else row.commitment.city
    label = _("Progress report: %(title)s") % {"title": title} if report else title
    hint = _("The review office answers by %(date)s") % {"date": day(due)} if due else _("Sent to the review office")
    return {"label": label, "url": url, "hint": _where(hint, city, many), "status": _("Being checked"), "kind": "go"}


def _reports(commitment: Any) -> bool:
    return bool(commitment.report_pk or commitment.next_due_on)


def _progress(commitment: Any, many: bool) -> Row:
    if commitment.report_pk:
        url, status, kind = reverse("desk:report", args=[commitment.report_pk]), _("Report started"), "go"
    else:
        url = reverse("desk:report_new", args=[commitment.code])
        status, kind = due_words(commitment.next_due_on)
    label, hint = commitment.title, _("Your report is not sent yet")
    if commitment.next_due_on:
        names = {"title": commitment.title, "number": commitment.next_position}
        label = _("%(title)s: milestone %(number)s") % names
        due = {"date": day(commitment.next_due_on), "what": commitment.next_title}
        hint = _("%(what)s. Due %(date)s") % due
    urgent = bool(commitment.report_pk) or kind != "line"
    row = {"label": label, "url": url, "hint": _where(hint, commitment.city, many), "status": status, "kind": kind}
    return {**row, "urgent": urgent, "due": commitment.next_due_on}


def due_words(due: dt.date) -> tuple[str, str]:
    """Return the status of a date in words, and the kind of its tag."""
    days = (due - timezone.localdate()).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}, "bad"
    if days <= SOON:
        return ngettext("Due in %(days)s day", "Due in %(days)s days", days) % {"days": days}, "warn"
    return _("Later"), "line"
