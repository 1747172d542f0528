"""What changed in the public record since an event of the audit chain, and which followed search it concerns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cities.models import City
from commitments.models import FROZEN_STATES, Commitment, CommitmentVersion, ProgressReport
from commitments.queries import Event, Search, search_commitments
from core.models import AuditEvent
from labels.models import DecisionEntry
from labels.queries.cities import cities_with_label, search_cities
from labels.queries.news import Place, place_of, text_of, told_entries
from participation.filters import Filters
from participation.models import Alert, LabelStatement

VERSION, REPORT, LISTED, JOINED, COMMITTED = "version", "report", "listed", "joined", "committed"
LABEL, STATEMENT = "label", "statement"
OF_VERSION, OF_REPORT = "commitments.commitmentversion", "commitments.progressreport"
OF_COMMITMENT = "commitments.commitment"
OF_LOG, OF_STATEMENT = "labels.decisionentry", "participation.labelstatement"
# What the public hears of: table and act in the audit chain -> kind of change.
ACTS = {
    (OF_VERSION, "publish"): VERSION,
    (OF_VERSION, "publish_compiled"): VERSION,
    (OF_REPORT, "publish"): REPORT,
    (OF_COMMITMENT, "hold"): "hold",
    (OF_COMMITMENT, "resume"): "resume",
    (OF_COMMITMENT, "close"): "close",
    (OF_COMMITMENT, "withdraw"): "withdrawn",
    ("cities.city", "list_compiled"): LISTED,
    ("cities.city", "admit_city"): JOINED,
    ("cities.city", "become_committed"): COMMITTED,
    (OF_LOG, "decision_logged"): LABEL,
    (OF_STATEMENT, "publish"): STATEMENT,
}
# The time of a change and the event that tells of it are written in one transaction, but not at one moment.
SLACK = dt.timedelta(hours=1)
Rows = dict[int, dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """One public change, as a mail tells it. `commitment` is 0 when it is the city itself, or its label, that changed.

    `place` is the page of a label or an application that shows it.
    """

    seq: int
    city: int
    commitment: int
    city_name: str
    slug: str
    event: Event
    place: Place | None = None

    @property
    def words(self) -> str:
        """Return what happened, in the reader's language."""
        if self.event.kind == LISTED:
            return _("Listed from public sources")
        if self.event.kind == JOINED:
            return _("The city takes part now")
        if self.event.kind == COMMITTED:
            return _("Committed city now")
        if self.event.kind == STATEMENT:
            return _("Statement on the application for the label published")
        if self.event.kind.startswith(LABEL):
            return str(DecisionEntry.Act(self.event.kind.removeprefix(f"{LABEL} ")).label)
        return self.event.title

    @property
    def path(self) -> str:
        """Return the address of the page that shows it, in the reader's language."""
        if self.place is not None and self.place.kind != "city":
            return reverse(f"portal:{self.place.kind}", args=[self.place.key])
        if not self.commitment:
            return reverse("portal:city", args=[self.slug])
        if self.event.number:
            return reverse("portal:version", args=[self.event.code, self.event.number])
        return reverse("portal:commitment", args=[self.event.code])


@dataclass(frozen=True)
class Found:
    """The public changes between two events of the chain, oldest first; `until` is the last event that was read."""

    changes: list[Change]
    until: int


def changes_between(after: int, until: int, *, most: int) -> Found:
    """Return what became public after one event of the audit chain, up to and with another. Seven queries at most.

    Args:
        after: number of the last event that is known.
        until: number of the newest event to read.
        most: how many events to read; `until` of the answer then says where to go on.
    """
    rows = AuditEvent.objects.filter(seq__gt=after, seq__lte=until, action__in={act for _table, act in ACTS})
    columns = rows.order_by("seq").values_list("seq", "at", "action", "object_ref", "scope")
    events = list(columns[:most])
    read = _Read(events)
    return Found(read.changes(), events[-1][0] if len(events) == most else until)


class _Read:
    """Events of the chain with the rows they are about."""

    def __init__(self, events: list[tuple]) -> None:
        self.events = [
            (seq, at, kind, table, int(pk), scope)
            for seq, at, act, (table, pk), scope in ((s, a, t, r.rpartition(":")[::2], c) for s, a, t, r, c in events)
            if (kind := ACTS.get((table, act))) and pk.isdecimal()
        ]
        versions = CommitmentVersion.objects.filter(pk__in=self._keys(OF_VERSION), state__in=FROZEN_STATES)
        reports = ProgressReport.objects.published().filter(pk__in=self._keys(OF_REPORT))
        self.texts = {
            OF_VERSION: _by_key(versions.values("pk", "commitment", "number", "title", "language", "change_reason")),
            OF_REPORT: _by_key(reports.values("pk", "commitment", "text", "language", "progress", "reason", "as_of")),
        }
        known = {row["commitment"] for rows in self.texts.values() for row in rows.values()}
        self.commitments = _commitments(known | self._keys(OF_COMMITMENT))
        self.log = {row.pk: row for row in told_entries().filter(pk__in=self._keys(OF_LOG))}
        said = LabelStatement.objects.published().filter(pk__in=self._keys(OF_STATEMENT)).select_related("application")
        self.said = {row.pk: row for row in said if settings.LABEL_ENABLED}
        cities = {row["city"] for row in self.commitments.values()} | {self._city(event) for event in self.events}
        cities |= {row.application.city_id for row in self.said.values()}
        named = Q(pk__in=cities) | Q(slug__in={row.city_slug for row in self.log.values()})
        self.cities = _by_key(City.objects.public().filter(named).values("pk", "name", "slug"))
        self.by_slug = {row["slug"]: row for row in self.cities.values()}

    def _keys(self, table: str) -> set[int]:
        return {event[4] for event in self.events if event[3] == table}

    @staticmethod
    def _city(event: tuple) -> int:
        """Return the city of an event about a city: its scope."""
        table, _colon, pk = event[5].rpartition(":")
        return int(pk) if table == "cities.city" and pk.isdecimal() else 0

    def changes(self) -> list[Change]:
        """Return what is public of it now."""
        return [change for event in self.events if (change := self._change(event))]

    def _change(self, event: tuple) -> Change | None:
        seq, at, kind, table, pk, _scope = event
        if kind == LABEL:
            return self._of_log(seq, pk)
        if kind == STATEMENT:
            return self._of_statement(seq, pk)
        text = self.texts[table].get(pk) if table in self.texts else None
        key = text["commitment"] if text else pk * (table == OF_COMMITMENT)
        commitment = self.commitments.get(key)
        city = self.cities.get(commitment["city"] if commitment else self._city(event))
        if city is None or (table.startswith("commitments.") and not commitment):
            return None
        told = _event(kind, at, commitment or {}, text or {})
        return Change(seq, city["pk"], key, city["name"], city["slug"], told)

    def _of_log(self, seq: int, pk: int) -> Change | None:
        entry = self.log.get(pk)
        city = self.by_slug.get(entry.city_slug) if entry else None
        if entry is None or city is None:
            return None
        event = Event(f"{LABEL} {entry.act}", entry.at, "", "", text_of(entry), "")
        return Change(seq, city["pk"], 0, city["name"], city["slug"], event, place_of(entry))

    def _of_statement(self, seq: int, pk: int) -> Change | None:
        said = self.said.get(pk)
        city = self.cities.get(said.application.city_id) if said else None
        if said is None or said.published_at is None or city is None:
            return None
        event = Event(STATEMENT, said.published_at, "", "", said.text, said.language)
        place = Place("application", said.application.reference)
        return Change(seq, city["pk"], 0, city["name"], city["slug"], event, place)


def _event(kind: str, at: dt.datetime, commitment: dict[str, Any], text: dict[str, Any]) -> Event:
    said = text.get("change_reason") or text.get("text") or ""
    return Event(
        kind=kind,
        at=at,
        code=commitment.get("code", ""),
        commitment_title=text.get("title") or commitment.get("title") or "",
        text=commitment["public_reason"] if kind == "withdrawn" else said,
        language=text.get("language") or commitment.get("language") or "",
        reason=text.get("reason", ""),
        progress=text.get("progress", ""),
        number=text.get("number", 0),
        as_of=text.get("as_of"),
    )


def _by_key(rows: QuerySet[Any, Any]) -> Rows:
    return {row["pk"]: row for row in rows}


def _commitments(pks: set[int]) -> Rows:
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(pk__in=pks).annotate(
        title=Subquery(texts.values("title")[:1]), language=Subquery(texts.values("language")[:1])
    )
    return _by_key(rows.values("pk", "code", "city", "public_reason", "title", "language"))


def found_by(
    wanted: Sequence[tuple[Filters, str]], *, since: dt.datetime, cities: Iterable[int] = ()
) -> list[set[int]]:
    """Return, for each search, the commitments or cities that fit it and changed lately; withdrawn ones as well.

    One query for all of them, with the same search as the lists.

    Args:
        wanted: filters with the language of who asked: the search knows countries by their names in it.
        since: the moment before which nothing counts.
        cities: those of which something is told that their own row does not know, as of their label.
    """
    told = set(cities)
    found: list[set[int]] = [set() for _one in wanted]
    parts = [_matching(filters, language, place, since, told) for place, (filters, language) in enumerate(wanted)]
    if not parts:
        return found
    rows: Iterable[tuple[int, int]] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for place, pk in rows:
        found[place].add(pk)
    return found


def _matching(filters: Filters, language: str, place: int, since: dt.datetime, cities: set[int]) -> QuerySet[Any, Any]:
    recent: Any = Q(changed_at__gte=since - SLACK)
    with translation.override(language):
        if filters.subject == Alert.Subject.COMMITMENTS:
            rows: QuerySet[Any] = _commitments_found(filters)
        else:
            rows = _cities_found(filters)
            recent |= Exists(Commitment.objects.filter(recent, city=OuterRef("pk"))) | Q(pk__in=cities)
    return rows.filter(recent).order_by().values_list(Value(place, output_field=IntegerField()), "pk")


def _commitments_found(filters: Filters) -> QuerySet[Commitment]:
    many: dict[str, Any] = {name: filters.get(name) for name in ("country", "status", "progress")}
    plain = ("q", "city", "slug", "code", "region", "element", "right", "area", "group", "goal", "language", "year")
    held = filters.get("label") and settings.LABEL_ENABLED
    cities = cities_with_label() if held else None
    one: dict[str, Any] = {name: filters.one(name) for name in plain}
    return search_commitments(Search(**many, **one, cities=cities, withdrawn=True))


def _cities_found(filters: Filters) -> QuerySet[City]:
    rows = City.objects.public()
    if slug := filters.one("slug"):
        rows = rows.filter(slug=slug)
    many = {name: filters.get(name) for name in ("status", "country")}
    return search_cities(rows, q=filters.one("q"), region=filters.one("region"), **many)


def alerts_of_address(email_hash: str) -> list[Alert]:
    """Return the confirmed alerts of one address, oldest first. One query."""
    return list(Alert.objects.confirmed().filter(email_hash=email_hash))
