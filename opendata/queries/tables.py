"""The two lists of the portal as tables, with its filters. Read row by row: memory does not grow with the record."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from cities.models import CityQuerySet
from commitments.models import Commitment, CommitmentVersion
from commitments.queries import Search, links_of, public_translations, search_commitments
from labels.queries.cities import cities_with_label, city_list, search_cities
from opendata.params import CityTableQuery, CommitmentTableQuery
from opendata.queries.addresses import Addresses
from opendata.queries.translations import in_a_cell

AT_ONCE = 500
COMMITMENT_COLUMNS = (
    "code", "title", "language", "summary", "city", "country", "region", "status", "progress", "origin", "starts_on",
    "ends_on", "elements", "rights", "policy_areas", "groups", "goals", "first_published_at", "updated_at", "url",
    "city_url", "data_url", "translations",
)  # fmt: skip
CITED = ("elements", "rights", "policy_areas", "groups", "goals")
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
    """Return one row for each commitment, as `COMMITMENT_COLUMNS`. One query, and two for every 500 rows."""
    text = FilteredRelation("versions", condition=Q(versions__state=CommitmentVersion.State.PUBLISHED))
    fields = [f"text__{name}" for name in ("pk", "title", "language", "summary", "starts_on", "ends_on")]
    fields += ["code", "state", "progress", "origin", "first_published_at", "changed_at"]
    fields += [f"city__{name}" for name in ("name", "slug", "country", "region")]
    rows = commitments_wanted(query).annotate(text=text).values_list(*fields).iterator(AT_ONCE)
    while part := list(islice(rows, AT_ONCE)):
        links = links_of(row[0] for row in part)
        others = public_translations(row[0] for row in part)
        yield from ((*_commitment(row, links[row[0]], to), in_a_cell(others[row[0]])) for row in part)


def _commitment(row: Row, links: dict[str, Any], to: Addresses) -> Row:
    _pk, title, language, summary, starts_on, ends_on, code, state, progress, origin, first, changed, *place = row
    name, slug, country, region = place
    cited = ["; ".join(link.code for link in links[kind]) for kind in CITED]
    return (
        code, title, language, summary, name, country, region, state, progress, origin, starts_on, ends_on, *cited,
        first, changed, to.commitment(code), to.city(slug), to.commitment_data(code),
    )  # fmt: skip


def cities_wanted(query: CityTableQuery) -> CityQuerySet:
    """Return the public cities that a query asks for, in its order."""
    listed = city_list(timezone.localdate())
    rows = search_cities(listed, q=query.q, status=query.status, country=query.country, region=query.region)
    return rows.by_latest_change() if query.sort == "changed" else rows.by_name()


def city_table(query: CityTableQuery, to: Addresses) -> Iterator[Row]:
    """Return one row for each city, as `CITY_COLUMNS`. One query."""
    fields = ("slug", "lat", "lon", "changed_at", "label_until")
    plain = ("name", "local_name", "country", "region", "kind", "membership", "origin")
    rows = cities_wanted(query).values_list(*plain, "population", "joined_on", "website", *fields)
    for *named, population, joined_on, website, slug, lat, lon, changed, until in rows.iterator(AT_ONCE):
        label = until if settings.LABEL_ENABLED else None
        yield (
            *named, label, population, lat, lon, joined_on, website, changed, to.city(slug), to.city_data(slug),
        )  # fmt: skip
