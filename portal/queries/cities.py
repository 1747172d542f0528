"""The list of cities: what the commitments of each come to, and how many cities each filter would show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment, Progress
from labels.models import Label
from labels.queries.cities import STATUS_COMPILED, STATUS_LABEL

COUNTED_FOR = 60


@dataclass(frozen=True)
class Tally:
    """How many public commitments a city has; withdrawn ones do not count."""

    all: int = 0
    done: int = 0


def tallies(city_ids: Iterable[int]) -> dict[int, Tally]:
    """Return how many public commitments each city has. One query."""
    ids = list(city_ids)
    rows = Commitment.objects.public().exclude(state=Commitment.State.WITHDRAWN).filter(city__in=ids)
    counted = rows.values_list("city_id").annotate(all=Count("pk"), done=Count("pk", filter=Q(progress=Progress.DONE)))
    return {pk: Tally() for pk in ids} | {pk: Tally(number, done) for pk, number, done in counted.order_by()}


def city_facets() -> Counter[tuple[str, str]]:
    """Return how many public cities each value of each filter has, read once a minute. Two queries."""
    return cache.get_or_set("portal:city-facets", _count_facets, COUNTED_FOR) or Counter()


def _count_facets() -> Counter[tuple[str, str]]:
    today = timezone.localdate()
    found: Counter[tuple[str, str]] = Counter()
    kinds = City.objects.public().order_by().values_list("country", "region", "membership", "origin")
    for country, region, membership, origin, number in kinds.annotate(Count("pk")):
        keys = [("country", country), (f"region {country}", region), ("status", membership)]
        for key in [*keys, ("status", origin)] if origin == STATUS_COMPILED else keys:
            found[key] += number
    held = Label.objects.valid(at=today).filter(city__is_public=True)
    found[("status", STATUS_LABEL)] = held.values("city").distinct().count()
    return found
