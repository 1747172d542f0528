"""Which commitments cite a row of the framework, and how many do."""

from django.db.models import QuerySet

from commitments.models import Commitment, Facet
from commitments.queries import listed_commitments, numbers_by
from portal.queries.explorer import citing


def commitments_citing(relation: str, code: str) -> QuerySet[Commitment]:
    """Return the public commitments that cite a row, latest change first, ready to be paged."""
    return citing(listed_commitments(), relation, code)


def citation_counts(facet: Facet) -> dict[str, int]:
    """Return how many public commitments cite each row, by the row's code. One query of the roll-up."""
    return numbers_by(facet, samples=True)[facet]
