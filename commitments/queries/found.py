"""What the list of commitments finds, in its order: as many places in the search table as the list counts, no more.

A walk through an index that stands in the order of the list, and ends when it has enough. `search_commitments` finds
the same as a query set, for downloads and feeds; `listed.rows_at` reads a page of these places as rows.
"""

from typing import Any

from django.db import connection

from cities.queries.names import FEW
from commitments.queries import walks
from commitments.queries.search import COUNTRY, REGION, Search, cities_asked, mark, marks_of
from core.wordforms import stems


def found_places(wanted: Search, most: int, *, by_name: bool = False) -> list[int]:
    """Return the places of the commitments that fit, `most` of them at most; never of withdrawn ones.

    One query, two when cities are searched by name or label.

    Args:
        wanted: what to find.
        most: how many places are enough.
        by_name: in the order of the names of cities; the latest change first unless given.
    """
    words, cities = stems(wanted.q), cities_asked(wanted, FEW)
    if (wanted.q.strip() and not words) or cities == []:
        return []
    look = walks.Look(words, _marks(wanted), _conditions(wanted), cities)
    is_sqlite = connection.vendor == "sqlite"
    if by_name:
        sql, params = walks.by_name(look, most, is_sqlite=is_sqlite)
    else:
        sql, params = (walks.for_sqlite_list if is_sqlite else walks.for_postgresql_list)(look, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [place for (place,) in cursor.fetchall()]


def _marks(wanted: Search) -> list[list[str]]:
    marks = marks_of(wanted)
    if wanted.country:
        marks.append([mark(COUNTRY, code) for code in wanted.country])
    if wanted.region:
        marks.append([mark(REGION, wanted.region)])
    return marks


def _conditions(wanted: Search) -> dict[str, tuple[Any, ...]]:
    """Return what the search table does not know: code, state, progress."""
    codes = (wanted.code,) if wanted.code else ()
    given = {"code": codes, "state": wanted.status, "progress": wanted.progress}
    return {column: tuple(values) for column, values in given.items() if values}
