"""Atom feeds: whatever a list of the portal shows can be followed in any feed reader, without an account."""

import datetime as dt
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from opendata import reply
from opendata.params import CommitmentTableQuery
from opendata.queries.addresses import Addresses, base_of
from opendata.queries.feeds import (
    Entry,
    Feed,
    feed_of_application,
    feed_of_city,
    feed_of_everything,
    feed_of_label,
    feed_of_search,
)

ATOM = "application/atom+xml; charset=utf-8"
LISTS = {name for name, field in CommitmentTableQuery.model_fields.items() if field.default == []}


@require_safe
def all_changes(request: HttpRequest) -> HttpResponse:
    """The newest published texts and reports of all cities."""
    with translation.override("en"):
        return _atom(request, feed_of_everything(Addresses(request)))


@require_safe
def city_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published texts and reports of one city, and what happened to its label."""
    with translation.override("en"):
        return _atom(request, feed_of_city(slug, Addresses(request)))


@require_safe
def application_changes(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened to one application for the label."""
    with translation.override("en"):
        return _atom(request, feed_of_application(reference, Addresses(request)))


@require_safe
def label_changes(request: HttpRequest, code: str) -> HttpResponse:
    """What happened to one label."""
    with translation.override("en"):
        return _atom(request, feed_of_label(code, Addresses(request)))


@require_safe
def commitment_changes(request: HttpRequest) -> HttpResponse:
    """The commitments that fit the filters of the address, the same as on the list of commitments."""
    asked = request.GET
    given = {name: asked.getlist(name) if name in LISTS else asked[name] for name in asked if name != "page"}
    if unknown := [name for name in given if name not in CommitmentTableQuery.model_fields]:
        names = ", ".join(CommitmentTableQuery.model_fields)
        return _refused([f"{name[:60]}: there is no such filter. Use: {names}." for name in unknown[:10]])
    with translation.override("en"):
        try:
            query = CommitmentTableQuery.model_validate(given)
        except ValidationError as error:
            faults = error.errors()
            return _refused([f"{one['loc'][0]}: {one['msg'].removeprefix('Value error, ')}" for one in faults])
        kept = asked.copy()
        kept.pop("page", None)
        return _atom(request, feed_of_search(query, Addresses(request), kept.urlencode()))


def _refused(lines: list[str]) -> HttpResponse:
    """Say in one line for each filter what to mend: a feed reader shows this to its owner."""
    return HttpResponse("\n".join(lines), status=400, content_type="text/plain; charset=utf-8")


def _atom(request: HttpRequest, feed: Feed) -> HttpResponse:
    address = f"{base_of(request)}{request.get_full_path()}"
    latest = max((entry.at for entry in feed.entries), default=None)
    body = "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
            f"<id>{escape(address)}</id>",
            f"<title>{escape(feed.title)} – {escape(settings.PORTAL_NAME)}</title>",
            f"<updated>{_moment(latest or dt.datetime(2000, 1, 1, tzinfo=dt.UTC))}</updated>",
            f"<author><name>{escape(settings.PORTAL_NAME)}</name></author>",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(address)}/>',
            f'<link rel="alternate" type="text/html" href={quoteattr(feed.page)}/>',
            *(_entry(entry) for entry in feed.entries),
            "</feed>\n",
        ]
    )
    return reply.send_bytes(request, body.encode(), content_type=ATOM, changed=latest)


def _entry(entry: Entry) -> str:
    language, named = (
        f" xml:lang={quoteattr(code)}" if code else "" for code in (entry.language, entry.title_language)
    )
    return "\n".join(
        [
            "<entry>",
            f"<id>{escape(entry.key)}</id>",
            f"<title{named}>{escape(entry.title)}</title>",
            f"<updated>{_moment(entry.at)}</updated>",
            f'<link rel="alternate" type="text/html" href={quoteattr(entry.url)}/>',
            f"<summary{language}>{escape(entry.text)}</summary>",
            "</entry>",
        ]
    )


def _moment(at: dt.datetime) -> str:
    return timezone.localtime(at, dt.UTC).isoformat(timespec="seconds")
