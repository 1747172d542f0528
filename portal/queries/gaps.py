"""What no commitment names: per city, per country, over Europe. Read from the roll-up, never from the whole record."""

from dataclasses import dataclass, field
from typing import Any

from cities.countries import country_name
from cities.models import City
from commitments.models import Facet
from commitments.queries import Name, countries_with, framework_names, named_by_city
from core.text import fold

CITIES = 200
SLUG_LENGTH = 80


@dataclass(frozen=True)
class Gaps:
    """The rows of the framework, and who has a commitment on which.

    `country` and `city` are what was asked for, `unknown` is whether it was not found. `countries` are all that have a
    city, `cities` those of the country (the first 200 by name). `covered` is (facet, code) -> codes of countries; of a
    city the codes are its own country's.
    """

    names: dict[str, list[Name]]
    countries: list[tuple[str, str]]
    covered: dict[tuple[str, str], set[str]]
    country: str = ""
    city: Any = None
    cities: list[Any] = field(default_factory=list)
    unknown: bool = False


def gaps(country: str = "", slug: str = "") -> Gaps:
    """Return who has no commitment on what. At most four queries, however long the record is.

    Args:
        country: ISO code; empty for all of Europe.
        slug: the address of a city, which goes before the country.
    """
    countries = listed_countries()
    names = framework_names()
    if slug:
        city = City.objects.public().filter(slug=slug).first() if len(slug) <= SLUG_LENGTH else None
        if city is not None:
            keys = (key.partition(":") for key in named_by_city(city))
            own = {(facet, code): {city.country} for facet, _colon, code in keys}
            return Gaps(names, countries, own, country=city.country, city=city)
    known = country in dict(countries)
    unknown = bool(slug or country) and not known
    covered = countries_with(Facet.RIGHT, Facet.GROUP)
    cities = cities_of(country) if known else []
    return Gaps(names, countries, covered, country=country if known else "", cities=cities, unknown=unknown)


def gaps_of_country(country: str) -> Gaps:
    """As `gaps`, of a country that may have no city yet, without the lists of countries and cities. Two queries."""
    return Gaps(framework_names(), [], countries_with(Facet.RIGHT, Facet.GROUP), country=country)


def listed_countries() -> list[tuple[str, str]]:
    """Return the countries with a public city that is not invented, by name. One query."""
    codes = City.objects.public().exclude(origin=City.Origin.SAMPLE).order_by().values_list("country", flat=True)
    return sorted(((code, country_name(code)) for code in codes.distinct()), key=lambda pair: fold(pair[1]))


def cities_of(country: str) -> list[City]:
    """Return the cities of a country by name, the first 200. One query."""
    rows = City.objects.public().exclude(origin=City.Origin.SAMPLE).filter(country=country).by_name()
    return list(rows.only("slug", "name", "country")[:CITIES])
