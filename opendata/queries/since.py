"""What happened after a version was published, for those who cite it."""

from typing import Any

from django.utils import translation

from commitments.models import CommitmentVersion
from commitments.queries import diff_versions
from opendata.queries.addresses import Addresses

Row = dict[str, Any]


def newer_than(commitment_id: int, code: str, number: int, to: Addresses) -> Row | None:
    """Return the newest public text after `number`, and which parts it changed (4 queries); None for the newest."""
    later = CommitmentVersion.objects.ever_published().filter(commitment=commitment_id, number__gte=number)
    rows = list(later.order_by("number"))
    if len(rows) < 2:
        return None
    cited, newest = rows[0], rows[-1]
    with translation.override("en"):
        changed = [row["label"] for row in diff_versions(cited, newest)]
    return {
        "number": newest.number,
        "published_at": newest.published_at,
        "url": to.version(code, newest.number),
        "data_url": to.version_data(code, newest.number),
        "difference_url": f"{to.version(code, number)}#since",
        "changed": changed,
    }
