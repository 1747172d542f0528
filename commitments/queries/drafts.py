"""Private drafts: who is at them now, and which have been left alone."""

import datetime as dt
from typing import Any

from django.db.models import BigIntegerField, Case, DateTimeField, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from commitments.models import Commitment, CommitmentVersion, Presence, ProgressReport, fresh_since
from core.prepared import Given, Prepared

STALE_AFTER = dt.timedelta(days=30)


def others_at(draft: CommitmentVersion | ProgressReport, user: Any) -> list[Presence]:
    """Return what colleagues have open of a text or a report now, latest sign first. One query."""
    asked = _others_at_text if isinstance(draft, CommitmentVersion) else _others_at_report
    return asked(draft=draft.pk, user=user.pk, since=fresh_since())


@Prepared
def _others_at_text() -> QuerySet[Presence]:
    return _signs().filter(version=Given("draft", BigIntegerField()))


@Prepared
def _others_at_report() -> QuerySet[Presence]:
    return _signs().filter(report=Given("draft", BigIntegerField()))


def _signs() -> QuerySet[Presence]:
    rows = Presence.objects.fresh(since=Given("since", DateTimeField()))
    return rows.exclude(user=Given("user", BigIntegerField())).select_related("user").order_by("-at")


def stale_drafts(*, at: dt.datetime | None = None) -> QuerySet[CommitmentVersion]:
    """Return private drafts that nobody has touched for 30 days, longest left alone first, with commitment and city.

    One query. Who is told of them, and how often, is the reminders' business.

    Args:
        at: the moment to judge by; now if not given.
    """
    untouched = (at or timezone.now()) - STALE_AFTER
    rows = CommitmentVersion.objects.filter(state=CommitmentVersion.State.DRAFT, updated_at__lt=untouched)
    return rows.select_related("commitment__city", "author", "editor").order_by("updated_at", "pk")


def text_to_copy(commitment: Commitment) -> CommitmentVersion | None:
    """Return the text that a new commitment can start from: the public one, else the latest that lapsed. One query."""
    rows = commitment.versions.filter(state__in=("published", "lapsed")).select_related("commitment__city")
    return rows.order_by(Case(When(state="published", then=0), default=1), "-number").first()


def texts_to_copy(city: Any, *, most: int = 20) -> list[CommitmentVersion]:
    """Return the texts of a city that a new commitment can start from, one a commitment, newest first. One query."""
    better = CommitmentVersion.objects.filter(commitment=OuterRef("commitment"), state="published")
    rows = CommitmentVersion.objects.filter(commitment__city=city, commitment__origin__in=("city", "sample"))
    rows = rows.filter(Q(state="published") | Q(Q(state="lapsed"), ~Exists(better)))
    found = {row.commitment_id: row for row in rows.select_related("commitment").order_by("number")}
    return sorted(found.values(), key=lambda row: row.commitment.changed_at, reverse=True)[:most]
