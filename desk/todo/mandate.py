"""The mandate of the reader's cities: missing, ending or ended; and nobody left who can sign off."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.rules import is_approver
from core.local import day
from desk.queries import Dashboard
from desk.todo.words import Row
from review.deadlines import days

LONGEST_NOTICE = 366  # days: nearer ends are compared with the deadline the office has set


def notes(user: Any, data: Dashboard) -> list[Row]:
    """One note for each city whose mandate needs something, and each without an approver."""
    return [note for city in data.cities for note in (_mandate(user, city), _nobody(city)) if note]


def _mandate(user: Any, city: Any) -> Row | None:
    if city.membership == "interested":
        words = _("%(city)s is interested so far: the council's decision is still to come.") % {"city": city}
        return _note(user, city, words, _("Hand in the decision"))
    today, until = timezone.localdate(), city.mandate_until
    if until is None or until > today + dt.timedelta(LONGEST_NOTICE):
        return None
    if until < today:
        words = _("The mandate of %(city)s ended on %(date)s. New texts wait until it is re-affirmed.")
    elif until <= today + dt.timedelta(days("mandate_notice")):
        words = _("The mandate of %(city)s ends on %(date)s. Say who follows, and let it be re-affirmed.")
    else:
        return None
    return _note(user, city, words % {"city": city, "date": day(until)}, _("Re-affirm the mandate"))


def _note(user: Any, city: Any, words: str, link: str) -> Row:
    link = link if is_approver(user, city) else _("See the mandate")
    return {"strong": words, "url": reverse("desk:mandate", args=[city.slug]), "link": link, "after": ""}


def _nobody(city: Any) -> Row | None:
    if city.approvers:
        return None
    words = _("Nobody can sign off for %(city)s: it has no approver. The review office can appoint one.")
    url = reverse("desk:members", args=[city.slug])
    return {"strong": words % {"city": city}, "url": url, "link": _("See the team"), "after": ""}
