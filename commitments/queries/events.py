"""The public timeline of commitments: versions, progress reports, withdrawal. Never a person's name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from commitments.models import (
    FROZEN_STATES,
    Commitment,
    CommitmentStatusChange,
    CommitmentVersion,
    Progress,
    ProgressReport,
    RhythmEntry,
)
from commitments.rules import WAITING_STATES
from commitments.workflow import COMMITMENT
from core.prepared import Given, Prepared

VERSION, REPORT, WITHDRAWN = "version", "report", "withdrawn"
STEPS = ("hold", "resume", "close")


@dataclass(frozen=True)
class Event:
    """One dated entry of the public record.

    `kind` is version, report, withdrawn, a kind of `RhythmEntry` or one of `STEPS`.
    `number` is the version's number, `report` the report's key, 0 else.
    `text` is the public reason of a change, what a report says, or the reason of a withdrawal.
    """

    kind: str
    at: dt.datetime
    code: str
    commitment_title: str
    text: str
    language: str
    reason: str = ""
    progress: str = ""
    number: int = 0
    report: int = 0
    as_of: dt.date | None = None

    @property
    def title(self) -> str:
        """Return what happened, in words."""
        if self.kind == VERSION:
            return _("Version %(number)s published") % {"number": self.number} if self.number > 1 else _("Published")
        if self.kind in RhythmEntry.Kind:
            return str(RhythmEntry.Kind(self.kind).label)
        if self.kind in STEPS:
            return next(str(step.public_label) for step in COMMITMENT.transitions if step.name == self.kind)
        return _("Progress report published") if self.kind == REPORT else _("Withdrawn by the city")

    @property
    def progress_label(self) -> str:
        """Return the progress in words; empty unless a report says it."""
        return str(Progress(self.progress).label) if self.progress else ""


def events_of(commitment: Commitment) -> tuple[list[Event], int]:
    """Return the public timeline, newest first, and the number of submissions being checked. One query."""
    rows = _rows_of(commitment=commitment.pk)
    events = _events(row for row in rows if row[-1] not in WAITING_STATES)
    if commitment.state == Commitment.State.WITHDRAWN and commitment.withdrawn_at:
        title = events[-1].commitment_title if events else ""
        reason = commitment.public_reason
        events.append(Event(WITHDRAWN, commitment.withdrawn_at, commitment.code, title, reason, ""))
    events.sort(key=lambda event: event.at, reverse=True)
    return events, sum(row[-1] in WAITING_STATES for row in rows)


@Prepared
def _rows_of() -> QuerySet:
    its: dict[str, Any] = {"commitment": Given("commitment", BigIntegerField())}
    versions = CommitmentVersion.objects.filter(**its, state__in=(*FROZEN_STATES, *WAITING_STATES))
    reports = ProgressReport.objects.filter(**its, state__in=("published", *WAITING_STATES))
    steps = CommitmentStatusChange.objects.filter(**its, transition__in=STEPS)
    return _version_rows(versions).union(
        _report_rows(reports),
        _life_rows(RhythmEntry.objects.filter(**its), F("kind"), F("reason")),
        _life_rows(steps, F("transition"), Value("")),
        all=True,
    )


def city_events(city: Any, *, limit: int = 10) -> list[Event]:
    """Return the latest public changes of a city's commitments, newest first. One query."""
    versions = _version_rows(CommitmentVersion.objects.ever_published().of_city(city))
    reports = _report_rows(ProgressReport.objects.published().of_city(city))
    return _events(versions.union(reports, all=True).order_by("-published_at")[:limit])


def latest_events(*, limit: int = 10) -> list[Event]:
    """Return the latest published versions and reports of all public cities, newest first. Two queries."""
    versions = CommitmentVersion.objects.ever_published().filter(commitment__city__is_public=True)
    reports = ProgressReport.objects.published().filter(commitment__city__is_public=True)
    rows = (_version_rows(versions), _report_rows(reports))
    events = [event for part in rows for event in _events(part.order_by("-published_at")[:limit])]
    return sorted(events, key=lambda event: event.at, reverse=True)[:limit]


def _text(value: Any) -> Any:
    return Cast(value, TextField())


def _version_rows(versions: QuerySet[CommitmentVersion]) -> QuerySet[Any]:
    return versions.order_by().values_list(
        Value(VERSION, output_field=CharField()),
        "published_at",
        "commitment__code",
        _text(F("title")),
        _text(F("change_reason")),
        "language",
        _text(Value("")),
        Value("", output_field=CharField()),
        Cast(F("number"), IntegerField()),
        "pk",
        Cast(Value(None), DateField()),
        "state",
    )


def _report_rows(reports: QuerySet[ProgressReport]) -> QuerySet[Any]:
    titles = CommitmentVersion.objects.published().filter(commitment=OuterRef("commitment")).values("title")[:1]
    return reports.order_by().values_list(
        Value(REPORT, output_field=CharField()),
        "published_at",
        "commitment__code",
        _text(Subquery(titles)),
        _text(F("text")),
        "language",
        _text(F("reason")),
        "progress",
        Value(0, output_field=IntegerField()),
        "pk",
        "as_of",
        "state",
    )


def _life_rows(rows: QuerySet[RhythmEntry] | QuerySet[CommitmentStatusChange], kind: F, reason: Any) -> QuerySet[Any]:
    texts = CommitmentVersion.objects.published().filter(commitment=OuterRef("commitment"))
    return rows.order_by().values_list(
        Cast(kind, CharField()),
        "at",
        "commitment__code",
        _text(Subquery(texts.values("title")[:1])),
        _text(Value("")),
        Subquery(texts.values("language")[:1], output_field=CharField()),
        _text(reason),
        Value("", output_field=CharField()),
        Value(0, output_field=IntegerField()),
        "pk",
        Cast(Value(None), DateField()),
        Value("", output_field=CharField()),
    )


def _events(rows: Iterable[tuple]) -> list[Event]:
    return [
        Event(kind, at, code, title or "", text, language, reason, progress, number, pk * (kind == REPORT), as_of)
        for kind, at, code, title, text, language, reason, progress, number, pk, as_of, _state in rows
        if at
    ]
