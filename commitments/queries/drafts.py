"""Private drafts: who is at them now, and which have been left alone."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from commitments.models import CommitmentVersion, Presence

STALE_AFTER = dt.timedelta(days=30)


def others_at(version: CommitmentVersion, user: Any) -> list[Presence]:
    """Return what colleagues have open of a text now, latest sign first. One query."""
    rows = Presence.objects.fresh().filter(version=version).exclude(user=user)
    return list(rows.select_related("user").order_by("-at"))


def stale_drafts(*, at: dt.datetime | None = None) -> QuerySet[CommitmentVersion]:
    """Return private drafts that nobody has touched for 30 days, longest left alone first, with commitment and city.

    One query. Who is told of them, and how often, is the reminders' business.

    Args:
        at: the moment to judge by; now if not given.
    """
    untouched = (at or timezone.now()) - STALE_AFTER
    rows = CommitmentVersion.objects.filter(state=CommitmentVersion.State.DRAFT, updated_at__lt=untouched)
    return rows.select_related("commitment__city", "author", "editor").order_by("updated_at", "pk")
