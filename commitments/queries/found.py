"""What the list of commitments finds, in its order: as many places in the search table as the list counts, no more.

One walk through an index that stands in the order of the list, and ends when it has enough. `search_commitments` finds
the same as a query set, for downloads and feeds; `listed.rows_at` reads a page of these places as rows.
"""

from typing import Any

from django.db import connection

from commitments.queries.search import (
    COUNTRY,
    REGION,
    Search,
    cities_of,
    for_postgresql,
    for_sqlite,
    mark,
    marks_of,
)
from core.wordforms import stems

# CROSS JOIN: SQLite shall begin where the order of the list begins, and stop when it has enough.
_NEWEST = "SELECT e.place FROM commitments_searchentry e{more} WHERE {where} ORDER BY e.place DESC LIMIT %s"
_NEWEST_WORDS = "SELECT i.rowid FROM commitments_searchindex i{more} WHERE {where} ORDER BY i.rowid DESC LIMIT %s"
_BY_NAME = (
    "SELECT e.place FROM cities_city t {join} commitments_commitment c ON c.city_id = t.id"
    " {join} commitments_searchentry e ON e.commitment_id = c.id WHERE {where} ORDER BY t.name, t.id, c.id LIMIT %s"
)
_ENTRY = " {join} commitments_searchentry e ON e.place = i.rowid"
_COMMITMENT = " {join} commitments_commitment c ON c.id = e.commitment_id"
_IN_VECTOR = "e.vector @@ to_tsquery('simple', %s)"
_IN_INDEX = "i.commitments_searchindex MATCH %s"
_IN_PLACES = "e.place IN (SELECT rowid FROM commitments_searchindex WHERE commitments_searchindex MATCH %s)"


def found_places(wanted: Search, most: int, *, by_name: bool = False) -> list[int]:
    """Return the places of the commitments that fit, `most` of them at most; never of withdrawn ones. One query.

    Args:
        wanted: what to find.
        most: how many places are enough.
        by_name: in the order of the names of cities; the latest change first unless given.
    """
    words = stems(wanted.q)
    if wanted.q.strip() and not words:
        return []
    matching = _matching(wanted, words)
    conditions, params = _conditions(wanted)
    sql = _written(bool(matching), conditions, by_name=by_name)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*([matching] if matching else []), *params, most])
        return [place for (place,) in cursor.fetchall()]


def _written(has_words: bool, conditions: list[str], *, by_name: bool) -> str:
    is_sqlite = connection.vendor == "sqlite"
    join = "CROSS JOIN" if is_sqlite else "INNER JOIN"
    by_words = is_sqlite and has_words and not by_name
    match = (_IN_INDEX if by_words else _IN_PLACES) if is_sqlite else _IN_VECTOR
    # Withdrawn texts have their places below zero.
    listed = "i.rowid > 0" if by_words else "e.place > 0"
    where = " AND ".join([*([match] if has_words else []), listed, *conditions])
    if by_name:
        return _BY_NAME.format(join=join, where=where)
    more = ((_ENTRY if by_words else "") + _COMMITMENT).format(join=join) if conditions else ""
    return (_NEWEST_WORDS if by_words else _NEWEST).format(more=more, where=where)


def _matching(wanted: Search, words: list[str]) -> str:
    marks = marks_of(wanted)
    if wanted.country:
        marks.append([mark(COUNTRY, code) for code in wanted.country])
    if wanted.region:
        marks.append([mark(REGION, wanted.region)])
    return for_sqlite(words, marks) if connection.vendor == "sqlite" else for_postgresql(words, marks)


def _conditions(wanted: Search) -> tuple[list[str], list[Any]]:
    """Return what the search table does not know: code, state, progress, one city, cities with a label."""
    found: list[str] = []
    params: list[Any] = []
    codes = (wanted.code,) if wanted.code else ()
    for column, values in (("code", codes), ("state", wanted.status), ("progress", wanted.progress)):
        if values:
            found.append(f"c.{column} IN ({', '.join(['%s'] * len(values))})")
            params += values
    if wanted.city.strip() or wanted.slug or wanted.cities is not None:
        cities = cities_of(wanted)
        if cities is not None:
            sql, more = cities.order_by().values("pk").query.sql_with_params()
            found.append(f"c.city_id IN ({sql})")
            params += more
    return found, params
