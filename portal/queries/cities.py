"""The list of cities, and their dots on the map."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from cities.countries import country_name
from cities.models import City
from commitments.models import Commitment, Progress
from core.text import fold
from labels.models import Label, LabelApplication

STATUS_LABEL, STATUS_COMMITTED, STATUS_INTERESTED, STATUS_COMPILED = "label", "committed", "interested", "compiled"


@dataclass(frozen=True)
class Tally:
    """How many public commitments a city has; withdrawn ones do not count."""

    all: int = 0
    done: int = 0


def city_list(today: dt.date) -> QuerySet[City]:
    """Return the public cities with `label_until` (None without a valid label) and `has_applied`."""
    return City.objects.public().annotate(
        label_until=Subquery(_valid_labels(today).values("valid_until")[:1]), has_applied=Exists(_applications())
    )


def with_status(rows: QuerySet[City], status: Iterable[str], today: dt.date) -> QuerySet[City]:
    """Narrow a list of cities to any of these states."""
    wanted = {
        STATUS_LABEL: Exists(_valid_labels(today)),
        STATUS_COMMITTED: Q(membership=City.Membership.COMMITTED),
        STATUS_INTERESTED: Q(membership=City.Membership.INTERESTED),
        STATUS_COMPILED: Q(origin=City.Origin.COMPILED),
    }
    condition = Q()
    for key in status:
        condition |= Q(wanted[key])
    return rows.filter(condition)


def named_like(rows: QuerySet[City], text: str) -> QuerySet[City]:
    """Narrow a list of cities to a name, in any language the gazetteer knows, with or without accents; or a region."""
    folded = fold(text)
    found = Q(name__icontains=text) | Q(local_name__icontains=text) | Q(region__icontains=text)
    if folded:
        found |= Q(slug__contains=folded.replace(" ", "-"))
        found |= Q(place__in=City.objects.filter(place__names__folded__startswith=folded).values("place"))
    return rows.filter(found)


def tallies(city_ids: Iterable[int]) -> dict[int, Tally]:
    """Return how many public commitments each city has. One query."""
    ids = list(city_ids)
    rows = Commitment.objects.public().exclude(state=Commitment.State.WITHDRAWN).filter(city__in=ids)
    counted = rows.values_list("city_id").annotate(all=Count("pk"), done=Count("pk", filter=Q(progress=Progress.DONE)))
    return {pk: Tally() for pk in ids} | {pk: Tally(number, done) for pk, number, done in counted.order_by()}


def country_options() -> list[tuple[str, str]]:
    """Return the countries that have a public city, by name. One query."""
    codes = City.objects.public().order_by().values_list("country", flat=True).distinct()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: fold(pair[1]))


def _valid_labels(today: dt.date) -> QuerySet[Label]:
    return Label.objects.filter(city=OuterRef("pk"), state=Label.State.VALID, valid_until__gte=today)


def _applications() -> QuerySet[LabelApplication]:
    return LabelApplication.objects.filter(city=OuterRef("pk"), state__in=("submitted", "proposed"))
