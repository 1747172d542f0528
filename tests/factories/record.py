"""Commitments in any state, their versions, reports and evidence."""

import datetime as dt
import itertools
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cities.actions.words import index_city
from cities.models import City, CityTranslation, CityTranslationRelease
from commitments.actions import content_digest, index_commitments, settle
from commitments.models import (
    Commitment,
    CommitmentVersion,
    Evidence,
    Milestone,
    ProgressReport,
    TranslationRelease,
    VersionTranslation,
)
from framework.models import Element, PolicyArea, Right, RightsHolderGroup
from review.queue import follow
from tests.factories.framework import make_element, make_group, make_policy_area, make_right
from tests.factories.places import make_city

_numbers = itertools.count(1)
PUBLIC = ("published", "superseded")
WAITING = ("submitted", "checking")


def make_version(commitment: Commitment, *, state: str = "draft", author: User | None = None, **fields: Any) -> Any:
    """A complete text with one milestone and all links, in `state`; nothing is missing."""
    number = commitment.versions.count() + 1
    now = timezone.now()
    values = {
        "number": number,
        "title": f"A rights desk in library {next(_numbers)}",
        "summary": "Anyone can get free help to report discrimination.",
        "problem": "One desk, open two afternoons a week.",
        "action": "Open three more desks.",
        "unit": "Libraries",
        "consulted": "Two public meetings, 83 people.",
        "taken_up": "Longer opening hours.",
        "starts_on": dt.date(2026, 3, 1),
        "ends_on": dt.date(2028, 6, 30),
        "author": author,
        "editor": author,
        "change_reason": "Two libraries are being rebuilt." if number > 1 else "",
        **fields,
    }
    if state in WAITING + PUBLIC:
        values = {"submitted_at": now, "reference": f"{commitment.code}-{number}.1"} | values
    if state in PUBLIC:
        values = {"published_at": now} | values
    version = CommitmentVersion.objects.create(commitment=commitment, **values)
    milestone = Milestone(version=version, position=1, title="Three desks are open", due_on=dt.date(2027, 6, 30))
    Milestone.objects.bulk_create([milestone])
    _link(version, "elements", Element.objects.first() or make_element())
    _link(version, "rights", Right.objects.first() or make_right())
    _link(version, "policy_areas", PolicyArea.objects.first() or make_policy_area())
    _link(version, "groups", RightsHolderGroup.objects.first() or make_group())
    # The state comes last and straight to the table: a published text refuses every later write.
    digest = content_digest(version) if state in WAITING + PUBLIC else ""
    CommitmentVersion.objects.filter(pk=version.pk).update(state=state, content_hash=digest)
    if state in WAITING:
        follow(version)
    if state in PUBLIC:
        index_commitments([commitment.pk])
        settle([commitment.pk])
    return CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)


def _link(version: CommitmentVersion, kind: str, row: Any) -> None:
    """Link a row of the framework in one query: the guard of frozen texts has nothing to say to a new draft."""
    field: Any = CommitmentVersion._meta.get_field(kind)
    through = field.remote_field.through
    through.objects.bulk_create([through(commitmentversion=version, **{field.m2m_reverse_field_name(): row})])


def make_commitment(
    *, city: City | None = None, state: str = "published", author: User | None = None, **fields: Any
) -> Commitment:
    """A commitment whose first version is in `state`; `version_…` keywords go to the version."""
    version = {key.removeprefix("version_"): fields.pop(key) for key in list(fields) if key.startswith("version_")}
    life = "active" if state in PUBLIC else "draft"
    values = {"state": life, "first_published_at": timezone.now() if life == "active" else None}
    if life == "active":
        today = timezone.localdate()
        values |= {"next_confirm_on": today + dt.timedelta(365), "next_report_on": today + dt.timedelta(730)}
    values |= fields
    commitment = Commitment.objects.create(city=city or make_city(), created_by=author, **values)
    make_version(commitment, state=state, author=author, **version)
    return commitment


def make_translation(version: Any, language: str = "fr", *, by: str = "human", **texts: str) -> VersionTranslation:
    """A public translation of a version: keywords are parts ("milestone-<key>"), all translated `by` the same."""
    pieces = {name.replace("-", ":"): {"text": text, "by": by} for name, text in texts.items()}
    made, _new = VersionTranslation.objects.get_or_create(version=version, language=language)
    number = made.releases.count() + 1
    release = TranslationRelease.objects.create(translation=made, number=number, texts=made.texts | pieces)
    VersionTranslation.objects.filter(pk=made.pk).update(texts=release.texts, public=release)
    index_commitments([version.commitment_id])
    return VersionTranslation.objects.select_related("version__commitment__city", "public").get(pk=made.pk)


def make_profile_translation(city: City, language: str = "fr", *, by: str = "human", **texts: str) -> CityTranslation:
    """A public translation of a profile as it is now: keywords are parts, all translated `by` the same."""
    pieces = {name: {"text": text, "by": by, "of": getattr(city, name)} for name, text in texts.items()}
    made, _new = CityTranslation.objects.get_or_create(city=city, language=language)
    number = made.releases.count() + 1
    release = CityTranslationRelease.objects.create(translation=made, number=number, texts=made.texts | pieces)
    CityTranslation.objects.filter(pk=made.pk).update(texts=release.texts, public=release)
    index_city(city)
    return CityTranslation.objects.select_related("city", "public").get(pk=made.pk)


def make_evidence(
    *, city: City | None = None, version: Any = None, report: Any = None, kind: str = "link", **fields: Any
) -> Evidence:
    """A public link (or file) of the city, listed by `version` or `report` when given."""
    owner = version or report
    number = next(_numbers)
    values: dict[str, Any] = {"title": f"Council minutes {number}", "proves": "The desk is open", "language": "en"}
    if kind == "file":
        text = f"minutes {number}".encode()
        values |= {
            "file": ContentFile(text, name="minutes.txt"),
            "file_name": "minutes.txt",
            "content_type": "text/plain",
            "size": len(text),
            "sha256": f"{number:064x}",
        }
    else:
        values["url"] = f"https://example.org/minutes/{number}"
    evidence = Evidence.objects.create(city=city or owner.commitment.city, kind=kind, **(values | fields))
    if version:
        state = version.state
        CommitmentVersion.objects.filter(pk=version.pk).update(state="draft")
        version.evidence_rows.model.objects.bulk_create(
            [version.evidence_rows.model(version=version, evidence=evidence)]
        )
        digest = content_digest(CommitmentVersion.objects.get(pk=version.pk)) if state in WAITING + PUBLIC else ""
        CommitmentVersion.objects.filter(pk=version.pk).update(state=state, content_hash=digest)
    if report:
        report.evidence_rows.model.objects.bulk_create([report.evidence_rows.model(report=report, evidence=evidence)])
    return evidence


def make_report(commitment: Commitment, *, state: str = "published", **fields: Any) -> ProgressReport:
    """A progress report in `state` with one claim on the first milestone."""
    now = timezone.now()
    values = {"text": "The second desk opened.", "progress": "under_way", **fields}
    if state in (*WAITING, "published"):
        values = {"submitted_at": now, "reference": f"{commitment.code}-R{next(_numbers)}"} | values
    if state == "published":
        values = {"published_at": now} | values
    report = ProgressReport.objects.create(commitment=commitment, **values)
    milestone = Milestone.objects.filter(version__commitment=commitment).first()
    if milestone:
        report.claims.create(milestone_key=milestone.key, position=1, progress="under_way")
    ProgressReport.objects.filter(pk=report.pk).update(state=state)
    follow(report)
    return ProgressReport.objects.select_related("commitment__city").get(pk=report.pk)
