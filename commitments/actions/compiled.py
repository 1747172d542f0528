"""Measures that public sources tell of: published without a form check, and marked as such on every page."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from commitments.workflow import COMMITMENT, VERSION


@transaction.atomic
def publish_compiled(
    *, city: City, values: dict[str, Any], links: dict[str, list[int]], progress: str, source_url: str
) -> CommitmentVersion:
    """Publish one measure compiled from public sources. It says what the source says, and nothing is filled in.

    Args:
        city: the city the source speaks of.
        values: fields of the text that the source gives, at least title and summary.
        links: primary keys per relation (elements, policy_areas, groups).
        progress: a value of `Progress`; `not_reported` when the source does not say.
        source_url: where it was read.

    Returns: the published version.
    """
    now = timezone.now()
    commitment = Commitment.objects.create(
        city=city,
        origin=Commitment.Origin.COMPILED,
        progress=progress,
        source_url=source_url,
        first_published_at=now,
        changed_at=now,
    )
    version = CommitmentVersion.objects.create(commitment=commitment, number=1, **values)
    for name, keys in links.items():
        getattr(version, name).set(keys)
    VERSION.apply(version, "publish_compiled", by=None, note=source_url, also={"published_at": now})
    COMMITMENT.apply(commitment, "publish", by=None)
    return version
