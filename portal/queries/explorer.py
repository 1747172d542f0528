"""The list of commitments: the texts of a page, and how many commitments each filter would show."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from commitments.models import Commitment, CommitmentVersion
from commitments.queries import in_language, listed_commitments
from core.languages import SOURCE
from labels.queries.cities import cities_with_label

COUNTED_FOR = 300
LISTED = (
    "language",
    "title",
    "summary",
    "starts_on",
    "ends_on",
    "commitment__code",
    "commitment__state",
    "commitment__progress",
    "commitment__outcome",
    "commitment__origin",
    "commitment__city__slug",
    "commitment__city__name",
    "commitment__city__country",
    "commitment__city__origin",
)
# What tells one finished row from the next: with the same values it reads the same.
ROW = ("pk", "state", "progress", "origin", "changed_at", "city__changed_at")
Facets = Counter[tuple[str, str]]


def row_keys(page: Any) -> list[tuple[Any, ...]]:
    """Return primary key and state of the commitments of a page, in its order. One query.

    Args:
        page: a page of a paginator whose rows nobody has read yet.
    """
    return list(page.object_list.values_list(*ROW))


def texts_in_force(commitments: Iterable[int]) -> list[CommitmentVersion]:
    """Return the texts in force of some commitments, each with its city and in the reader's language, in any order.

    One query.
    """
    rows = CommitmentVersion.objects.published().filter(commitment__in=list(commitments))
    translated = in_language(get_language() or SOURCE)
    return list(rows.select_related("commitment__city").only(*LISTED).annotate(translated=translated))


def texts_of(rows: QuerySet[Commitment]) -> list[CommitmentVersion]:
    """Return the texts in force of a slice of `listed_commitments`, in its order. Two queries."""
    keys = list(rows.values_list("pk", flat=True))
    found = {text.commitment_id: text for text in texts_in_force(keys)}
    return [found[pk] for pk in keys if pk in found]


def citing(rows: QuerySet[Commitment], relation: str, code: str, *paths: str) -> QuerySet[Commitment]:
    """Narrow to commitments whose text in force cites a row of the framework.

    Args:
        relation: the field of the version, such as "rights".
        code: the row's code.
        paths: where the code may stand, from the row; "code" unless given.
    """
    field: Any = CommitmentVersion._meta.get_field(relation)
    cited = Q()
    for path in paths or ("code",):
        cited |= Q(**{path: code})
    wanted = {f"{field.m2m_reverse_field_name()}__in": field.related_model.objects.filter(cited).values("pk")}
    links = field.remote_field.through.objects.filter(**wanted).values("commitmentversion")
    # IN, not EXISTS: most rows of the framework are cited by few, and SQLite asks EXISTS of every commitment.
    return rows.filter(pk__in=CommitmentVersion.objects.published().filter(pk__in=links).values("commitment"))


def commitment_facets() -> Facets:
    """Return how many public commitments each value of each filter has in the whole record, read every five minutes.

    Keys are ("status", "active"), ("country", "AT") and so on; what a text cites is ("mark", its mark). Two queries.
    """
    return cache.get_or_set("portal:commitment-facets", _count_facets, COUNTED_FOR) or Counter()


def _count_facets() -> Facets:
    labelled = set(cities_with_label().values_list("pk", flat=True))
    fields = ("search_entry__marks", "state", "progress", "city", "city__country", "city__region")
    rows = listed_commitments().order_by().values_list(*fields)
    return Counter(key for row in rows.iterator() for key in _values_of(row, labelled))


def _values_of(row: tuple[Any, ...], labelled: set[int]) -> Iterator[tuple[str, str]]:
    marks, state, progress, city, country, region = row
    yield from (("status", state), ("progress", progress), ("country", country), (f"region {country}", region))
    yield from (("mark", one) for one in (marks or "").split())
    if city in labelled:
        yield "label", "held"
