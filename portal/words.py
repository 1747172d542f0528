"""States, periods and origins in words: always shape, word and colour together."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cities.countries import country_name
from cities.models import City
from commitments.models import Commitment, Progress
from core import local
from core.languages import SOURCE, interface_language

Tag = dict[str, str]
Row = dict[str, Any]

# Kind and icon as in components/tag.html; the stacked bar takes its colours from here as well.
_PROGRESS = {
    Progress.NOT_STARTED: ("", "plan"),
    Progress.UNDER_WAY: ("go", "go"),
    Progress.DELAYED: ("warn", "late"),
    Progress.PARTLY_DONE: ("go", "go"),
    Progress.DONE: ("ok", "ok"),
    Progress.DROPPED: ("line", "stop"),
    Progress.NOT_REPORTED: ("", ""),
}
_BARS = {
    Progress.NOT_STARTED: "mute",
    Progress.UNDER_WAY: "go",
    Progress.DELAYED: "warn",
    Progress.PARTLY_DONE: "go",
    Progress.DONE: "ok",
}


def tag(text: Any, kind: str = "", icon: str = "") -> Tag:
    """Return what components/tag.html needs."""
    return {"text": str(text), "kind": kind, "icon": icon}


def progress_tag(progress: str) -> Tag:
    """Return the tag of a progress as the city claims it."""
    kind, icon = _PROGRESS[Progress(progress)]
    return tag(Progress(progress).label, kind, icon)


def commitment_tag(commitment: Commitment) -> Tag:
    """Return the one tag that tells where a public commitment stands."""
    if commitment.state == Commitment.State.WITHDRAWN:
        return tag(_("Withdrawn"), "line", "stop")
    if commitment.state == Commitment.State.ON_HOLD:
        return tag(_("On hold: a report is due"), "warn", "late")
    if commitment.state == Commitment.State.CLOSED:
        return tag(_("Closed: %(outcome)s") % {"outcome": commitment.get_outcome_display()}, "line", "stop")
    return progress_tag(commitment.progress)


def life_of(commitment: Commitment) -> dict[str, str]:
    """Return in words where a commitment is in its life: `note`, when there is something to know, and small `lines`."""
    note, lines = "", []
    if commitment.state == Commitment.State.ON_HOLD and commitment.next_report_on:
        note = _("Report due since %(day)s. The commitment is on hold until the city reports.")
        note %= {"day": local.day(commitment.next_report_on)}
    elif commitment.state == Commitment.State.CLOSED and commitment.closed_at:
        note = _("The city closed this commitment on %(day)s: %(outcome)s. Its final report says how it went.")
        note %= {"day": local.day(commitment.closed_at), "outcome": commitment.get_outcome_display()}
    if commitment.last_confirmed_on:
        lines.append(_("Last confirmed by the city on %(day)s.") % {"day": local.day(commitment.last_confirmed_on)})
    if commitment.state == Commitment.State.ACTIVE and commitment.next_report_on:
        lines.append(_("Next progress report due by %(day)s.") % {"day": local.day(commitment.next_report_on)})
    return {"note": note, "line": " ".join(lines)}


def bar_kind(commitment: Commitment) -> str:
    """Return the colour of a commitment's bar."""
    if commitment.state == Commitment.State.WITHDRAWN:
        return "mute"
    return _BARS.get(Progress(commitment.progress), "mute")


def origin_of(commitment: Commitment, city: City) -> str:
    """Return whose text it is; everything of an invented city is invented."""
    return city.origin if city.origin == City.Origin.SAMPLE else commitment.origin


def origin_tag(origin: str) -> Tag | None:
    """Return the mark of everything that no city sent in; None for what a city submitted itself."""
    if origin == Commitment.Origin.COMPILED:
        return tag(_("Compiled from public sources"), "line", "web")
    if origin == Commitment.Origin.SAMPLE:
        return tag(_("Invented sample"), "line")
    return None


def city_tag(city: Any) -> Tag:
    """Return the one tag of a city in a list. `city` carries `label_until` and `has_applied`, see queries.cities."""
    if settings.LABEL_ENABLED and city.label_until:
        if city.label_until < timezone.localdate():
            return tag(_("Label held, renewal pending"), "ok", "ok")
        return tag(_("Label held until %(month)s") % {"month": local.month(city.label_until)}, "ok", "ok")
    if settings.LABEL_ENABLED and city.has_applied:
        return tag(_("Applied for the label"), "go", "go")
    return membership_tag(city)


def membership_tag(city: City) -> Tag:
    """Return whether a city joined; membership is not a statement about quality."""
    if city.membership == City.Membership.COMMITTED:
        return tag(City.Membership.COMMITTED.label, "", "plan")
    if city.membership == City.Membership.INTERESTED:
        return tag(City.Membership.INTERESTED.label)
    return origin_tag(city.origin) or tag(City.Membership.NONE.label, "line", "web")


def city_place(city: City) -> str:
    """Return region and country: "Styria, Austria"."""
    return ", ".join(part for part in (city.region, country_name(city.country)) if part)


def pillar_name(pillar: str) -> str:
    """Return the plural under which elements are grouped: Foundations, Structures, Tools."""
    names = {"foundation": _("Foundations"), "structure": _("Structures"), "tool": _("Tools")}
    return names.get(pillar, pillar)


def lang(language: str) -> str:
    """Return the language of a text for `lang=`, or nothing when it is the page's own or not known."""
    return "" if language == interface_language(get_language() or SOURCE) else language


def year(date: dt.date) -> str:
    """Return the year alone."""
    return f"{date:%Y}"


def being_checked(number: int) -> str:
    """Return what the public hears of submissions that wait for the office; nothing when there are none."""
    if not number:
        return ""
    return ngettext("%(n)d submission being checked.", "%(n)d submissions being checked.", number) % {"n": number}


def period(start: dt.date | None, end: dt.date | None, *, years: bool = False) -> str:
    """Return from when to when, as far as it is known; `years` where a source gives nothing finer."""
    write = year if years else local.month
    first = write(start) if start else ""
    last = write(end) if end else ""
    if first and last:
        return first if first == last else _("%(start)s to %(end)s") % {"start": first, "end": last}
    if first:
        return pgettext("period without an end", "From %(start)s") % {"start": first}
    return _("Until %(end)s") % {"end": last} if last else ""
