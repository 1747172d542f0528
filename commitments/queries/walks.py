"""The SQL of a look at the list: what fits, newest first, as many as are wanted.

PostgreSQL cannot know whether a walk down the list soon meets enough, or whether an index had better say which rows
fit: it takes conditions for independent of each other, and rare beginnings of words for rare. So it first looks at the
newest rows and at a few pages from everywhere, which costs a millisecond, and then takes one way. SQLite's FTS5 answers
in the order of the list itself.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Expression, QuerySet

from cities.models import City
from commitments.queries.search import for_postgresql, for_sqlite

# A walk is short when 20 of the newest 1,000 rows fit, or 3 % of the rows on 0.1 % of the pages.
LOOKED_AT, DENSE = 1000, 20
SAMPLE, DENSE_IN_SAMPLE = 0.1, 0.03


class _Column(Expression):
    """A column of the statement around a subquery."""

    output_field = BigIntegerField()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return self.name, ()


@dataclass(frozen=True)
class Look:
    """What is looked for.

    `conditions`: column of the commitment -> values, of which it has one. `cities`: the keys of a few cities; or many,
    as a query set that is asked for each row; or None for any.
    """

    words: list[str]
    marks: list[list[str]]
    conditions: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    cities: list[int] | QuerySet[City] | None = None


@dataclass
class _Parts:
    """Conditions of a statement and their values, in the same order."""

    where: list[str]
    params: list[Any]

    def add(self, condition: str, *params: Any) -> None:
        self.where.append(condition)
        self.params += params

    @property
    def sql(self) -> str:
        return " AND ".join(self.where)


def _of_commitment(look: Look, parts: _Parts) -> None:
    for column, values in look.conditions.items():
        parts.add(f"c.{column} IN ({', '.join(['%s'] * len(values))})", *values)


def _of_many_cities(cities: QuerySet[City], key: str, parts: _Parts) -> None:
    # A subquery for each row: as a join PostgreSQL would begin with the cities.
    sql, params = cities.order_by().filter(pk=_Column(key)).values("pk").query.sql_with_params()
    parts.add(f"({sql} LIMIT 1) IS NOT NULL", *params)


# --- By the name of the city --------------------------------------------------------------------------

_BY_NAME = (
    "SELECT e.place FROM cities_city t {join} commitments_commitment c ON c.city_id = t.id"
    " {join} commitments_searchentry e ON e.commitment_id = c.id WHERE {where} ORDER BY t.name, t.id, c.id LIMIT %s"
)


def by_name(look: Look, most: int, *, is_sqlite: bool) -> tuple[str, list[Any]]:
    """Return the statement that finds places in the order of the names of cities, and its values."""
    parts = _Parts(["e.place > 0"], [])
    if look.words or look.marks:
        matching = (for_sqlite if is_sqlite else for_postgresql)(look.words, look.marks)
        parts.add(_IN_PLACES if is_sqlite else "e.vector @@ %s::tsquery", matching)
    _of_commitment(look, parts)
    if isinstance(look.cities, list):
        parts.add(f"t.id IN ({', '.join(['%s'] * len(look.cities))})", *look.cities)
    elif look.cities is not None:
        _of_many_cities(look.cities, "t.id", parts)
    join = "CROSS JOIN" if is_sqlite else "INNER JOIN"
    return _BY_NAME.format(join=join, where=parts.sql), [*parts.params, most]


# --- SQLite -------------------------------------------------------------------------------------------

# CROSS JOIN: SQLite shall begin where the statement begins, and stop when it has enough.
_IN_PLACES = "e.place IN (SELECT rowid FROM commitments_searchindex WHERE commitments_searchindex MATCH %s)"
_ENTRIES = "SELECT e.place FROM commitments_searchentry e{more} WHERE {where} ORDER BY e.place DESC LIMIT %s"
_INDEX = "SELECT i.rowid FROM commitments_searchindex i{more} WHERE {where} ORDER BY i.rowid DESC LIMIT %s"
_CITIES = (
    "SELECT e.place FROM commitments_commitment c CROSS JOIN commitments_searchentry e ON e.commitment_id = c.id"
    " WHERE {where} ORDER BY e.place DESC LIMIT %s"
)
_ENTRY = " CROSS JOIN commitments_searchentry e ON e.place = i.rowid"
_COMMITMENT = " CROSS JOIN commitments_commitment c ON c.id = e.commitment_id"


def for_sqlite_list(look: Look, most: int) -> tuple[str, list[Any]]:
    """Return the statement that finds the newest places on SQLite, and its values."""
    matching = [for_sqlite(look.words, look.marks)] if look.words or look.marks else []
    if isinstance(look.cities, list):
        parts = _Parts([f"c.city_id IN ({', '.join(['%s'] * len(look.cities))})"], [*look.cities])
        parts.add("e.place > 0")
        if matching:
            parts.add(_IN_PLACES, *matching)
        _of_commitment(look, parts)
        return _CITIES.format(where=parts.sql), [*parts.params, most]
    in_index = "i.commitments_searchindex MATCH %s AND i.rowid > 0"
    parts = _Parts([in_index if matching else "e.place > 0"], matching)
    _of_commitment(look, parts)
    if look.cities is not None:
        _of_many_cities(look.cities, "c.city_id", parts)
    joined = bool(look.conditions) or look.cities is not None
    more = ((_ENTRY if matching else "") + _COMMITMENT) if joined else ""
    return (_INDEX if matching else _ENTRIES).format(more=more, where=parts.sql), [*parts.params, most]


# --- PostgreSQL ---------------------------------------------------------------------------------------

_LIST = "SELECT b.place FROM {table} b{more} WHERE {where} ORDER BY {order} DESC LIMIT %s"
# CASE hides a condition from every index, "+ 0" hides the order of the list.
_EITHER = (
    "WITH first AS MATERIALIZED (SELECT"
    " (SELECT COUNT(*) FROM (SELECT * FROM {table} WHERE place > 0 ORDER BY place DESC LIMIT %s) b WHERE {match}) >= %s"
    " OR (SELECT COALESCE(AVG(CASE WHEN {match} THEN 1 ELSE 0 END), 0) >= %s"
    " FROM {table} b TABLESAMPLE SYSTEM (%s) REPEATABLE (1)) AS dense)"
    " SELECT place FROM (({walk}) UNION ALL ({index})) found ORDER BY place DESC"
)
_WALK = "(SELECT dense FROM first) AND CASE WHEN {match} THEN TRUE END AND {where}"
_BY_INDEX = "NOT (SELECT dense FROM first) AND {match} AND {where}"
_LISTED, _WORDS = "commitments_searchlist", "commitments_searchentry"


def for_postgresql_list(look: Look, most: int) -> tuple[str, list[Any]]:
    """Return the statement that finds the newest places on PostgreSQL, and its values."""
    table = _WORDS if look.words and not isinstance(look.cities, list) else _LISTED
    match, parts = _matching(look, table), _Parts(["b.place > 0"], [])
    _of_commitment(look, parts)
    if isinstance(look.cities, list):
        parts.add("b.city_id = ANY(%s)", look.cities)
        if look.words:
            parts.add("e.vector @@ %s::tsquery", for_postgresql(look.words, []))
    elif look.cities is not None:
        _of_many_cities(look.cities, "b.city_id" if table == _LISTED else "c.city_id", parts)
    more = _joined(look, table)
    if not match.where or isinstance(look.cities, list):
        both = _Parts([*parts.where, *match.where], [*parts.params, *match.params])
        return _LIST.format(table=table, more=more, where=both.sql, order="b.place"), [*both.params, most]
    pieces = {"match": match.sql, "where": parts.sql}
    walk = _LIST.format(table=table, more=more, where=_WALK.format(**pieces), order="b.place")
    index = _LIST.format(table=table, more=more, where=_BY_INDEX.format(**pieces), order="b.place + 0")
    values = [*match.params, *parts.params, most]
    return _EITHER.format(table=table, match=match.sql, walk=walk, index=index), [
        LOOKED_AT, *match.params, DENSE, *match.params, DENSE_IN_SAMPLE, SAMPLE, *values, *values,
    ]  # fmt: skip


def _joined(look: Look, table: str) -> str:
    is_few = isinstance(look.cities, list)
    needs_commitment = bool(look.conditions) or (look.cities is not None and not is_few and table == _WORDS)
    if table == _WORDS:
        return " JOIN commitments_commitment c ON c.id = b.commitment_id" if needs_commitment else ""
    entry = " JOIN commitments_searchentry e ON e.place = b.place" if needs_commitment or look.words else ""
    return entry + (" JOIN commitments_commitment c ON c.id = e.commitment_id" if needs_commitment else "")


def _matching(look: Look, table: str) -> _Parts:
    parts = _Parts([], [])
    if table == _WORDS:
        parts.add("b.vector @@ %s::tsquery", for_postgresql(look.words, look.marks))
        return parts
    if every := [group[0] for group in look.marks if len(group) == 1]:
        parts.add("b.marks @> commitments_mark_numbers(%s::text[])", every)
    for group in look.marks:
        if len(group) > 1:
            parts.add("b.marks && commitments_mark_numbers(%s::text[])", group)
    return parts
