"""Reads of the desk: what a city's people see of their own commitments. Strangers meet `Hidden`."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, Prefetch
from django.utils.translation import get_language

from cities.countries import FIRST_LANGUAGES
from cities.models import City
from commitments.models import OPEN_STATES, Commitment, CommitmentVersion, Evidence, ProgressReport
from commitments.models.version import VersionQuerySet
from commitments.rules import may_write
from core.access import Hidden
from core.languages import SOURCE
from core.prepared import Given, Prepared


@dataclass(frozen=True)
class DeskRow:
    """One commitment of a city at the desk: text in force, open text, open report, text refused last; any may lack."""

    commitment: Commitment
    published: CommitmentVersion | None
    open_version: CommitmentVersion | None
    open_report: ProgressReport | None
    refused: CommitmentVersion | None

    @property
    def title(self) -> str:
        """Return the newest title; empty for an untouched draft."""
        rows = (self.open_version, self.refused, self.published)
        return next((row.title for row in rows if row and row.title), "")


def desk_commitments(city: Any) -> list[DeskRow]:
    """Return all commitments of a city with their texts in force, open texts and open reports. Three queries."""
    rows = Commitment.objects.of_city(city).order_by("-changed_at", "-pk")
    return [_desk_row(row) for row in rows.prefetch_related(*_prefetches())]


def desk_commitment(user: Any, code: str) -> DeskRow:
    """Return one commitment at the desk. Three queries.

    Raises: Hidden for everybody who does not act for its city.
    """
    rows = (
        Commitment.objects.filter(code=code.upper())
        .select_related("city", "copied_from")
        .prefetch_related(*_prefetches())
    )
    commitment = rows.first()
    if commitment is None or not may_write(user, commitment.city):
        raise Hidden
    return _desk_row(commitment)


def open_version(user: Any, code: str) -> CommitmentVersion:
    """Return the text of a commitment that is on its way, with commitment and city. One query.

    Raises: Hidden for strangers, and when no text is on its way.
    """
    version = next(iter(_open_version(code=code.upper())), None)
    if version is None or not may_write(user, version.commitment.city):
        raise Hidden
    return version


def report_at_desk(user: Any, pk: int) -> ProgressReport:
    """Return a progress report in any state, with commitment and city. One query.

    Raises: Hidden for strangers.
    """
    report = ProgressReport.objects.filter(pk=pk).select_related("commitment__city").first()
    if report is None or not may_write(user, report.commitment.city):
        raise Hidden
    return report


def evidence_at_desk(user: Any, public_id: uuid.UUID) -> Evidence:
    """Return a piece of evidence of the user's own city, public or confidential. One query.

    Raises: Hidden for strangers.
    """
    evidence = Evidence.objects.filter(public_id=public_id).select_related("city").first()
    if evidence is None or not may_write(user, evidence.city):
        raise Hidden
    return evidence


def published_version(commitment: Commitment) -> CommitmentVersion | None:
    """Return the text in force, with commitment and city. One query."""
    return next(iter(_published_version(commitment=commitment.pk)), None)


def usual_language(city: City) -> str:
    """Return the language to offer first for a new text: the newest text's, else the country's, else the page's.

    One query.
    """
    texts = CommitmentVersion.objects.of_city(city).order_by("-pk")
    written_in = texts.values_list("language", flat=True).first() or FIRST_LANGUAGES.get(city.country, "")
    return written_in or get_language() or SOURCE


@Prepared
def _open_version() -> VersionQuerySet:
    return _versions().open().filter(commitment__code=Given("code", CharField()))


@Prepared
def _published_version() -> VersionQuerySet:
    return _versions().published().filter(commitment=Given("commitment", BigIntegerField()))


def _versions() -> VersionQuerySet:
    return CommitmentVersion.objects.all().select_related("commitment__city")


def _prefetches() -> tuple[Prefetch, Prefetch]:
    versions = CommitmentVersion.objects.filter(state__in=("published", "refused", *OPEN_STATES))
    reports = ProgressReport.objects.open()
    return Prefetch("versions", versions, to_attr="desk_versions"), Prefetch("reports", reports, to_attr="desk_reports")


def _desk_row(commitment: Any) -> DeskRow:
    texts = sorted(commitment.desk_versions, key=lambda version: version.number)
    return DeskRow(
        commitment=commitment,
        published=next((text for text in texts if text.state == "published"), None),
        open_version=next((text for text in texts if text.state in OPEN_STATES), None),
        open_report=next(iter(commitment.desk_reports), None),
        # Told until the city goes on with a newer text.
        refused=texts[-1] if texts and texts[-1].state == "refused" else None,
    )
