"""A few cities side by side: what they promise, never how much. Three queries, and one for the list to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from commitments.queries import LinkRow, in_language, links_of
from core.languages import SOURCE
from portal.queries.city import SLUG_LENGTH, with_mandate

MOST = 4
TEXTS = 400
CHOICES = 300
READ = (
    "title",
    "language",
    "consulted",
    "commitment__code",
    "commitment__city",
    "commitment__last_confirmed_on",
)


@dataclass(frozen=True)
class Comparison:
    """Up to four cities by name, with their texts in force and what these name. `unknown` were asked for in vain."""

    cities: list[Any]
    texts: dict[int, list[CommitmentVersion]]
    links: dict[int, dict[str, list[LinkRow]]]
    unknown: list[str]
    left_out: bool
    choices: list[Any]


def comparison(slugs: Iterable[str]) -> Comparison:
    """Return what a comparison shows.

    Args:
        slugs: addresses of cities; the first four that are known count, each once.
    """
    asked = [slug for slug in dict.fromkeys(slugs) if slug]
    short = [slug for slug in asked if len(slug) <= SLUG_LENGTH and slug.isprintable()]
    known = {city.slug: city for city in with_mandate(City.objects.public()).filter(slug__in=short[:50])}
    wanted = [slug for slug in asked if slug in known]
    cities = sorted((known[slug] for slug in wanted[:MOST]), key=lambda city: (city.name, city.pk))
    texts = _texts(cities)
    return Comparison(
        cities=cities,
        texts=texts,
        links=links_of([text.pk for rows in texts.values() for text in rows]),
        unknown=[slug for slug in asked if slug not in known],
        left_out=len(wanted) > MOST,
        choices=list(City.objects.public().by_name().only("slug", "name", "country")[:CHOICES]),
    )


def _texts(cities: list[Any]) -> dict[int, list[CommitmentVersion]]:
    shown = CommitmentVersion.objects.published().exclude(commitment__state=Commitment.State.WITHDRAWN)
    rows = shown.filter(commitment__city__in=cities).select_related("commitment").only(*READ)
    rows = rows.annotate(translated=in_language(get_language() or SOURCE))
    found: dict[int, list[CommitmentVersion]] = {city.pk: [] for city in cities}
    for text in rows.order_by("-commitment__changed_at", "-commitment_id")[:TEXTS]:
        found[text.commitment.city_id].append(text)
    return found
