"""Evidence as pages list it: the public pieces of a text and of its published reports."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, IntegerField, QuerySet, Value
from django.urls import reverse

from commitments.models import CommitmentVersion, Evidence, ProgressReport, ReportEvidence, VersionEvidence
from core.prepared import Given, Prepared

_COLUMNS = (
    "public_id",
    "kind",
    "title",
    "url",
    "file_name",
    "content_type",
    "size",
    "sha256",
    "page",
    "language",
    "dated_on",
    "proves",
    "scan_state",
    "dead_since",
    "archive_url",
    "archive__public_id",
    "archive__scan_state",
)


@dataclass(frozen=True)
class EvidenceRow:
    """A public piece of evidence; `report` is the key of the report that lists it, 0 for the text itself."""

    public_id: uuid.UUID
    kind: str
    title: str
    url: str
    file_name: str
    content_type: str
    size: int
    sha256: str
    page: str
    language: str
    dated_on: dt.date | None
    proves: str
    scan_state: str
    dead_since: dt.date | None
    archive_url: str
    archive_id: uuid.UUID | None
    archive_scan: str | None
    milestone_key: str
    report: int

    @property
    def is_file(self) -> bool:
        """Return whether it is a file of ours rather than a link."""
        return self.kind == Evidence.Kind.FILE

    @property
    def href(self) -> str:
        """Return where it can be opened: our download page for files, else the link itself."""
        return reverse("portal:evidence", args=[self.public_id]) if self.is_file else self.url


def public_evidence(version: CommitmentVersion, *, with_reports: bool = False) -> list[EvidenceRow]:
    """Return the public evidence that a text lists, oldest first. One query.

    Args:
        version: a published or superseded text.
        with_reports: also what the published reports of its commitment list.
    """
    if with_reports:
        rows = _of_all(version=version.pk, commitment=version.commitment_id)
    else:
        rows = _of_text(version=version.pk)
    return [EvidenceRow(*row[1:]) for row in rows]


@Prepared
def _of_text() -> QuerySet[Any]:
    listed = VersionEvidence.objects.filter(version=Given("version", BigIntegerField()))
    return _columns(listed, Value(0, output_field=IntegerField()))


@Prepared
def _of_all() -> QuerySet[Any]:
    listed = VersionEvidence.objects.filter(version=Given("version", BigIntegerField()))
    reports = ReportEvidence.objects.filter(
        report__commitment=Given("commitment", BigIntegerField()), report__state=ProgressReport.State.PUBLISHED
    )
    texts = _columns(listed, Value(0, output_field=IntegerField()))
    return texts.union(_columns(reports, F("report_id")), all=True)


def _columns(rows: QuerySet[Any], report: Any) -> QuerySet[Any]:
    shown = rows.filter(evidence__visibility=Evidence.Visibility.PUBLIC)
    shown = shown.exclude(evidence__scan_state=Evidence.Scan.INFECTED).order_by()
    return shown.values_list("pk", *(f"evidence__{name}" for name in _COLUMNS), "milestone_key", report)
