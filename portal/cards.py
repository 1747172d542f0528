"""The rows of the two long lists as finished HTML. A row is drawn once and kept, named by all that may change it."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.translation import get_language

from commitments.queries import rows_at
from core.markup import squeezed
from portal import queries, rows

KEPT_FOR = 300
Draw = Callable[[list[Any]], dict[Any, str]]


def commitment_cards(page: Page) -> list[str]:
    """Return the rows of a page of `found_places` as HTML. One query, three when some are not kept."""
    return _cards("commitment", {key[0]: key for key in rows_at(list(page.object_list))}, _draw_commitments)


def city_cards(listed: list[Any]) -> list[str]:
    """Return cities of `labels.queries.cities.cities_at` as HTML. No query."""
    cities = {city.pk: city for city in listed}
    keys = {
        pk: (pk, city.name, city.membership, city.changed_at, city.label_until, city.has_applied)
        for pk, city in cities.items()
    }
    return _cards("city", keys, lambda missing: _draw_cities([cities[pk] for pk in missing]))


def _cards(kind: str, keys: dict[Any, tuple[Any, ...]], draw: Draw) -> list[str]:
    names = {pk: _name(kind, key) for pk, key in keys.items()}
    kept = cache.get_many(names.values())
    missing = [pk for pk, name in names.items() if name not in kept]
    made = draw(missing) if missing else {}
    cache.set_many({names[pk]: html for pk, html in made.items()}, KEPT_FOR)
    found = {pk: kept[name] for pk, name in names.items() if name in kept} | made
    return [found[pk] for pk in names if pk in found]


def _name(kind: str, key: Iterable[Any]) -> str:
    raw = "|".join(str(part) for part in (kind, get_language(), settings.LABEL_ENABLED, *key))
    return f"portal:card:{hashlib.blake2b(raw.encode(), digest_size=16).hexdigest()}"


def _draw_commitments(missing: list[int]) -> dict[int, str]:
    texts = queries.texts_in_force(missing)
    drawn = zip(texts, rows.commitment_rows(texts), strict=True)
    return {text.commitment_id: _html("portal/_commitment_row.html", row) for text, row in drawn}


def _draw_cities(missing: list[Any]) -> dict[int, str]:
    drawn = zip(missing, rows.city_rows(missing), strict=True)
    return {city.pk: _html("portal/_city_row.html", row) for city, row in drawn}


def _html(template: str, row: rows.Row) -> str:
    return squeezed(render_to_string(template, {"row": row}))
