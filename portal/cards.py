"""The rows of the two long lists as finished HTML. A row is drawn once and kept, named by all that may change it.

The rows of a whole page are kept in each process until the next public act: then they cost no query.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from cities.models import City
from commitments.queries import rows_at
from core.kept import Store
from core.markup import squeezed
from core.page_cache import stamp
from labels.queries.cities import cities_at
from portal import rows
from portal.reading import reader_language

KEPT_FOR = 300
# A page of rows is some 15 kB.
ROWS = Store(200)
Draw = Callable[[list[Any]], dict[Any, str]]


def commitment_cards(places: list[int]) -> list[str]:
    """Return the commitments at some of `found_places` as HTML. One query at most."""
    return _page("commitments", places, lambda: _commitments(places))


def city_cards(pks: list[int]) -> tuple[list[str], set[str]]:
    """Return cities of some primary keys as HTML, and the codes of their countries. One query at most."""
    return _page("cities", pks, lambda: _cities(cities_at(pks, timezone.localdate())))


def _page(kind: str, wanted: list[int], make: Callable[[], Any]) -> Any:
    if not (now := stamp()):
        return make()
    return ROWS.get((kind, now, timezone.localdate(), settings.LABEL_ENABLED, *wanted), make)


def _commitments(places: list[int]) -> list[str]:
    found = {row.pk: row for row in rows_at(places, reader_language())}

    def draw(missing: list[int]) -> dict[int, str]:
        drawn = {pk: rows.commitment_row(found[pk].text(), found[pk].links()) for pk in missing}
        return {pk: _html("portal/_commitment_row.html", row) for pk, row in drawn.items()}

    return _cards("commitment", {pk: row.key for pk, row in found.items()}, draw)


def _cities(listed: list[City]) -> tuple[list[str], set[str]]:
    cities: dict[int, Any] = {city.pk: city for city in listed}

    def draw(missing: list[int]) -> dict[int, str]:
        drawn = zip(missing, rows.city_rows([cities[pk] for pk in missing]), strict=True)
        return {pk: _html("portal/_city_row.html", row) for pk, row in drawn}

    keys = {
        pk: (pk, city.name, city.membership, city.changed_at, city.label_until, city.has_applied)
        for pk, city in cities.items()
    }
    return _cards("city", keys, draw), {city.country for city in listed}


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


def _html(template: str, row: rows.Row) -> str:
    return squeezed(render_to_string(template, {"row": row}))
