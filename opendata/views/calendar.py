"""The private calendar of one person. Its address is the key: only the hash is stored, and it can be renewed."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from accounts.queries import calendar_owner
from opendata.queries.calendar import entries_of
from opendata.queries.days import Entry

REFRESH = "PT12H"


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Every date of its owner as a whole day, in the owner's language; empty for somebody without a role."""
    person = calendar_owner(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        body = _file(entries_of(person)).to_ical()
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "no-store", "Content-Disposition": 'inline; filename="dates.ics"'},
    )


def _file(entries: list[Entry]) -> Calendar:
    found = Calendar()
    found.add("prodid", f"-//{settings.PORTAL_NAME}//{settings.VERSION}//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("%(portal)s: your dates") % {"portal": settings.PORTAL_NAME})
    found.add("x-published-ttl", REFRESH)
    now = timezone.now()
    for entry in entries:
        found.add_component(_event(entry, now))
    return found


def _event(entry: Entry, now: dt.datetime) -> Event:
    """A whole day has no hour and no zone, so that no change of the clocks can move it."""
    base = settings.PORTAL_BASE_URL.rstrip("/")
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(base).hostname or 'portal'}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", f"{base}{entry.path}")
    event.add("transp", "TRANSPARENT")
    return event
