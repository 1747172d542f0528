"""The list of cities: how many each filter would show."""

from collections import Counter

from django.db.models import CharField, Count, Value
from django.utils import timezone

from cities.models import City
from core.page_cache import remember
from labels.models import Label
from labels.queries.cities import STATUS_COMPILED, STATUS_LABEL

COUNTED_FOR = 60


def city_facets() -> Counter[tuple[str, str]]:
    """Return how many public cities each value of each filter has, read once a minute. One query."""
    return remember("portal:city-facets", _count_facets, COUNTED_FOR) or Counter()


def _count_facets() -> Counter[tuple[str, str]]:
    today = timezone.localdate()
    found: Counter[tuple[str, str]] = Counter()
    none = Value("", output_field=CharField())
    kinds = City.objects.public().order_by().values_list("country", "region", "membership", "origin")
    held = Label.objects.valid(at=today).filter(city__is_public=True).order_by().annotate(none=none)
    labels = held.values_list("none", "none", "none", "none").annotate(number=Count("city", distinct=True))
    for country, region, membership, origin, number in kinds.annotate(number=Count("pk")).union(labels, all=True):
        if not country:
            found["status", STATUS_LABEL] = number
            continue
        keys = [("country", country), (f"region {country}", region), ("status", membership)]
        for key in [*keys, ("status", origin)] if origin == STATUS_COMPILED else keys:
            found[key] += number
    return found
