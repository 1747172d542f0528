"""Loading the gazetteer."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from django.db import transaction

from cities.gazetteer import SHIPPED, digest_of, folded_names, place_of, read_rows
from cities.models import Place, PlaceLoad, PlaceName
from core import audit

BATCH = 1000
CHANGING = [field.name for field in Place._meta.concrete_fields if not field.primary_key]


def load_places(*, path: Path = SHIPPED) -> int:
    """Bring the gazetteer in line with a file, by GeoNames id, all or nothing. Places that the file lacks stay.

    Args:
        path: CSV, plain or compressed (.gz, .xz).

    Returns: how many places were written; 0 when this file was the last one loaded.
    Raises: BrokenGazetteerError; nothing is written then.
    """
    digest = digest_of(path)
    with transaction.atomic():
        last = PlaceLoad.objects.first()
        if last and last.digest == digest and Place.objects.count() >= last.rows:
            return 0
        is_first = not Place.objects.exists()
        rows, written = read_rows(path), 0
        while batch := [place_of(row) for row in islice(rows, BATCH)]:
            _write(batch, is_first=is_first)
            written += len(batch)
        load = PlaceLoad.objects.create(digest=digest, rows=written)
        audit.record("load_places", by=None, obj=load, data={"rows": written, "file": path.name, "digest": digest})
    return written


def _write(places: list[Place], *, is_first: bool) -> None:
    Place.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["geonames_id"], update_fields=CHANGING, batch_size=BATCH
    )
    if not is_first:
        PlaceName.objects.filter(place__in=places).delete()
    PlaceName.objects.bulk_create(_names(places), batch_size=5 * BATCH, ignore_conflicts=True)


def _names(places: Iterable[Place]) -> Iterable[PlaceName]:
    return [
        PlaceName(place=place, folded=folded, population=place.population)
        for place in places
        for folded in sorted(folded_names(place))
    ]
