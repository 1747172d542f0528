"""Cities and places by a part of a name, as people type it, with or without accents.

One column of each city (`City.searched`) tells the few that may fit; only these are asked what exactly fits. Who wants
few takes `indexed` conditions with `few_of` or `any_of`: each finds its own in an index. Who walks down a list takes
them without an index, with `one_of`: then each row is asked in place.
"""

from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Expression, F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from cities.models import City
from core.text import fold

Rows = TypeVar("Rows", bound=QuerySet[City])
TRIGRAM = 3
_TRIGRAMS = "(cities_trigrams(%(expressions)s))"
# More than these are met soon by a walk down the list; fewer are looked up.
FEW = 5000


class Keys(Expression):
    """Some keys as a list in the statement: thousands of parameters would take longer than the query."""

    output_field = BigIntegerField()

    def __init__(self, keys: list[int]) -> None:
        super().__init__()
        self.keys = keys

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the keys in brackets."""
        return f"({', '.join(str(int(key)) for key in self.keys) or 'NULL'})", ()


def holds(column: str, text: str, *, indexed: bool = True) -> Q:
    """Return the condition that a column in small letters holds `text`, in any case.

    Args:
        column: name of the column.
        text: as it was typed.
        indexed: whether PostgreSQL shall look up its trigrams. To compare them row by row takes longest.
    """
    both = (F(column), Lower(Value(text)))
    if connection.vendor == "sqlite":
        return Q(Func(*both, template="(INSTR(%(expressions)s) > 0)", output_field=BooleanField()))
    found = Q(Func(*both, template="(STRPOS(%(expressions)s) > 0)", output_field=BooleanField()))
    if indexed and len(text) >= TRIGRAM:
        found &= Q(Func(*both, template=_TRIGRAMS, arg_joiner=") @> cities_trigrams(", output_field=BooleanField()))
    return found


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
    conditions = [holds("searched", text, indexed=indexed) & found]
    if address := fold(text).replace(" ", "-"):
        conditions.append(holds("searched", address, indexed=indexed) & Q(slug__contains=address))
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


def any_of(rows: Rows, conditions: list[Q]) -> Rows:
    """Narrow a list of cities to those that meet one of some conditions, each found in its own index."""
    first, *others = (City.objects.filter(condition).order_by().values("pk") for condition in conditions)
    return rows.filter(pk__in=first.union(*others) if others else first)


def one_of(rows: Rows, conditions: list[Q]) -> Rows:
    """Narrow a list of cities to those that meet one of some conditions, asked in place."""
    return rows.filter(reduce(or_, conditions))
