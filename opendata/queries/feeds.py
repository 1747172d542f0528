"""What feeds tell: the newest public changes, of everything, of one city, of the commitments that fit a search, of an
application, of a label."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from cities.models import City
from commitments.models import Commitment
from commitments.queries import Event, city_events, latest_events
from labels.models import DecisionEntry
from labels.queries.log import log_entries
from labels.queries.news import entries_of_city, place_of, public_label, text_of
from labels.queries.public import entries_of_case, public_application
from opendata.params import CommitmentTableQuery
from opendata.queries import words
from opendata.queries.addresses import Addresses
from opendata.queries.tables import commitments_wanted
from participation.queries import SaidOnCase, statements_about, statements_on

MOST = 50


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. `key` is its permanent name, `language` that of `text`, `title_language` that of the
    title where it is known."""

    key: str
    url: str
    title: str
    text: str
    language: str
    at: dt.datetime
    title_language: str = ""


@dataclass(frozen=True)
class Feed:
    title: str
    page: str
    entries: list[Entry]


def feed_of_everything(to: Addresses) -> Feed:
    """Return the newest published texts and reports of all public cities. Three queries."""
    entries = _entries(latest_events(limit=MOST), to)
    return Feed(_("All changes of the public record"), to.commitments_page, entries)


def feed_of_city(slug: str, to: Addresses) -> Feed:
    """Return the newest changes of one city, of its commitments and of its label. Five queries.

    Raises: Http404 when there is no public city with this slug.
    """
    city = City.objects.public().filter(slug=slug).first()
    if city is None:
        raise Http404(_("There is no city with this address."))
    found = _entries(city_events(city, limit=MOST), to)
    if settings.LABEL_ENABLED:
        found += _of_log(entries_of_city(slug, limit=MOST), to)
        found += _of_statements(city.name, statements_about(city, limit=MOST), to)
    return Feed(city.name, to.city(city.slug), _newest(found))


def feed_of_application(reference: str, to: Addresses) -> Feed:
    """Return what happened to one application for the label: statements, the steps of the public log. Three queries.

    Raises: Http404 when the public knows no such application.
    """
    if not settings.LABEL_ENABLED:
        raise Http404
    case = public_application(reference)
    found = _of_log(entries_of_case(case), to)
    found += _of_statements(case.city.name, [(case.reference, row) for row in statements_on(case)], to)
    title = _("%(city)s: application for the label %(reference)s")
    words = {"city": case.city.name, "reference": case.reference}
    return Feed(title % words, to.application(case.reference), _newest(found))


def feed_of_label(code: str, to: Addresses) -> Feed:
    """Return what happened to one label: every act of the public log. Two queries.

    Raises: Http404 when the public knows no such label.
    """
    label = public_label(code)
    title = _("%(city)s: label %(code)s") % {"city": label.city.name, "code": label.code}
    return Feed(title, to.label(label.code), _of_log(log_entries(label=label.code)[:MOST], to))


def _newest(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]


def _of_log(rows: Iterable[DecisionEntry], to: Addresses) -> list[Entry]:
    """Name each act by its number in the public decision log."""
    found = []
    for row in rows:
        place = place_of(row)
        url = getattr(to, place.kind)(place.key) if place.key else to.log_page
        title = f"{row.city_name}: {row.get_act_display()}"
        found.append(Entry(f"{to.log_page}#log-{row.seq}", url, title, text_of(row), "", row.at))
    return found


def _of_statements(city: str, rows: Iterable[tuple[str, SaidOnCase]], to: Addresses) -> list[Entry]:
    """Name each statement by the page of the application it is about, and its own number."""
    title = _("%(city)s: statement on the application for the label") % {"city": city}
    return [
        Entry(
            f"{to.application(case)}#statement-{row.public_id}",
            to.application(case),
            title,
            row.text,
            row.language,
            row.published_at,
        )
        for case, row in rows
    ]


def feed_of_search(query: CommitmentTableQuery, to: Addresses, asked: str) -> Feed:
    """Return the commitments that fit a search, latest change first. One query.

    Args:
        query: filters of the list of commitments; its order does not count.
        to: full addresses.
        asked: the filters as they stand in the address, for the link to the page.
    """
    rows = commitments_wanted(query.model_copy(update={"sort": "changed"})).filter(versions__state="published")
    fields = ("code", "state", "progress", "changed_at", "city__name", "versions__title", "versions__language")
    entries = [
        Entry(
            key=to.commitment(code),
            url=to.commitment(code),
            title=f"{city}: {title}",
            text=words.progress()[progress] if state == Commitment.State.ACTIVE else words.states()[state],
            language="en",
            at=changed,
            title_language=language,
        )
        for code, state, progress, changed, city, title, language in rows.values_list(*fields)[:MOST]
    ]
    page = f"{to.commitments_page}?{asked}" if asked else to.commitments_page
    return Feed(_("Commitments that fit a search") if asked else _("All commitments"), page, entries)


def _entries(events: Iterable[Event], to: Addresses) -> list[Entry]:
    """Name every event by the address of what it published, with the number of the report behind it."""
    found = list(events)
    cities = dict(Commitment.objects.filter(code__in={event.code for event in found}).values_list("code", "city__name"))
    return [
        Entry(
            key=_key(event, to),
            url=to.version(event.code, event.number) if event.number else to.commitment(event.code),
            title=f"{cities[event.code]}: {event.commitment_title} ({event.title})",
            text=event.text,
            language=event.language,
            at=event.at,
            title_language=event.language if event.number else "",
        )
        for event in found
    ]


def _key(event: Event, to: Addresses) -> str:
    if event.number:
        return to.version(event.code, event.number)
    return f"{to.commitment(event.code)}#report-{event.report}"
