"""What the sitemap lists: public addresses by ranges of the primary key, so that no part ever has to be counted."""

from django.db.models import Max
from django.urls import reverse

from cities.models import City
from commitments.models import Commitment

PART = 10_000
SITEMAP_KINDS = {
    "cities": (City.objects.public, "slug", "portal:city"),
    "commitments": (Commitment.objects.public, "code", "portal:commitment"),
}


def sitemap_parts() -> dict[str, int]:
    """Return how many parts each kind of page needs. Two queries."""
    return {
        kind: _last_key(rows().aggregate(last=Max("pk"))) // PART + 1 for kind, (rows, _f, _n) in SITEMAP_KINDS.items()
    }


def sitemap_rows(kind: str, number: int) -> list[tuple[str, str]]:
    """Return path and day of the latest change of every page in one part. One query."""
    rows, field, name = SITEMAP_KINDS[kind]
    part = rows().filter(pk__gte=number * PART, pk__lt=(number + 1) * PART).order_by("pk")
    return [(reverse(name, args=[key]), f"{day:%Y-%m-%d}") for key, day in part.values_list(field, "changed_at")]


def _last_key(row: dict[str, int | None]) -> int:
    return row["last"] or 0
