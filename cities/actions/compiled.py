"""Cities that did not join: compiled from public sources, or invented as samples. Both are marked as such."""

import datetime as dt
from typing import Any

from django.db import transaction

from cities.actions.mandates import keep_mandate_until
from cities.actions.moving import city_moved
from cities.actions.places import settle_joins
from cities.models import City, CityFact, Mandate
from core import audit
from review.times import forget_times


@transaction.atomic
def list_compiled_city(*, slug: str, values: dict[str, Any], facts: list[dict[str, Any]]) -> City | None:
    """Add a city compiled from public sources, once.

    Args:
        slug: its address; a city that is there already is left as it is.
        values: fields of `City`: name, country, place and so on.
        facts: rows of `CityFact` without the city.

    Returns: the new city, or None when the slug (or the place) is taken.
    """
    place = values.get("place")
    if City.objects.filter(slug=slug).exists() or (place and City.objects.filter(place=place).exists()):
        return None
    city = City.objects.create(slug=slug, origin=City.Origin.COMPILED, **values)
    CityFact.objects.bulk_create(CityFact(city=city, **fact) for fact in facts)
    audit.record("list_compiled", by=None, obj=city, scope=city, data={"source": city.source_url})
    settle_joins(city)
    return city


@transaction.atomic
def mark_as_sample(*, city: City) -> None:
    """Mark a city as invented: every page of it says so."""
    City.objects.filter(pk=city.pk).update(origin=City.Origin.SAMPLE)
    city.origin = City.Origin.SAMPLE
    forget_times(*city.join_requests.all())
    audit.record("mark_as_sample", by=None, obj=city, scope=city)
    city_moved(city)


@transaction.atomic
def end_sample_mandate(*, city: City, ends_on: dt.date) -> None:
    """Let the mandate of an invented city end on a day, so that the demo shows it without waiting for years.

    Args:
        city: one that is marked as a sample.
        ends_on: the last day of its mandate, after its first.

    Raises: ValueError for a city that is not invented.
    """
    if city.origin != City.Origin.SAMPLE:
        raise ValueError("Only the mandate of an invented city is moved.")
    Mandate.objects.on_file().filter(city=city).update(ends_on=ends_on)
    keep_mandate_until(city)
    audit.record("end_sample_mandate", by=None, obj=city, scope=city, data={"ends_on": ends_on})
