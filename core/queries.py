"""Page-shaped reads of the audit chain."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from core.audit import ref
from core.models import AuditEvent


def events_of(scope: Any, *, limit: int = 200, without: Collection[str] = ()) -> QuerySet[AuditEvent]:
    """Return the newest events of one log.

    Args:
        scope: whose log, usually a city.
        limit: how many events at most.
        without: acts that this log never shows.
    """
    return AuditEvent.objects.filter(scope=ref(scope)).exclude(action__in=without).order_by("-seq")[:limit]
