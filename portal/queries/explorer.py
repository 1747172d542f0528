"""The list of commitments: the texts of a page, and how many commitments each filter would show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, Facet
from commitments.queries import in_language, listed_commitments, number_of, numbers_of
from core.languages import SOURCE
from core.page_cache import remember
from labels.queries.cities import cities_with_label
from portal.queries.choices import OFFERED, choice_rows, choices_of

COUNTED_FOR = 300
COUNTED = (
    Facet.STATUS.value, Facet.PROGRESS.value, Facet.COUNTRY.value, Facet.ELEMENT.value, Facet.TITLE.value,
    Facet.RIGHT.value, Facet.AREA.value, Facet.GROUP.value, Facet.GOAL.value, Facet.LANGUAGE.value, Facet.RUNS.value,
)  # fmt: skip
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
Facets = Counter[tuple[str, str]]
_NONE = Value("", output_field=CharField())


def texts_of(rows: QuerySet[Commitment]) -> list[CommitmentVersion]:
    """Return the texts in force of a slice of `listed_commitments`, each with its city, in the reader's language.

    In the order of the slice. Two queries.
    """
    keys = list(rows.values_list("pk", flat=True))
    found = {text.commitment_id: text for text in _texts_in_force(keys)}
    return [found[pk] for pk in keys if pk in found]


def _texts_in_force(commitments: Iterable[int]) -> list[CommitmentVersion]:
    rows = CommitmentVersion.objects.published().filter(commitment__in=list(commitments))
    translated = in_language(get_language() or SOURCE)
    return list(rows.select_related("commitment__city").only(*LISTED).annotate(translated=translated))


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


@dataclass(frozen=True)
class Offered:
    """How many public commitments each value of each filter has in the whole record, and rows of `choice_rows`.

    Keys of `facets` are ("status", "active"), ("country", "AT"), ("region AT", "Styria") and so on; regions are not
    counted.
    """

    facets: Facets
    rows: dict[str, list[tuple[Any, ...]]]


def commitment_offered() -> Offered:
    """Return what the filters of commitments can offer. Kept until a public act; one query."""
    return remember("portal:commitment-offered", _read_offered, COUNTED_FOR)


def commitment_choices() -> dict[str, list[Any]]:
    """Return the choices of `choices_of` in the reader's language. Kept until a public act; no query of its own."""
    name = f"portal:choices:{get_language()}"
    return dict(remember(name, lambda: choices_of(commitment_offered().rows), COUNTED_FOR))


def _read_offered() -> Offered:
    shown = City.objects.public().filter(Exists(listed_commitments().filter(city=OuterRef("pk")))).order_by()
    kind = Concat(Value("region "), "country", output_field=CharField())
    regions = shown.values_list(kind, "region", Value(1, output_field=IntegerField()), _NONE, _NONE, _NONE).distinct()
    counted = numbers_of(*COUNTED, samples=True), number_of(cities_with_label(), facet="label", code="held")
    counts, held = (rows.annotate(outer=_NONE, heading=_NONE, text=_NONE) for rows in counted)
    found = Offered(Counter(), {})
    for name, code, number, *words in counts.union(held, regions, *choice_rows(), all=True):
        if name.startswith(OFFERED):
            found.rows.setdefault(name, []).append((number, code, *words))
        elif code:
            found.facets[name, code] = number
    return found
