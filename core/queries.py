"""Page-shaped reads of the audit chain."""

from typing import Any

from django.db.models import QuerySet

from core.audit import ref
from core.models import AuditEvent


def events_of(scope: Any, *, limit: int = 200) -> QuerySet[AuditEvent]:
    """Return the newest events of one log.

    Args:
        scope: whose log, usually a city.
        limit: how many events at most.
    """
    return AuditEvent.objects.filter(scope=ref(scope)).order_by("-seq")[:limit]
