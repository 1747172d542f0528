"""Narrowing the list of commitments without joining or multiplying rows: every condition is an EXISTS."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.models import CommitmentVersion
from core.text import fold


def citing(rows: QuerySet[CommitmentVersion], relation: str, code: str, *paths: str) -> QuerySet[CommitmentVersion]:
    """Narrow to versions that cite a row of the framework.

    Args:
        relation: the field of the version, such as "rights".
        code: the row's code.
        paths: where the code may stand, from the row; "code" unless given.
    """
    field: Any = CommitmentVersion._meta.get_field(relation)
    column = field.m2m_reverse_field_name()
    cited = Q()
    for path in paths or ("code",):
        cited |= Q(**{f"{column}__{path}": code})
    links = field.remote_field.through.objects.filter(cited, commitmentversion=OuterRef("pk"))
    return rows.filter(Exists(links))


def with_text(rows: QuerySet[CommitmentVersion], text: str) -> QuerySet[CommitmentVersion]:
    """Narrow to titles and promises that hold a text, or to the one commitment that has it as its code."""
    found = Q(title__icontains=text) | Q(summary__icontains=text) | Q(commitment__code=text.strip().upper()[:12])
    return rows.filter(found)


def of_city_named(rows: QuerySet[CommitmentVersion], text: str) -> QuerySet[CommitmentVersion]:
    """Narrow to cities whose name holds a text, with or without accents."""
    named = Q(commitment__city__name__icontains=text) | Q(commitment__city__local_name__icontains=text)
    if folded := fold(text).replace(" ", "-"):
        named |= Q(commitment__city__slug__contains=folded)
    return rows.filter(named)
