"""Cities as dots on the map."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.projection import on_map
from portal.words import Row

LARGE, SMALL = 1_000_000, 100_000


def radius(population: int | None) -> float:
    """Return how large a dot is: by residents, in three steps."""
    people = population or SMALL
    return 8.5 if people >= LARGE else 5.5 if people < SMALL else 7


def dot_of(city: Any) -> Row | None:
    """Return the dot of a city of `city_list`; None outside the frame, or where nobody knows the place."""
    point = on_map(city.lat, city.lon)
    if point is None:
        return None
    return {
        "x": point.x,
        "y": point.y,
        "r": radius(city.population),
        "label": bool(city.label_until) and settings.LABEL_ENABLED,
        "url": reverse("portal:city", args=[city.slug]),
        "title": city.name,
    }
