"""The countries with their cities; one country: its cities, and what changed there last."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from cities.countries import country_name
from cities.models import City, CityQuerySet
from commitments.models import CommitmentVersion
from commitments.queries import listed_commitments
from core.text import fold
from labels.queries.cities import city_list
from portal.queries.explorer import texts_of

CITIES = 300
CHANGES = 5
NAMED = 4


@dataclass
class CountryRow:
    """A country on the record: its code and name, its first cities by name as (slug, name), how many more it has."""

    code: str
    name: str
    more: int
    cities: list[tuple[str, str]] = field(default_factory=list)


def countries_with_cities() -> list[CountryRow]:
    """Return the countries with a public city that is not invented, by name, each with its first cities. One query."""
    nth = Window(RowNumber(), partition_by=F("country"), order_by=[F("name"), F("pk")])
    everyone = Window(Count("pk"), partition_by=F("country"))
    public = City.objects.public().exclude(origin=City.Origin.SAMPLE).order_by()
    first = public.annotate(nth=nth, everyone=everyone).filter(nth__lte=NAMED).order_by("country", "nth")
    found: dict[str, CountryRow] = {}
    for code, slug, name, count in first.values_list("country", "slug", "name", "everyone"):
        row = found.setdefault(code, CountryRow(code, country_name(code), count - NAMED))
        row.cities.append((slug, name))
    return sorted(found.values(), key=lambda row: fold(row.name))


def cities_of_country(country: str, today: dt.date) -> list[Any]:
    """Return the public cities of a country by name, the first 300, as `city_list` gives them. One query."""
    rows: CityQuerySet = city_list(today).filter(country=country).by_name()
    return list(rows[:CITIES])


def latest_in(country: str) -> list[CommitmentVersion]:
    """Return the texts in force of a country that changed last, newest first. One query."""
    return texts_of(listed_commitments().filter(city__country=country)[:CHANGES])
