"""Reads of the public pages. Nothing here ever returns a draft, a submission or confidential evidence."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.models import (
    Commitment,
    CommitmentVersion,
    Evidence,
    ProgressReport,
)
from commitments.queries.diff import Row, diff_parts, diff_versions
from commitments.queries.events import Event, events_of
from commitments.queries.kin import Kin, kin_as_json, read_kin
from commitments.queries.measured import IndicatorRow, indicators_with_values
from commitments.queries.milestones import MilestoneRow, milestones_as_json, read_milestones
from commitments.queries.parts import Links, links_of, parts_of
from commitments.queries.proof import EvidenceRow, public_evidence
from commitments.queries.translations import in_language, translations_told, version_languages
from commitments.rules import WAITING_STATES
from core.languages import SOURCE
from core.prepared import Given, Prepared
from core.translated import Step

LONG_TEXTS = ("problem", "action", "consulted", "taken_up", "returned_reasons", "budget_note", "decision")
_CODE = re.compile(r"[A-Z0-9-]{1,12}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class CommitmentPage:
    """A public commitment: the text in force (of a withdrawn one the last public text) and all that hangs on it.

    `events` is the public timeline, newest first. `being_checked` counts submissions that wait for the office.
    """

    commitment: Commitment
    version: CommitmentVersion
    links: Links
    milestones: list[MilestoneRow]
    indicators: list[IndicatorRow]
    evidence: list[EvidenceRow]
    events: list[Event]
    being_checked: int
    kin: list[Kin]


@dataclass(frozen=True)
class VersionPage:
    """One text that is or was public. `numbers` are all public versions, `latest` the newest of them.

    `newer` is the newest text when this is not it, `since` what it changed, as rows of label, old and new.
    """

    version: CommitmentVersion
    links: Links
    milestones: list[MilestoneRow]
    indicators: list[IndicatorRow]
    evidence: list[EvidenceRow]
    numbers: list[int]
    previous: int | None
    next: int | None
    latest: int
    newer: CommitmentVersion | None
    since: list[Row]


@dataclass(frozen=True)
class HistoryEntry:
    """A public version with its differences to the one before; the first has none."""

    version: CommitmentVersion
    previous: CommitmentVersion | None
    rows: list[Row]


@dataclass(frozen=True)
class HistoryPage:
    """All public versions of a commitment, and what happened to their translations, oldest first."""

    commitment: Commitment
    version: CommitmentVersion
    entries: list[HistoryEntry]
    translations: list[Step]


@dataclass(frozen=True)
class CityCommitments:
    """What a city's profile lists: texts in force, withdrawn ones (for their tombstones), submissions being checked."""

    rows: list[CommitmentVersion]
    withdrawn: list[CommitmentVersion]
    being_checked: int


def version_for_listing() -> QuerySet[CommitmentVersion]:
    """Return the texts in force with commitment and city, latest change first; withdrawn ones are left out.

    The long texts are not read. Page it and filter it; one query a page.
    """
    shown = CommitmentVersion.objects.published().exclude(commitment__state=Commitment.State.WITHDRAWN)
    rows = shown.filter(commitment__city__is_public=True).select_related("commitment__city").defer(*LONG_TEXTS)
    return rows.order_by("-commitment__changed_at", "-commitment_id")


def public_commitment(code: str, *, said: Callable[[], Any] | None = None) -> CommitmentPage:
    """Return the page of a public commitment. Five queries.

    Args:
        code: as in the address, in any case.
        said: makes an expression over the version for what an app above reads with it, as `page.version.said`.

    Raises: Http404 when there is none, or none of its versions was ever public.
    """
    found = _latest_text(said)(code=_checked(code), language=get_language() or SOURCE)
    if not found:
        raise Http404
    version = found[0]
    events, being_checked = events_of(version.commitment)
    return CommitmentPage(
        commitment=version.commitment,
        version=version,
        links=links_of([version.pk])[version.pk],
        milestones=read_milestones(version.steps),
        indicators=indicators_with_values(version),
        evidence=public_evidence(version, with_reports=True),
        events=events,
        being_checked=being_checked,
        kin=read_kin(version.kin),
    )


@cache
def _latest_text(said: Callable[[], Any] | None) -> Prepared:
    """Return the query for the newest text that is or was public, with its languages and the reader's translation."""

    def build() -> QuerySet[CommitmentVersion]:
        texts = _public_versions(Given("code", CharField())).annotate(
            kin=kin_as_json(),
            steps=milestones_as_json(),
            translated=in_language(Given("language", CharField())),
            languages=version_languages(),
        )
        return (texts.annotate(said=said()) if said else texts).order_by("-number")[:1]

    return Prepared(build)


def public_version(code: str, number: str | int, *, also: dict[str, Any] | None = None) -> VersionPage:
    """Return the page of one public version. Four queries; seven once it was replaced. `also`: as above.

    Raises: Http404 when this version is not, and never was, public.
    """
    rows: Any = _public_versions(_checked(code)).annotate(steps=milestones_as_json(), **(also or {})).order_by("number")
    versions = {str(row.number): row for row in rows}
    version = versions.get(str(number))
    if version is None:
        raise Http404
    numbers = [row.number for row in versions.values()]
    newer = versions[str(numbers[-1])] if version.number != numbers[-1] else None
    return VersionPage(
        version=version,
        links=links_of([version.pk])[version.pk],
        milestones=read_milestones(version.steps),
        indicators=indicators_with_values(version),
        evidence=public_evidence(version),
        numbers=numbers,
        previous=max((n for n in numbers if n < version.number), default=None),
        next=min((n for n in numbers if n > version.number), default=None),
        latest=numbers[-1],
        newer=newer,
        since=diff_versions(version, newer) if newer else [],
    )


def public_text(code: str, number: str) -> CommitmentVersion:
    """Return one text that is or was public, with its commitment and city, to cite it. One query.

    Raises: Http404 when this version is not, and never was, public.
    """
    version = _public_versions(_checked(code)).filter(number=int(number)).first() if _NUMBER.fullmatch(number) else None
    if version is None:
        raise Http404(_("There is no public version with this number."))
    return version


def history(code: str, *, also: dict[str, Any] | None = None) -> HistoryPage:
    """Return every public version, newest first, each with its differences to the one before. Five queries.

    Raises: Http404 when there is none.
    """
    versions = list(_public_versions(_checked(code)).annotate(**(also or {})).order_by("-number"))
    if not versions:
        raise Http404
    parts = parts_of(versions)
    entries = [HistoryEntry(versions[-1], None, [])]
    for new, old in reversed(list(pairwise(versions))):
        entries.append(HistoryEntry(new, old, diff_parts(old, parts[old.pk], new, parts[new.pk])))
    told = translations_told(row.pk for row in versions)
    return HistoryPage(versions[0].commitment, versions[0], entries[::-1], told)


def city_commitments(city: Any) -> CityCommitments:
    """Return what a city's profile shows of its commitments, latest change first. One query.

    Each row carries its `commitment`, and its milestones in `row.steps`.
    """
    versions = _texts_of_city(city=city.pk, language=get_language() or SOURCE)
    for row in versions:
        row.steps = read_milestones(row.steps)
    public = [row for row in versions if row.state == CommitmentVersion.State.PUBLISHED]
    withdrawn = [row for row in public if row.commitment.state == Commitment.State.WITHDRAWN]
    return CityCommitments(
        rows=[row for row in public if row not in withdrawn],
        withdrawn=withdrawn,
        being_checked=len(versions) - len(public) + sum(row.report_waiting for row in public),
    )


@Prepared
def _texts_of_city() -> QuerySet[CommitmentVersion]:
    waiting_report = ProgressReport.objects.filter(commitment=OuterRef("commitment"), state__in=WAITING_STATES)
    texts = CommitmentVersion.objects.filter(
        commitment__city=Given("city", BigIntegerField()), state__in=("published", *WAITING_STATES)
    )
    return (
        texts.select_related("commitment")
        .defer(*LONG_TEXTS)
        .annotate(report_waiting=Exists(waiting_report), steps=milestones_as_json())
        .annotate(translated=in_language(Given("language", CharField())))
        .order_by("-commitment__changed_at", "-commitment_id")
    )


def evidence_for_public(public_id: uuid.UUID) -> Evidence:
    """Return a public file or link that something public lists. One query.

    Raises: Http404 for everything else; a confidential file is not told from a missing one.
    """
    found = Evidence.objects.public().opened().filter(public_id=public_id, city__is_public=True).first()
    if found is None:
        raise Http404
    return found


def _checked(code: str) -> str:
    if not _CODE.fullmatch(code.upper()):
        raise Http404
    return code.upper()


def _public_versions(code: Any) -> QuerySet[CommitmentVersion]:
    versions = CommitmentVersion.objects.ever_published().filter(commitment__code=code)
    shown = versions.exclude(commitment__state=Commitment.State.DRAFT).filter(commitment__city__is_public=True)
    return shown.select_related("commitment__city")
