"""The list of commitments. It walks the index of latest changes; every condition is a subquery.

Nothing is joined, sorted or multiplied, so a page costs the same in a small and in a large record. Joining the text in
force first makes the database sort all of them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commitments.models import Commitment, CommitmentVersion
from core.text import fold

LISTED = (
    "language",
    "title",
    "starts_on",
    "ends_on",
    "commitment__code",
    "commitment__state",
    "commitment__progress",
    "commitment__origin",
    "commitment__city__slug",
    "commitment__city__name",
    "commitment__city__country",
    "commitment__city__origin",
)
LISTED_STATES = (Commitment.State.ACTIVE, Commitment.State.ON_HOLD, Commitment.State.CLOSED)


def listed_commitments() -> QuerySet[Commitment]:
    """Return the public commitments that are not withdrawn, latest change first."""
    shown = Commitment.objects.filter(Exists(_texts_in_force()), state__in=LISTED_STATES, city__is_public=True)
    return shown.order_by("-changed_at", "-pk")


def texts_of(page: Any) -> list[CommitmentVersion]:
    """Return the texts in force of a page of `listed_commitments`, in its order. One query, the page's own included.

    Args:
        page: a page of a paginator whose rows nobody has read yet.
    """
    # Looked up by primary key alone: with the state as a second condition SQLite reads every published text.
    keys = page.object_list.annotate(text=Subquery(_texts_in_force().values("pk")[:1])).values("text")
    rows = CommitmentVersion.objects.filter(pk__in=keys).select_related("commitment__city").only(*LISTED)
    return list(rows.order_by("-commitment__changed_at", "-commitment_id"))


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


def with_text(rows: QuerySet[Commitment], text: str) -> QuerySet[Commitment]:
    """Narrow to titles and promises that hold a text, or to the one commitment that has it as its code."""
    named = _texts_in_force().filter(Q(title__icontains=text) | Q(summary__icontains=text))
    return rows.filter(Exists(named) | Q(code=text.strip().upper()[:12]))


def of_city_named(rows: QuerySet[Commitment], text: str) -> QuerySet[Commitment]:
    """Narrow to cities whose name holds a text, with or without accents."""
    named = Q(city__name__icontains=text) | Q(city__local_name__icontains=text)
    if folded := fold(text).replace(" ", "-"):
        named |= Q(city__slug__contains=folded)
    return rows.filter(named)


def with_progress(rows: QuerySet[Commitment], values: Iterable[str]) -> QuerySet[Commitment]:
    """Narrow to any of these states of progress."""
    return rows.filter(progress__in=list(values))


def in_countries(rows: QuerySet[Commitment], codes: Iterable[str]) -> QuerySet[Commitment]:
    """Narrow to cities of any of these countries."""
    return rows.filter(city__country__in=list(codes))


def _texts_in_force() -> QuerySet[CommitmentVersion]:
    return CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
