"""The profile of one city in five queries: city with its facts, commitments, links, evidence, similar cities."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import BigIntegerField, CharField, DateField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from cities.models import City, CityFact, Mandate
from cities.queries.translations import also_profile_texts
from commitments.models import Evidence
from commitments.queries import CityCommitments, LinkRow, city_commitments, links_of_city
from core.aggregates import JsonRows
from core.languages import SOURCE
from core.prepared import Given, Prepared
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


def city_page(slug: str) -> CityPage:
    """Return the profile of a public city. Five queries.

    Raises: Http404 when no public city has this address.
    """
    values = {"slug": slug, "day": timezone.localdate(), "language": get_language() or SOURCE}
    found = _profile(**values) if len(slug) <= SLUG_LENGTH else []
    if not found:
        raise Http404
    city, commitments = found[0], city_commitments(found[0])
    return CityPage(
        city=city,
        commitments=commitments,
        links=links_of_city(city.pk, [row.pk for row in commitments.rows]),
        evidence=latest_evidence(city),
        facts=sorted(map(Fact.read, city.facts_told or []), key=Fact.place),
        similar=similar_cities(city),
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
    return _latest_evidence(city=city.pk)


@Prepared
def _latest_evidence() -> QuerySet[Evidence]:
    shown = Evidence.objects.public().opened().filter(city=Given("city", BigIntegerField()), archive_of=None)
    return shown.select_related("archive").order_by("-created_at", "-pk")[: EVIDENCE_SHOWN + 1]


@Prepared
def _profile() -> QuerySet[City]:
    texts = also_profile_texts(Given("language", CharField()))
    return _with_label(with_mandate(City.objects.public())).annotate(**texts).filter(slug=Given("slug", CharField()))


def with_mandate(cities: QuerySet[City]) -> QuerySet[City]:
    """Add what the latest mandate on file says, as `mandate_title`, `mandate_starts_on` and so on."""
    mandates = Mandate.objects.on_file().filter(city=OuterRef("pk")).order_by("-starts_on", "-pk")
    return cities.annotate(**{f"mandate_{name}": Subquery(mandates.values(name)[:1]) for name in _MANDATE})


def _with_label(cities: QuerySet[City]) -> QuerySet[City]:
    labels = (
        Label.objects.begun(at=Given("day", DateField())).filter(city=OuterRef("pk")).order_by("-valid_from", "-pk")
    )
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
