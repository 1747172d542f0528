"""What the sitemap lists: public addresses by ranges of the primary key, so that no part ever has to be counted."""

from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse

from cities.models import City
from commitments.models import Commitment

PART = 10_000


def _cities() -> QuerySet[City]:
    return City.objects.public()


def _commitments() -> QuerySet[Commitment]:
    return Commitment.objects.public().filter(city__is_public=True)


SITEMAP_KINDS: dict[str, tuple[Any, str, str]] = {
    "cities": (_cities, "slug", "portal:city"),
    "commitments": (_commitments, "code", "portal:commitment"),
}


def sitemap_parts() -> dict[str, int]:
    """Return how many parts each kind of page needs; some may turn out empty. Two queries."""
    tables: dict[str, Any] = {"cities": City.objects, "commitments": Commitment.objects}
    last = {kind: rows.aggregate(last=Max("pk"))["last"] or 0 for kind, rows in tables.items()}
    return {kind: key // PART + 1 for kind, key in last.items()}


def sitemap_rows(kind: str, number: int) -> list[tuple[str, str]]:
    """Return path and day of the latest change of every page in one part. One query."""
    rows, field, name = SITEMAP_KINDS[kind]
    part = rows().filter(pk__gte=number * PART, pk__lt=(number + 1) * PART).order_by("pk")
    return [(reverse(name, args=[key]), f"{day:%Y-%m-%d}") for key, day in part.values_list(field, "changed_at")]
