"""One country: its cities, and what changed there last."""

import datetime as dt
from typing import Any

from cities.models import CityQuerySet
from commitments.models import CommitmentVersion
from commitments.queries import listed_commitments
from labels.queries.cities import city_list
from portal.queries.explorer import texts_of

CITIES = 300
CHANGES = 5


def cities_of_country(country: str, today: dt.date) -> list[Any]:
    """Return the public cities of a country by name, the first 300, as `city_list` gives them. One query."""
    rows: CityQuerySet = city_list(today).filter(country=country).by_name()
    return list(rows[:CITIES])


def latest_in(country: str) -> list[CommitmentVersion]:
    """Return the texts in force of a country that changed last, newest first. One query."""
    return texts_of(listed_commitments().filter(city__country=country)[:CHANGES])
