"""Cities and places by a part of a name, as people type it, with or without accents.

One column of each city (`City.searched`) tells the few that may fit; only these are asked what exactly fits. Who wants
few takes `indexed` conditions with `few_of` or `any_of`: each finds its own in an index. Who walks down a list takes
them without an index, with `one_of`: then each row is asked in place.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from cities.models import City
from core.text import fold

TRIGRAM = 3
# More than these are met soon by a walk down the list; fewer are looked up.
FEW = 5000


class Holds(Func):
    """Whether a column holds a text, both in small letters.

    Args:
        column: the column.
        text: the text.
        indexed: whether PostgreSQL shall look up its trigrams. To compare them row by row takes longest.
    """

    output_field = BooleanField()

    def __init__(self, column: Any, text: Any, *, indexed: bool) -> None:
        super().__init__(column, text)
        self.indexed = indexed

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        """Return the condition for one database."""
        (column, params), (text, more) = (compiler.compile(part) for part in self.get_source_expressions())
        values = [*params, *more]
        if connection.vendor == "sqlite":
            return f"(INSTR({column}, {text}) > 0)", values
        found = f"STRPOS({column}, {text}) > 0"
        if not self.indexed:
            return f"({found})", values
        return f"({found} AND cities_trigrams({column}) @> cities_trigrams({text}))", [*values, *values]


def holds(column: str, text: str, *, indexed: bool = True) -> Holds:
    """Return the condition that a column in small letters holds `text`, in any case."""
    return Holds(F(column), Lower(Value(text)), indexed=indexed and len(text) >= TRIGRAM)


def named(text: str, *, indexed: bool, in_region: bool = False) -> list[Q]:
    """Return conditions of which the cities that have `text` in a name or in their address meet one.

    Args:
        text: as it was typed.
        indexed: whether each condition shall find its own in an index.
        in_region: whether the name of the region counts, too.
    """
    found = Q(name__icontains=text) | Q(local_name__icontains=text)
    if in_region:
        found |= Q(region__icontains=text)
    conditions = [Q(holds("searched", text, indexed=indexed)) & found]
    if address := fold(text).replace(" ", "-"):
        conditions.append(Q(holds("searched", address, indexed=indexed)) & Q(slug__contains=address))
    return conditions


def few_of(rows: QuerySet[City], conditions: list[Q], most: int) -> list[int] | None:
    """Return the keys of the cities that meet one of some conditions, None when they are more than `most`. One query.

    Args:
        rows: the cities to choose from.
        conditions: each of them finds its own in an index.
        most: how many keys are few.
    """
    first, *others = (rows.filter(condition).order_by().values_list("pk", flat=True) for condition in conditions)
    keys = list((first.union(*others, all=True) if others else first)[: most + 1])
    return list(dict.fromkeys(keys)) if len(keys) <= most else None


def any_of(rows: QuerySet[City], conditions: list[Q]) -> QuerySet[City]:
    """Narrow a list of cities to those that meet one of some conditions, each found in its own index."""
    first, *others = (City.objects.filter(condition).order_by().values("pk") for condition in conditions)
    return rows.filter(pk__in=first.union(*others) if others else first)


def one_of(rows: QuerySet[City], conditions: list[Q]) -> QuerySet[City]:
    """Narrow a list of cities to those that meet one of some conditions, asked in place."""
    return rows.filter(reduce(or_, conditions))
