"""Cities with something in common: the country, the size, a field of work. Never by how much or how well they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from cities.models import City
from commitments.models import CommitmentVersion
from commitments.queries.rollups import COUNTED_STATES
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


def similar_cities(city: City, areas: Iterable[str]) -> list[Similar]:
    """Return up to four cities like this one: of its country first, then of its size, then by name. One query.

    Args:
        city: the city of the profile.
        areas: codes of the policy areas that its commitments name.
    """
    texts = CommitmentVersion.objects.published().filter(commitment__state__in=COUNTED_STATES)
    theirs = texts.filter(commitment__city=OuterRef("pk"), policy_areas__code__in=list(areas))
    pool = City.objects.public().exclude(pk=city.pk)
    pool = pool if city.origin == City.Origin.SAMPLE else pool.exclude(origin=City.Origin.SAMPLE)
    size = _size(city.population)
    near = [Q(country=city.country), size, Exists(theirs)]
    named = Q()
    for reason in near:
        named |= Q(pk__in=pool.filter(reason).by_name().values("pk")[:SHOWN])
    shared = PolicyArea.objects.filter(code__in=list(areas)).filter(
        Exists(texts.filter(commitment__city=OuterRef(OuterRef("pk")), policy_areas=OuterRef("pk")))
    )
    rows = City.objects.filter(named).annotate(area=Subquery(shared.order_by("order").values("name")[:1]))
    low, high = _bounds(city.population)
    found = [
        Similar(row, row.country == city.country, low <= (row.population or 0) <= high, row.area or "") for row in rows
    ]
    return sorted(found, key=_place)[:SHOWN]


def _place(similar: Similar) -> tuple:
    return not similar.same_country, not similar.similar_size, fold(similar.city.name), similar.city.pk


def _bounds(population: int | None) -> tuple[float, float]:
    return (population * SMALLER, population * LARGER) if population else (1, 0)


def _size(population: int | None) -> Q:
    low, high = _bounds(population)
    return Q(population__gte=low, population__lte=high)
