"""Codes of the framework in cells of a table. Of each text its keys are read in one column; what they say, once."""

from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value

from commitments.models import CommitmentVersion
from core.aggregates import Listed

# So many different lists of keys are remembered at once.
MOST = 10_000
Place = tuple[int, str]


def listed_keys(kind: str, version: str) -> Subquery:
    """Return an expression: the keys of what a text cites, such as "7,12", or NULL.

    Args:
        kind: the field of the version, such as "rights".
        version: the path to the version's key, from the rows that are read.
    """
    field: Any = CommitmentVersion._meta.get_field(kind)
    links = field.remote_field.through.objects.filter(commitmentversion=OuterRef(version)).order_by()
    keys = Listed(f"{field.m2m_reverse_field_name()}_id")
    return Subquery(links.values("commitmentversion").annotate(keys=keys).values("keys"))


class Cells(dict[str | None, str]):
    """Keys of one kind as `listed_keys` reads them -> their codes, in the order of the framework: "CFR-21; CFR-26"."""

    def __init__(self, places: dict[str, Place]) -> None:
        super().__init__()
        self.places = places

    def __missing__(self, keys: str | None) -> str:
        if len(self) >= MOST:
            self.clear()
        cited = sorted(self.places[key] for key in keys.split(",")) if keys else []
        self[keys] = cell = "; ".join(code for _order, code in cited)
        return cell


def cited_cells(kinds: tuple[str, ...]) -> list[Cells]:
    """Return the cells of each kind. One query."""
    found: dict[str, dict[str, Place]] = {kind: {} for kind in kinds}
    first, *others = [_places(kind) for kind in kinds]
    for kind, pk, order, code in first.union(*others, all=True):
        found[kind][str(pk)] = (order, code)
    return [Cells(found[kind]) for kind in kinds]


def _places(kind: str) -> QuerySet[Any]:
    table: Any = CommitmentVersion._meta.get_field(kind).related_model
    return table.objects.order_by().values_list(Value(kind, output_field=CharField()), "pk", F("order"), F("code"))
