"""What a text already holds, without reading what it says: enough for a task list, at no query of its own."""

import datetime as dt
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from cities.models import City
from commitments.models import (
    LINK_FIELDS,
    Commitment,
    CommitmentVersion,
    Indicator,
    Milestone,
    Presence,
    VersionEvidence,
    fresh_since,
)
from core.prepared import Given, Prepared

TEXTS = ("title", "summary", "problem", "action", "unit", "consulted", "starts_on", "ends_on", "change_reason")


def with_facts(versions: QuerySet[CommitmentVersion]) -> QuerySet[Any]:
    """Add which links, milestones, indicators and evidence each text has."""
    facts: dict[str, Exists] = {
        f"has_{name}": Exists(
            getattr(CommitmentVersion, name).through.objects.filter(commitmentversion_id=OuterRef("pk"))
        )
        for name in LINK_FIELDS
    }
    milestones = Milestone.objects.filter(version=OuterRef("pk"))
    facts["has_milestones"] = Exists(milestones)
    facts["has_open_milestones"] = Exists(milestones.filter(Q(title="") | Q(due_on=None)))
    facts["has_indicators"] = Exists(Indicator.objects.filter(version=OuterRef("pk")))
    facts["has_evidence"] = Exists(VersionEvidence.objects.filter(version=OuterRef("pk")))
    return versions.annotate(**facts)


def with_colleagues(versions: QuerySet[Any], user: Any, since: Any) -> QuerySet[Any]:
    """Add who wrote at each text last, and which colleague of `user` has which part of it open `since` then."""
    signs = Presence.objects.fresh(since=since).filter(version=OuterRef("pk")).exclude(user=user).order_by("-at")
    found = {"open_by": "user__name", "open_by_email": "user__email", "open_part": "part"}
    columns = {name: Subquery(signs.values(column)[:1]) for name, column in found.items()}
    return versions.select_related("commitment", "editor").annotate(**columns)


def draft_with_facts(version: CommitmentVersion, user: Any) -> Any:
    """Return the same text with its facts and who works on it. One query."""
    return _draft(version=version.pk, user=user.pk, since=fresh_since())[0]


@Prepared
def _draft() -> QuerySet[Any]:
    rows = CommitmentVersion.objects.select_related("commitment__city").filter(pk=Given("version", BigIntegerField()))
    return with_colleagues(with_facts(rows), Given("user", BigIntegerField()), Given("since", DateTimeField()))


def just_started(user: User, city: City, title: str) -> str | None:
    """Return the code of a commitment that `user` started with this title a moment ago: a double click."""
    since = timezone.now() - dt.timedelta(minutes=1)
    rows = CommitmentVersion.objects.filter(commitment__city=city, author=user, title=title, state="draft", number=1)
    return rows.filter(created_at__gte=since).values_list("commitment__code", flat=True).first()


def just_copied(user: User, source: Commitment) -> str | None:
    """Return the code of a commitment that `user` started from `source` a moment ago: a double click."""
    since = timezone.now() - dt.timedelta(minutes=1)
    rows = Commitment.objects.filter(copied_from=source, created_by=user, created_at__gte=since)
    return rows.values_list("code", flat=True).first()


def present(version: Any) -> set[str]:
    """Return the names of what a text from `with_facts` holds, as `desk.parts` asks for them."""
    found = {name for name in TEXTS if getattr(version, name)}
    found |= {name for name in LINK_FIELDS if getattr(version, f"has_{name}")}
    if version.has_milestones and not version.has_open_milestones:
        found.add("milestones")
    found |= {name for name in ("evidence", "indicators") if getattr(version, f"has_{name}")}
    if not version.is_material:
        found.add("change_reason")
    return found
