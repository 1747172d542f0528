"""The list of cities with their labels, for pages, downloads and feeds: by name in any language, region or status."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cities.countries import COUNTRIES, country_name
from cities.models import City, CityQuerySet
from cities.queries.names import FEW, Keys, few_of, named, one_of
from cities.queries.translations import says
from core import kept
from core.prepared import Given, Prepared
from core.text import fold
from labels.models import Label, LabelApplication
from labels.models.application import RUNNING_STATES

MOST_MEANT = 50
AT_ONCE = 50
STATUS_LABEL, STATUS_COMMITTED, STATUS_INTERESTED, STATUS_COMPILED = "label", "committed", "interested", "compiled"


def city_list(today: dt.date | Given) -> CityQuerySet:
    """Return the public cities with `label_until` (None without a valid label) and `has_applied`."""
    return City.objects.public().annotate(
        label_until=Subquery(_valid_labels(today).values("valid_until")[:1]), has_applied=Exists(_applications())
    )


def cities_at(pks: list[int], today: dt.date) -> list[City]:
    """Return the public cities of some primary keys, as `city_list` has them, in the order of the keys. One query.

    Args:
        pks: fifty at most.
        today: on which day a label must be valid.
    """
    padded = [*pks, *[-1] * (AT_ONCE - len(pks))]
    rows = _cities_at(today=today, **{f"at{number}": pk for number, pk in enumerate(padded)})
    found = {city.pk: city for city in rows}
    return [found[pk] for pk in pks if pk in found]


def with_status(rows: CityQuerySet, status: Iterable[str], today: dt.date) -> CityQuerySet:
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


def named_like(rows: CityQuerySet, text: str) -> CityQuerySet:
    """Narrow a list of cities to a name, in any language the gazetteer knows, with or without accents; or a region,
    or a country as the page names it.

    One query at once: few cities are looked up, many are asked one by one where the list is read.
    """
    return _one_of(rows, _meant(text, indexed=True), _meant(text, indexed=False))


def _one_of(rows: CityQuerySet, indexed: list[Q], in_place: list[Q]) -> CityQuerySet:
    keys = few_of(City.objects.all(), indexed, FEW)
    return one_of(rows, in_place) if keys is None else rows.filter(pk__in=Keys(keys))


def _meant(text: str, *, indexed: bool) -> list[Q]:
    found, folded = named(text, indexed=indexed, in_region=True), fold(text)
    if folded:
        names = kept.once("folded countries", _folded_countries)
        if countries := [code for code, name in names if name.startswith(folded)]:
            found.append(Q(country__in=countries))
        places = City.objects.filter(place__names__folded__startswith=folded).values("place")
        found.append(Q(place__in=places))
    return found


def search_cities(
    rows: CityQuerySet, *, q: str = "", status: Iterable[str] = (), country: Iterable[str] = (), region: str = ""
) -> CityQuerySet:
    """Narrow a list of cities to all that is given; several values of one filter widen it.

    Args:
        q: a name as for `named_like`, or words of the profile, in its own or in a translation's language. One query.
    """
    status, country = list(status), list(country)
    if text := q.strip():
        words = says(text)
        rows = _one_of(rows, [*_meant(text, indexed=True), words], [*_meant(text, indexed=False), words])
    if status:
        rows = with_status(rows, status, timezone.localdate())
    if country:
        rows = rows.filter(country__in=country)
    return rows.filter(region=region) if region else rows


def cities_with_label() -> CityQuerySet:
    """Return the cities that hold a valid label today."""
    return City.objects.filter(pk__in=Label.objects.valid(at=timezone.localdate()).values("city"))


def city_named(text: str) -> City | None:
    """Return the one public city that somebody means: the only one found, or the only one of exactly that name.

    Two queries.
    """
    found = list(named_like(City.objects.public(), text).by_name()[:MOST_MEANT])
    folded = fold(text)
    exact = [city for city in found if folded in (fold(city.name), fold(city.local_name))] if folded else []
    meant = exact or (found if folded else [])
    return meant[0] if len(meant) == 1 else None


def _valid_labels(today: dt.date | Given) -> QuerySet[Label]:
    return Label.objects.valid(at=today).filter(city=OuterRef("pk")).order_by("-valid_until", "-pk")


def _applications() -> QuerySet[LabelApplication]:
    return LabelApplication.objects.filter(city=OuterRef("pk"), state__in=RUNNING_STATES)


def _folded_countries() -> list[tuple[str, str]]:
    return [(code, fold(country_name(code))) for code in COUNTRIES]


_cities_at = Prepared(
    lambda: city_list(Given("today", DateField())).filter(
        pk__in=[Given(f"at{number}", BigIntegerField()) for number in range(AT_ONCE)]
    )
)
