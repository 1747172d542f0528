"""The two lists of the portal as tables, with its filters. Read row by row: memory does not grow with the record."""

from collections.abc import Iterator
from itertools import islice
from operator import getitem
from typing import Any

from django.conf import settings
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from cities.models import CityQuerySet
from commitments.models import Commitment, CommitmentVersion, VersionTranslation
from commitments.queries import Search, public_translations, search_commitments
from core.aggregates import Day, Moment
from labels.queries.cities import cities_with_label, city_list, search_cities
from opendata.params import CityTableQuery, CommitmentTableQuery
from opendata.queries.addresses import Addresses
from opendata.queries.cited import cited_cells, listed_keys
from opendata.queries.translations import in_a_cell

AT_ONCE = 2000
COMMITMENT_COLUMNS = (
    "code", "title", "language", "summary", "city", "country", "region", "status", "progress", "origin", "starts_on",
    "ends_on", "elements", "rights", "policy_areas", "groups", "goals", "first_published_at", "updated_at", "url",
    "city_url", "data_url", "translations",
)  # fmt: skip
CITED = ("elements", "rights", "policy_areas", "groups", "goals")
PLAIN = (
    "text__title", "text__language", "text__summary", "code", "state", "progress", "origin", "city__name", "city__slug",
    "city__country", "city__region",
)  # fmt: skip
PK, IS_TRANSLATED = 15, 16
CITY_COLUMNS = (
    "name", "local_name", "country", "region", "kind", "membership", "origin", "label_until", "population", "latitude",
    "longitude", "joined_on", "website", "updated_at", "url", "data_url",
)  # fmt: skip
Row = tuple[Any, ...]


def commitments_wanted(query: CommitmentTableQuery) -> QuerySet[Commitment]:
    """Return the public commitments that a query asks for, in its order."""
    held = query.label and settings.LABEL_ENABLED
    rows = search_commitments(
        Search(
            q=query.q,
            city=query.city,
            slug=query.slug,
            country=tuple(query.country),
            region=query.region,
            status=tuple(query.status),
            progress=tuple(query.progress),
            element=query.element or "",
            right=query.right or "",
            area=query.area or "",
            group=query.group or "",
            goal=query.goal or "",
            language=query.language or "",
            year=str(query.year or ""),
            cities=cities_with_label() if held else None,
        )
    )
    return rows.order_by("city__name", "city", "pk") if query.sort == "city" else rows


def commitment_table(query: CommitmentTableQuery, to: Addresses) -> Iterator[Row]:
    """Return one row for each commitment, as `COMMITMENT_COLUMNS`; days and times as text.

    Two queries, and one for every 2,000 rows among which some are translated.
    """
    text = FilteredRelation("versions", condition=Q(versions__state=CommitmentVersion.State.PUBLISHED))
    days = (Day("text__starts_on"), Day("text__ends_on"), Moment("first_published_at"), Moment("changed_at"))
    has_translations = Exists(VersionTranslation.objects.filter(version=OuterRef("text__pk"), public__isnull=False))
    cited = [listed_keys(kind, "text__pk") for kind in CITED]
    rows = (
        commitments_wanted(query).annotate(text=text).values_list(*PLAIN, *days, "text__pk", has_translations, *cited)
    )
    reader = rows.iterator(AT_ONCE)
    cells = cited_cells(CITED)
    while part := list(islice(reader, AT_ONCE)):
        others = _translations(part)
        for (
            title, language, summary, code, state, progress, origin, city, slug, country, region,
            starts_on, ends_on, first, changed, pk, is_translated, *keys,
        ) in part:  # fmt: skip
            yield (
                code, title, language, summary, city, country, region, state, progress, origin, starts_on, ends_on,
                *map(getitem, cells, keys), first, changed,
                to.commitment(code), to.city(slug), to.commitment_data(code), others[pk] if is_translated else "",
            )  # fmt: skip


def _translations(part: list[Row]) -> dict[int, str]:
    translated = [row[PK] for row in part if row[IS_TRANSLATED]]
    found = public_translations(translated) if translated else {}
    return {pk: in_a_cell(rows) for pk, rows in found.items()}


def cities_wanted(query: CityTableQuery) -> CityQuerySet:
    """Return the public cities that a query asks for, in its order."""
    listed = city_list(timezone.localdate())
    rows = search_cities(listed, q=query.q, status=query.status, country=query.country, region=query.region)
    return rows.by_latest_change() if query.sort == "changed" else rows.by_name()


def city_table(query: CityTableQuery, to: Addresses) -> Iterator[Row]:
    """Return one row for each city, as `CITY_COLUMNS`; days and times as text. One query."""
    plain = ("name", "local_name", "country", "region", "kind", "membership", "origin", "population", "website")
    days = (Day("joined_on"), Moment("changed_at"), Day("label_until"))
    rows = cities_wanted(query).values_list(*plain, "slug", "lat", "lon", *days)
    for *named, population, website, slug, lat, lon, joined_on, changed, until in rows.iterator(AT_ONCE):
        label = until if settings.LABEL_ENABLED else None
        yield (
            *named, label, population, lat, lon, joined_on, website, changed, to.city(slug), to.city_data(slug),
        )  # fmt: skip
