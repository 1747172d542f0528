"""What no city wrote, and every page says so: measures of public sources, published unchecked; dates of samples."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Measure:
    """One measure of public sources. It says what the source says, and nothing is filled in.

    `values` are fields of the text that the source gives, at least title and summary; `links` primary keys per relation
    (elements, policy_areas, groups); `progress` a value of `Progress`, `not_reported` when the source does not say.
    """

    city: City
    values: dict[str, Any]
    links: dict[str, list[int]]
    progress: str
    source_url: str


@transaction.atomic
def publish_compiled(*, measures: Sequence[Measure]) -> list[CommitmentVersion]:
    """Publish measures compiled from public sources, each with its own steps in the record.

    Args:
        measures: all that come at once: search and figures are brought up to date once for all of them.

    Returns: the published versions, in the same order.
    """
    now = timezone.now()
    versions = _drafts(measures, now)
    _link(versions, measures)
    for version, measure in zip(versions, measures, strict=True):
        VERSION.apply(version, "publish_compiled", by=None, note=measure.source_url, also={"published_at": now})
        COMMITMENT.apply(version.commitment, "publish", by=None)
    keys = [version.commitment_id for version in versions]
    index_commitments(keys)
    settle(keys)
    return versions


def _drafts(measures: Sequence[Measure], now: dt.datetime) -> list[CommitmentVersion]:
    commitments = Commitment.objects.bulk_create(
        Commitment(
            city=measure.city,
            origin=Commitment.Origin.COMPILED,
            progress=measure.progress,
            source_url=measure.source_url,
            first_published_at=now,
            changed_at=now,
        )
        for measure in measures
    )
    return CommitmentVersion.objects.bulk_create(
        CommitmentVersion(commitment=commitment, number=1, **measure.values)
        for commitment, measure in zip(commitments, measures, strict=True)
    )


def _link(versions: Sequence[CommitmentVersion], measures: Sequence[Measure]) -> None:
    for name in {name for measure in measures for name in measure.links}:
        link: Any = CommitmentVersion._meta.get_field(name)
        column, table = f"{link.m2m_reverse_field_name()}_id", link.remote_field.through
        table.objects.bulk_create(
            table(commitmentversion=version, **{column: key})
            for version, measure in zip(versions, measures, strict=True)
            for key in measure.links.get(name, ())
        )


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
