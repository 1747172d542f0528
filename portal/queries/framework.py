"""Which commitments cite a row of the framework, and how many do."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet

from commitments.models import Commitment, CommitmentVersion
from commitments.queries import listed_commitments
from portal.queries.explorer import citing

COUNTED_FOR = 60


def commitments_citing(relation: str, code: str) -> QuerySet[Commitment]:
    """Return the public commitments that cite a row, latest change first, ready to be paged."""
    return citing(listed_commitments(), relation, code)


def citation_counts(relation: str) -> dict[str, int]:
    """Return how many public texts cite each row, by the row's code. One query, once a minute."""
    return cache.get_or_set(f"portal:cited-{relation}", lambda: _count_citations(relation), COUNTED_FOR) or {}


def _count_citations(relation: str) -> dict[str, int]:
    field: Any = CommitmentVersion._meta.get_field(relation)
    links = field.remote_field.through.objects.filter(
        commitmentversion__state=CommitmentVersion.State.PUBLISHED, commitmentversion__commitment__city__is_public=True
    ).exclude(commitmentversion__commitment__state=Commitment.State.WITHDRAWN)
    code = f"{field.m2m_reverse_field_name()}__code"
    return dict(links.order_by().values_list(code).annotate(Count("commitmentversion")))
