"""The register of acts in words, and the way through its pages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import local
from participation.models import CounterEvidence, LabelStatement
from portal.queries import acts as register
from portal.queries.acts import KINDS, Act, Look
from portal.words import Row
from review.models import Deadline

FIRST_YEAR = 2026
FEWEST_SHOWN = 10
NAMES = {
    register.JOINED: gettext_lazy("City joined"),
    register.PUBLISHED: gettext_lazy("Commitment published"),
    register.RETURNED: gettext_lazy("Commitment sent back before it was published"),
    register.REPORT_PUBLISHED: gettext_lazy("Progress report published"),
    register.REPORT_RETURNED: gettext_lazy("Progress report sent back before it was published"),
    register.WITHDRAWN: gettext_lazy("Commitment withdrawn by the city"),
    register.GRANTED: gettext_lazy("Label granted"),
    register.NOT_GRANTED: gettext_lazy("Label not granted"),
    register.DEADLINE: gettext_lazy("Deadline changed"),
    register.MANDATE: gettext_lazy("Mandate of a city verified"),
    register.HELD: gettext_lazy("Commitment on hold: no report came"),
    register.RESUMED: gettext_lazy("Commitment no longer on hold: the city has reported"),
    register.CLOSED: gettext_lazy("Commitment closed with a final report"),
    register.SAID: gettext_lazy("Counter-evidence published"),
    register.NOT_SAID: gettext_lazy("Counter-evidence not published"),
    register.SPOKEN: gettext_lazy("Statement on a label application published"),
    register.NOT_SPOKEN: gettext_lazy("Statement on a label application not published"),
    "label_suspended": gettext_lazy("Label suspended"),
    "label_reinstated": gettext_lazy("Suspension ended"),
    "label_revoked": gettext_lazy("Label revoked"),
    "label_withdrawn": gettext_lazy("Label given back by the city"),
    "label_expired": gettext_lazy("Label expired"),
    "label_on_hold": gettext_lazy("Label on hold: no report came"),
    "label_resumed": gettext_lazy("Label no longer on hold: the city has reported"),
    "label_break_glass": gettext_lazy("Emergency change past the two signatures"),
}


def look_of(request: HttpRequest) -> Look:
    """Return what the address asks for; nonsense asks for nothing."""
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    years = {str(known): known for known in years_offered()}
    return Look(kind if kind in KINDS else "", years.get(year, 0), _place(request.GET.get("before", "")))


def years_offered() -> range:
    """Return the years that can be chosen, latest first."""
    return range(timezone.localdate().year, FIRST_YEAR - 1, -1)


def next_url(look: Look, last: Act) -> str:
    """Return the address of the page after the one that ends with `last`; the filters stay."""
    at, index, pk = last.place
    kept = {"kind": look.kind, "year": look.year or ""}
    pairs = [(name, value) for name, value in kept.items() if value]
    return f"?{urlencode([*pairs, ('before', f'{at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%f}_{-index}_{pk}')])}"


def _place(text: str) -> tuple[dt.datetime, int, int] | None:
    moment, _bar, rest = text[:60].partition("_")
    index, _bar, pk = rest.partition("_")
    try:
        at = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    if not (index.isdecimal() and index.isascii() and pk.isdecimal() and pk.isascii()):
        return None
    return at, -int(index[:3]), int(pk[:18])


def choices(look: Look) -> dict[str, list[Row]]:
    """Return the options of both filters."""
    kinds = [{"value": kind, "text": NAMES[kind], "chosen": kind == look.kind} for kind in KINDS]
    years = [{"value": year, "text": year, "chosen": year == look.year} for year in years_offered()]
    return {"kinds": kinds, "years": years}


def row_of(act: Act) -> Row:
    """Return one line of the register."""
    return {
        "at": act.at,
        "what": NAMES[act.kind],
        "city": act.city,
        "city_slug": act.slug,
        "title": act.title or act.code,
        "language": act.language,
        "url": _url(act),
        "text": _deadline(act.data) if act.data else "",
        "reasons": _moderated(act),
        "rules": act.rules,
    }


def _url(act: Act) -> str:
    if not act.code:
        return ""
    if act.number:
        return reverse("portal:version", args=[act.code, act.number])
    return reverse("portal:commitment", args=[act.code])


def _moderated(act: Act) -> str:
    """Return why; of a text of others that was not published one of the known reasons, never what was written."""
    kinds = {register.NOT_SAID: CounterEvidence.Reason, register.NOT_SPOKEN: LabelStatement.Reason}
    if act.kind not in kinds:
        return act.reasons
    return capfirst(str(dict(kinds[act.kind].choices).get(act.reasons, act.reasons)))


def _deadline(data: dict[str, Any]) -> str:
    names = dict(Deadline.Key.choices)
    key = str(data.get("key", ""))
    given = {"what": names.get(key, key), "old": data.get("old"), "new": data.get("new")}
    return _("%(what)s: %(new)s days instead of %(old)s") % given


def counted_rows(counts: dict[str, int]) -> list[str]:
    """Return in words what is only counted; a small number is not told exactly."""
    names = {
        "returned": _("Commitments sent back that are not public"),
        "report_returned": _("Progress reports sent back that are not public"),
        "refused": _("Commitments refused"),
        "report_refused": _("Progress reports refused"),
        "join_refused": _("Requests to join refused"),
        "mandate_refused": _("Mandates not accepted"),
    }
    return [f"{name}: {_about(counts[key])}" for key, name in names.items()]


def _about(number: int) -> str:
    if 0 < number < FEWEST_SHOWN:
        few = ngettext("fewer than %(most)s", "fewer than %(most)s", FEWEST_SHOWN)
        return few % {"most": FEWEST_SHOWN}
    return local.number(number)
