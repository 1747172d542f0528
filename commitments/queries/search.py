"""The one search over public commitments, for pages, downloads and feeds, on PostgreSQL and SQLite alike.

The list walks the index of latest changes. Words and everything a text cites are one look into the full-text index;
country, region and label are subqueries. Nothing is joined, multiplied or ranked.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, Expression, OuterRef, Q, QuerySet

from cities.models import City
from cities.queries.names import any_of, few_of, named, one_of
from commitments.models import Commitment, CommitmentVersion
from core.text import fold
from core.wordforms import LONGEST, stems

LISTED_STATES = (Commitment.State.ACTIVE, Commitment.State.ON_HOLD, Commitment.State.CLOSED)
# A withdrawn text keeps its row in the search table: whoever follows a search hears that it was withdrawn.
INDEXED_STATES = (*LISTED_STATES, Commitment.State.WITHDRAWN)
# Kinds of marks: what a text in force can be filtered by, one word each in the search table.
ELEMENT, RIGHT, TITLE, AREA, GROUP, GOAL, LANGUAGE, YEAR, COUNTRY, REGION = (
    "element", "right", "title", "area", "group", "goal", "language", "year", "country", "region",
)  # fmt: skip
MOST_YEARS = 30
POSTGRESQL = "SELECT commitment_id FROM commitments_searchentry WHERE vector @@ %s::tsquery"
SQLITE = (
    "SELECT commitment_id FROM commitments_searchentry WHERE place IN"
    " (SELECT rowid FROM commitments_searchindex WHERE commitments_searchindex MATCH %s)"
)


@dataclass(frozen=True)
class Search:
    """What is wanted; everything that is given narrows the list, several values of one filter widen it.

    `cities` narrows to a queryset of cities (such as those with a label) that the app above knows how to find.
    `withdrawn` adds withdrawn commitments, whatever their status was: for news, never for a list.
    """

    q: str = ""
    city: str = ""
    slug: str = ""
    country: tuple[str, ...] = ()
    region: str = ""
    status: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    element: str = ""
    right: str = ""
    area: str = ""
    group: str = ""
    goal: str = ""
    language: str = ""
    year: str = ""
    code: str = ""
    cities: QuerySet[City] | None = None
    withdrawn: bool = False


def mark(kind: str, code: Any) -> str:
    """Return the one word that stands for a code in the search table: right0cfr21."""
    return f"{kind}0{''.join(char for char in fold(str(code)) if char.isalnum())}"[: 2 * LONGEST]


def years_of(starts_on: dt.date | None, ends_on: dt.date | None) -> range:
    """Return the calendar years a promise runs through, thirty at most; without an end it goes on."""
    first = starts_on or ends_on
    if first is None:
        return range(0)
    last = ends_on.year if ends_on else first.year + MOST_YEARS
    return range(first.year, min(last, first.year + MOST_YEARS) + 1)


def listed_commitments(*, states: Sequence[str] = LISTED_STATES) -> QuerySet[Commitment]:
    """Return the public commitments that are not withdrawn, or those in `states`, latest change first."""
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    shown = Commitment.objects.filter(Exists(texts), state__in=states, city__is_public=True)
    return shown.order_by("-changed_at", "-pk")


def search_commitments(wanted: Search) -> QuerySet[Commitment]:
    """Return the public commitments that fit, latest change first, ready to be paged."""
    listed = [state for state in LISTED_STATES if not wanted.status or state in wanted.status]
    rows = listed_commitments(states=(*listed, Commitment.State.WITHDRAWN) if wanted.withdrawn else listed)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.progress:
        rows = rows.filter(progress__in=wanted.progress)
    cities = cities_of(wanted)
    if cities is not None:
        rows = rows.filter(city__in=cities.order_by().values("pk"))
    words, marks = stems(wanted.q), marks_of(wanted)
    if wanted.q.strip() and not words:
        return rows.none()
    if words or marks:
        rows = rows.filter(pk__in=Matching(words, marks))
    return rows


def cities_of(wanted: Search) -> QuerySet[City] | None:
    """Return the cities that fit, or None when any city does."""
    rows, text = _cities_but_names(wanted), wanted.city.strip()
    if text:
        return any_of(City.objects.all() if rows is None else rows, named(text, indexed=True))
    return rows


def cities_asked(wanted: Search, most: int) -> list[int] | QuerySet[City] | None:
    """Return the keys of the cities that fit, when they are `most` or fewer, else a query set; None for any city.

    One query, none when no city is asked for by name, address or label.
    """
    rows, text = _cities_but_names(wanted), wanted.city.strip()
    if not text and not wanted.slug and wanted.cities is None:
        return None
    rows = City.objects.all() if rows is None else rows
    keys = few_of(rows, named(text, indexed=True) if text else [Q()], most)
    if keys is not None:
        return keys
    return one_of(rows, named(text, indexed=False)) if text else rows


def _cities_but_names(wanted: Search) -> QuerySet[City] | None:
    rows = City.objects.all() if wanted.cities is None else wanted.cities
    if wanted.country:
        rows = rows.filter(country__in=wanted.country)
    if wanted.region:
        rows = rows.filter(region=wanted.region)
    if wanted.slug:
        rows = rows.filter(slug=wanted.slug)
    is_narrowed = wanted.country or wanted.region or wanted.slug
    return rows if is_narrowed or wanted.cities is not None else None


def marks_of(wanted: Search) -> list[list[str]]:
    """Return the marks that a text must carry; of the marks in one inner list it needs one."""
    found = [
        [mark(kind, code)]
        for kind, code in (
            (ELEMENT, wanted.element),
            (AREA, wanted.area),
            (GROUP, wanted.group),
            (GOAL, wanted.goal),
            (LANGUAGE, wanted.language),
            (YEAR, wanted.year),
        )
        if code
    ]
    # A whole title of the Charter stands in the same filter as its articles.
    return [*found, [mark(RIGHT, wanted.right), mark(TITLE, wanted.right)]] if wanted.right else found


class Matching(Expression):
    """The subquery into the full-text index. Words and marks are letters and digits only: nothing has to be escaped.

    Args:
        words: beginnings of words, all of which the text must hold.
        marks: lists of marks; the text must carry one of each list.
    """

    output_field = BigIntegerField()

    def __init__(self, words: list[str], marks: list[list[str]]) -> None:
        super().__init__()
        self.words, self.marks = words, marks

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:
        """Ask the text vector."""
        return f"({POSTGRESQL})", [for_postgresql(self.words, self.marks)]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:
        """Ask the FTS5 table."""
        return f"({SQLITE})", [for_sqlite(self.words, self.marks)]


def for_postgresql(words: list[str], marks: list[list[str]]) -> str:
    """Return words and marks as a `tsquery`; in the vector a mark stands behind a sign that no word has."""
    parts = [f"'{word}':*" for word in words]
    parts += ["(" + " | ".join(f"'#{one}'" for one in group) + ")" for group in marks]
    return " & ".join(parts)


def for_sqlite(words: list[str], marks: list[list[str]]) -> str:
    """Return words and marks as FTS5 reads them."""
    parts = [f'words : "{word}" *' for word in words]
    parts += ["(" + " OR ".join(f'marks : "{one}"' for one in group) + ")" for group in marks]
    return " AND ".join(parts)
