"""What no city wrote, and every page says so: measures of public sources, published unchecked; dates of samples."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from cities.models import City
from commitments.actions.common import lock_city, lock_commitment, public_change
from commitments.actions.indexing import index_commitments
from commitments.actions.rollups import settle
from commitments.models import Commitment, CommitmentVersion
from commitments.workflow import COMMITMENT, VERSION
from core import audit


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
        link: Any = CommitmentVersion._meta.get_field(name)
        column = f"{link.m2m_reverse_field_name()}_id"
        table = link.remote_field.through
        table.objects.bulk_create(table(commitmentversion=version, **{column: key}) for key in keys)
    VERSION.apply(version, "publish_compiled", by=None, note=source_url, also={"published_at": now})
    COMMITMENT.apply(commitment, "publish", by=None)
    index_commitments([commitment.pk])
    settle([commitment.pk])
    return version


@transaction.atomic
def move_sample_dates(
    *, commitment: Commitment, report_on: dt.date | None = None, confirm_on: dt.date | None = None
) -> None:
    """Give an invented commitment other due dates, so that the demo shows what is late without waiting for years.

    Args:
        commitment: a public commitment of a city that is marked as a sample.
        report_on: when its next report is due; None leaves the date.
        confirm_on: when its next confirmation is due; None leaves the date.

    Raises: ValueError for a city that is not invented.
    """
    city = lock_city(commitment.city_id)
    if city.origin != City.Origin.SAMPLE:
        raise ValueError("Only dates of an invented city are moved.")
    current = lock_commitment(commitment.pk)
    dates = {
        "next_report_on": report_on or current.next_report_on,
        "next_confirm_on": confirm_on or current.next_confirm_on,
    }
    public_change(current, **dates)
    data = {name: str(day) for name, day in dates.items()}
    audit.record("move_sample_dates", by=None, obj=current, scope=city, data=data)
