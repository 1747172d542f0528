"""Keep the roll-up true: each act that changes what is public settles its commitments before it ends.

Call `settle` after the audit event of the act: the lock on the head of the audit chain, held until the commit, lines
up all writers of the roll-up. What a commitment added is kept in its `Counted` row, so that exactly that is taken away.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from cities.models import City
from commitments.models import Commitment, Counted, RollUp
from commitments.queries.rollups import Adds, added_by
from core import audit
from core.later import once

BATCH = 500
Key = tuple[str, str, str, str]  # facet, code, country, origin


@once
def settle(commitments: Iterable[int]) -> None:
    """Bring the roll-up in line with what these commitments, all of them locked, show in public now.

    Args:
        commitments: primary keys. Three queries when nothing changed, else up to eight.
    """
    keys = list(commitments)
    stored = {row.commitment_id: Adds(row.country, row.origin, row.keys) for row in _rows(keys)}
    wanted = added_by(keys)
    changed = [pk for pk in keys if stored.get(pk) != wanted.get(pk)]
    if not changed:
        return
    difference: Counter[Key] = Counter()
    for pk in changed:
        difference.update(_keys(wanted.get(pk)))
        difference.subtract(_keys(stored.get(pk)))
    _rows(changed).delete()
    Counted.objects.bulk_create(_counted(pk, wanted[pk]) for pk in changed if pk in wanted)
    _add(difference)


def settle_city(*, city: City) -> None:
    """Settle all commitments of a city whose country or origin changed just now, in its transaction."""
    for keys in _batches(Commitment.objects.of_city(city)):
        settle(keys)


@transaction.atomic
def rebuild_rollups() -> int:
    """Make the roll-up anew from the record. Safe at any time; other writers wait until it is done.

    Returns: how many rows were wrong.
    """
    audit.record("rebuild_rollups", by=None, obj=None)
    fields = ("facet", "code", "country", "origin")
    before = {tuple(row[:4]): row[4] for row in RollUp.objects.values_list(*fields, "number") if row[4]}
    _rows(None).delete()
    RollUp.objects.all().delete()
    total: Counter[Key] = Counter()
    for keys in _batches(Commitment.objects.public()):
        found = added_by(keys)
        Counted.objects.bulk_create(_counted(pk, adds) for pk, adds in found.items())
        for adds in found.values():
            total.update(_keys(adds))
    rows = (RollUp(**dict(zip(fields, key, strict=True)), number=number) for key, number in sorted(total.items()))
    RollUp.objects.bulk_create(rows, batch_size=BATCH)
    return sum(before.get(key, 0) != total.get(key, 0) for key in before.keys() | total.keys())


def _batches(commitments: Any) -> Iterator[list[int]]:
    keys = commitments.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(keys, BATCH)):
        yield batch


def _rows(commitments: list[int] | None) -> Any:
    rows = Counted.objects.all()
    return rows if commitments is None else rows.filter(commitment__in=commitments)


def _counted(commitment: int, adds: Adds) -> Counted:
    return Counted(commitment_id=commitment, country=adds.country, origin=adds.origin, keys=adds.keys)


def _keys(adds: Adds | None) -> Iterator[Key]:
    if adds is not None:
        for key in adds.keys:
            facet, _colon, code = key.partition(":")
            yield facet, code, adds.country, adds.origin


def _add(difference: Counter[Key]) -> None:
    """Add to each row, or take away: the database counts, so that nothing is read and written back."""
    groups: dict[tuple[str, str, int], dict[str, list[str]]] = {}
    for (facet, code, country, origin), number in sorted(difference.items()):
        if number:
            groups.setdefault((country, origin, number), {}).setdefault(facet, []).append(code)
    missing = [
        RollUp(facet=facet, code=code, country=country, origin=origin)
        for (facet, code, country, origin), number in sorted(difference.items())
        if number > 0
    ]
    RollUp.objects.bulk_create(missing, ignore_conflicts=True)
    for (country, origin, number), facets in groups.items():
        named = Q()
        for facet, codes in facets.items():
            named |= Q(facet=facet, code__in=codes)
        RollUp.objects.filter(named, country=country, origin=origin).update(number=F("number") + number)
