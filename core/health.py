"""Two addresses for machines that watch the portal. They tell states, never details."""

import datetime as dt

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

LATE_AFTER = dt.timedelta(minutes=5)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process runs: a watcher restarts it when this fails."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 503 while the database or its tables are missing: a balancer sends nobody here then.

    A late worker is told as "degraded" with 200: the pages work, mail waits. Watchers should raise an alarm.
    """
    checks = {"database": _database(), "migrations": "unknown", "worker": "unknown"}
    if checks["database"] == "ok":
        checks["migrations"] = _migrations()
    if checks["migrations"] == "ok":
        checks["worker"] = _worker(at=timezone.now())
    if checks["migrations"] != "ok":
        return JsonResponse({"status": "down", "checks": checks}, status=503)
    return JsonResponse({"status": "ok" if checks["worker"] == "ok" else "degraded", "checks": checks})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "waiting" if waiting else "ok"


def _worker(*, at: dt.datetime) -> str:
    """Return "late" when the oldest task that could run has waited for more than five minutes."""
    oldest = DBTaskResult.objects.ready().order_by("run_after").values_list("run_after", "enqueued_at").first()
    return "late" if oldest and at - max(oldest) > LATE_AFTER else "ok"
