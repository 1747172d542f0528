"""Cities as data."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, CityFact
from cities.queries.names import any_of, named
from cities.queries.translations import says
from labels.models import Label
from opendata.params import CityQuery
from opendata.queries import words
from opendata.queries.addresses import Addresses
from opendata.queries.labels import label_summary
from opendata.queries.pages import page_of
from opendata.queries.translations import profile_translations_of

COLUMNS = {"name": "name", "changed": "changed_at"}
SUMMARY = (
    "pk", "slug", "name", "country", "local_name", "region", "kind", "place_id", "lat", "lon", "population",
    "membership", "origin", "source_url", "joined_on", "changed_at",
)  # fmt: skip
DETAIL = ("language", "about", "website", "office", "contact_email", "complaints_url")
Row = dict[str, Any]


def city_page(query: CityQuery, to: Addresses) -> tuple[list[Row], str | None, dt.datetime | None]:
    """Return one page of cities, each with its label, the next cursor, the latest change (2 queries)."""
    rows, after = page_of(
        _narrowed(query).values(*SUMMARY), COLUMNS, order=query.order, after=query.cursor, limit=query.limit
    )
    labels = labels_of([row["pk"] for row in rows], to)
    records = [_summary(row, labels.get(row["pk"]), to) for row in rows]
    return records, after, max((row["changed_at"] for row in rows), default=None)


def city_record(slug: str, to: Addresses) -> Row:
    """Return one city with its translations and what public sources say of it (4 queries).

    Raises: Http404 when there is no public city with this slug.
    """
    row = City.objects.public().filter(slug=slug).values(*SUMMARY, *DETAIL).first()
    if row is None:
        raise Http404(_("There is no city with this address."))
    facts = CityFact.objects.filter(city=row["pk"]).values_list(
        "kind", "title", "since", "element_code", "note", "source_url"
    )
    translations = profile_translations_of(row["pk"])
    names = ("kind", "title", "since", "element", "note", "source_url")
    return {
        **_summary(row, labels_of([row["pk"]], to).get(row["pk"]), to),
        **{name: row[name] for name in DETAIL},
        "translated_into": [made["language"] for made in translations],
        "translations": translations,
        "facts": [dict(zip(names, fact, strict=True)) for fact in facts],
        "commitments_url": f"{to.commitments_data}?city={row['slug']}",
    }


def labels_of(city_ids: list[int], to: Addresses) -> dict[int, Row]:
    """Return the latest label of each city, with its status today (1 query); none while the label is switched off."""
    if not settings.LABEL_ENABLED:
        return {}
    today = timezone.localdate()
    rows = Label.objects.begun(at=today).filter(city__in=city_ids).order_by("valid_from", "pk")
    return {label.city_id: label_summary(label, to, today) for label in rows}


def _narrowed(query: CityQuery) -> QuerySet[City]:
    rows = City.objects.public()
    if query.country:
        rows = rows.filter(country=query.country)
    if query.membership:
        rows = rows.filter(membership=query.membership)
    if query.updated_since:
        rows = rows.filter(changed_at__gte=query.updated_since)
    if query.q.strip():
        text = query.q.strip()
        rows = any_of(rows, [*named(text, indexed=True), says(text)])
    return rows


def city_ref(slug: str, name: str, country: str, to: Addresses) -> Row:
    """Return how other records name a city."""
    return {"slug": slug, "name": name, "country": country, "url": to.city(slug), "data_url": to.city_data(slug)}


def _summary(row: Row, label: Row | None, to: Addresses) -> Row:
    return {
        **city_ref(row["slug"], row["name"], row["country"], to),
        "local_name": row["local_name"],
        "region": row["region"],
        "kind": row["kind"],
        "geonames_id": row["place_id"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "population": row["population"],
        "membership": row["membership"],
        "membership_text": words.memberships()[row["membership"]],
        "origin": row["origin"],
        "origin_text": words.city_origins()[row["origin"]],
        "source_url": row["source_url"],
        "joined_on": row["joined_on"],
        "label": label,
        "updated_at": row["changed_at"],
    }
