"""What the sitemap lists: public addresses by ranges of the primary key, so that no part ever has to be counted."""

from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse

from cities.models import City
from commitments.models import Commitment
from core.languages import COMPLETE
from framework.models import Element, Right
from labels.models import Label

# An address stands once for each complete language; a part never holds more than 10,000.
PART = 10_000 // len(COMPLETE)


def _cities() -> QuerySet[City]:
    return City.objects.public()


def _commitments() -> QuerySet[Commitment]:
    return Commitment.objects.public().filter(city__is_public=True)


def _labels() -> QuerySet[Label]:
    return Label.objects.public()


# Kind of page -> public rows, key in the address, day of the latest change, name of the page.
SITEMAP_KINDS: dict[str, tuple[Any, str, str, str]] = {
    "cities": (_cities, "slug", "changed_at", "portal:city"),
    "commitments": (_commitments, "code", "changed_at", "portal:commitment"),
    "labels": (_labels, "code", "granted_on", "portal:label"),
}


def sitemap_parts() -> dict[str, int]:
    """Return how many parts each kind of page needs; some may turn out empty. One query for each kind."""
    tables: dict[str, Any] = {"cities": City.objects, "commitments": Commitment.objects}
    if settings.LABEL_ENABLED:
        tables["labels"] = Label.objects
    last = {kind: rows.aggregate(last=Max("pk"))["last"] or 0 for kind, rows in tables.items()}
    return {kind: key // PART + 1 for kind, key in last.items()}


def sitemap_rows(kind: str, number: int) -> list[tuple[str, str]]:
    """Return path and day of the latest change of every page in one part. One query."""
    rows, field, day_field, name = SITEMAP_KINDS[kind]
    part = rows().filter(pk__gte=number * PART, pk__lt=(number + 1) * PART).order_by("pk")
    return [(reverse(name, args=[key]), f"{day:%Y-%m-%d}") for key, day in part.values_list(field, day_field)]


def framework_paths() -> list[str]:
    """Return the pages of the elements of all editions and of the rights, few enough for one part. Two queries."""
    elements = Element.objects.order_by("code").values_list("code", flat=True).distinct()
    rights = Right.objects.order_by("code").values_list("code", flat=True)
    pages = [("portal:element", elements), ("portal:right", rights)]
    return [reverse(name, args=[code.lower()]) for name, codes in pages for code in codes]
