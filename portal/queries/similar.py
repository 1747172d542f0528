"""Cities with something in common: the country, the size, a field of work. Never by how much or how well they do."""

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from cities.models import City, CityQuerySet
from commitments.models import CommitmentVersion
from commitments.queries.rollups import COUNTED_STATES
from core.prepared import Given, Prepared
from core.text import fold
from framework.models import PolicyArea

SHOWN = 4
SMALLER, LARGER = 0.7, 1.4


@dataclass(frozen=True)
class Similar:
    """A city, and what it has in common; `area` is a policy area of both, or empty."""

    city: Any
    same_country: bool
    similar_size: bool
    area: str


def similar_cities(city: City) -> list[Similar]:
    """Return up to four cities like this one: of its country first, then of its size, then by name. One query."""
    read = _among_all if city.origin == City.Origin.SAMPLE else _among_real
    low, high = _bounds(city.population)
    found = [
        Similar(row, row.country == city.country, low <= (row.population or 0) <= high, row.area or "")
        for row in read(city=city.pk, country=city.country, low=low, high=high)
    ]
    return sorted(found, key=_place)[:SHOWN]


@Prepared
def _among_all() -> QuerySet[City]:
    return _near(City.objects.public())


@Prepared
def _among_real() -> QuerySet[City]:
    return _near(City.objects.public().exclude(origin=City.Origin.SAMPLE))


def _near(pool: CityQuerySet) -> QuerySet[City]:
    """Return four cities of the pool for each reason; `area` is the first policy area that they share with this one."""
    this = Given("city", BigIntegerField())
    size = Q(population__gte=Given("low", IntegerField()), population__lte=Given("high", IntegerField()))
    texts = CommitmentVersion.objects.published().filter(commitment__state__in=COUNTED_STATES)
    named_here = CommitmentVersion.policy_areas.through.objects.filter(
        commitmentversion__in=texts.of_city(this).values("pk")
    ).values("policyarea")
    theirs = texts.filter(commitment__city=OuterRef("pk"), policy_areas__in=named_here)
    pool = pool.exclude(pk=this)
    near = Q()
    for reason in (Q(country=Given("country", CharField())), size, Exists(theirs)):
        near |= Q(pk__in=pool.filter(reason).by_name().values("pk")[:SHOWN])
    shared = PolicyArea.objects.filter(pk__in=named_here).filter(
        Exists(texts.filter(commitment__city=OuterRef(OuterRef("pk")), policy_areas=OuterRef("pk")))
    )
    return City.objects.filter(near).annotate(area=Subquery(shared.order_by("order").values("name")[:1]))


def _place(similar: Similar) -> tuple:
    return not similar.same_country, not similar.similar_size, fold(similar.city.name), similar.city.pk


def _bounds(population: int | None) -> tuple[int, int]:
    return (math.ceil(population * SMALLER), int(population * LARGER)) if population else (1, 0)
