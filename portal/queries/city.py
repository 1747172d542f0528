"""The profile of one city in five queries: city with its facts, commitments, links, evidence, similar cities."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from cities.models import City, CityFact, Mandate
from commitments.models import Evidence
from commitments.queries import CityCommitments, LinkRow, city_commitments, links_of
from core.aggregates import JsonRows
from framework.models import Network
from labels.models import Decision, Label, LabelApplication, LabelStatus, status_on
from labels.models.application import RUNNING_STATES
from portal.queries.similar import Similar, similar_cities

SLUG_LENGTH = 80
EVIDENCE_SHOWN = 5
_LABEL = ("code", "state", "granted_on", "valid_from", "valid_until", "carried_by")
_DECISION = ("outcome", "reasons", "closed_at")
_MANDATE = ("pk", "title", "decided_on", "starts_on", "ends_on", "is_public", "file_name", "scan_state")


@dataclass(frozen=True)
class Fact:
    """Something public sources say about the city; `network` is the name of a network, empty for other kinds."""

    pk: int
    kind: str
    title: str
    since: int | None
    element_code: str
    note: str
    source_url: str
    network: str

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """Return what `_facts` read with the city."""
        return cls(**row | {"network": row["network"] or ""})

    def place(self) -> tuple[Any, ...]:
        """Return where it stands among the others: by kind and year, without a year at the end."""
        return self.kind, self.since is None, self.since, self.pk


@dataclass(frozen=True)
class CityPage:
    """A city with everything its profile shows. The annotations of `city` are read through `label_status`."""

    city: Any
    commitments: CityCommitments
    links: dict[int, dict[str, list[LinkRow]]]
    evidence: list[Evidence]
    facts: list[Fact]
    similar: list[Similar]

    def label_status(self, today: dt.date) -> LabelStatus | None:
        """Return what the latest label of the city is today; None when it never had one."""
        if not self.city.label_code:
            return None
        city = self.city
        is_carried = city.label_carried_by is not None
        return status_on(city.label_state, city.label_valid_from, city.label_valid_until, today, is_carried=is_carried)


def city_page(slug: str, *, also: dict[str, Any]) -> CityPage:
    """Return the profile of a public city. Five queries.

    Args:
        slug: its address.
        also: what else is read with the city, such as its texts in another language.

    Raises: Http404 when no public city has this address.
    """
    rows = _with_label(with_mandate(City.objects.public())).annotate(**also)
    city: Any = rows.filter(slug=slug).first() if len(slug) <= SLUG_LENGTH else None
    if city is None:
        raise Http404
    commitments = city_commitments(city)
    links = links_of([row.pk for row in commitments.rows])
    areas = sorted({row.code for found in links.values() for row in found["policy_areas"]})
    return CityPage(
        city=city,
        commitments=commitments,
        links=links,
        evidence=latest_evidence(city),
        facts=sorted(map(Fact.read, city.facts_told or []), key=Fact.place),
        similar=similar_cities(city, areas),
    )


def public_city(slug: str) -> City:
    """Return a public city by its address. One query.

    Raises: Http404 when there is none.
    """
    city = City.objects.public().filter(slug=slug).first() if len(slug) <= SLUG_LENGTH else None
    if city is None:
        raise Http404
    return city


def latest_evidence(city: City) -> list[Evidence]:
    """Return the newest public evidence of a city's commitments, one more than is shown, to know of more. One query."""
    return list(
        Evidence.objects.public()
        .opened()
        .filter(city=city, archive_of=None)
        .select_related("archive")
        .order_by("-created_at", "-pk")[: EVIDENCE_SHOWN + 1]
    )


def with_mandate(cities: QuerySet[City]) -> QuerySet[City]:
    """Add what the latest mandate on file says, as `mandate_title`, `mandate_starts_on` and so on."""
    mandates = Mandate.objects.on_file().filter(city=OuterRef("pk")).order_by("-starts_on", "-pk")
    return cities.annotate(**{f"mandate_{name}": Subquery(mandates.values(name)[:1]) for name in _MANDATE})


def _with_label(cities: QuerySet[City]) -> QuerySet[City]:
    labels = Label.objects.begun().filter(city=OuterRef("pk")).order_by("-valid_from", "-pk")
    decisions = Decision.objects.filter(application__city=OuterRef("pk"), is_final=True).order_by("-closed_at", "-pk")
    applications = LabelApplication.objects.filter(city=OuterRef("pk"), state__in=RUNNING_STATES)
    return cities.annotate(
        has_applied=Exists(applications),
        facts_told=_facts(),
        application_reference=Subquery(applications.exclude(submitted_at=None).values("reference")[:1]),
        **{f"decision_{name}": Subquery(decisions.values(name)[:1]) for name in _DECISION},
        **{f"label_{name}": Subquery(labels.values(name)[:1]) for name in _LABEL},
    )


def _facts() -> Subquery:
    """Return an expression over a city: what public sources say about it, for `Fact.read`."""
    networks = Network.objects.filter(code=OuterRef("title"))
    own = {name: F(name) for name in ("pk", "kind", "title", "since", "element_code", "note", "source_url")}
    told = JSONObject(**own, network=Subquery(networks.values("name")[:1]))
    rows = CityFact.objects.filter(city=OuterRef("pk")).order_by().values("city")
    return Subquery(rows.annotate(rows=JsonRows(told)).values("rows"))
