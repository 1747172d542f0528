import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def test_live_asks_nothing_of_the_database(client):
    response = client.get("/health/live")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_tells_that_all_is_well(client):
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok", "worker": "ok"}}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.logs_errors
@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client):
    [latest] = MigrationLoader(connection).graph.leaf_nodes("core")
    MigrationRecorder(connection).record_unapplied(*latest)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "migrations": "waiting", "worker": "unknown"}


@pytest.mark.logs_errors
def test_a_database_that_is_away_is_not_ready_and_tells_no_detail(client, monkeypatch):
    def refuse():
        raise DatabaseError("password authentication failed for user postgres")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "unreachable"
    assert b"postgres" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("enqueued", "run_after", "status"), [(6, 6, "degraded"), (4, 4, "ok"), (60, -10, "ok"), (60, 1, "ok")]
)
def test_tasks_that_wait_too_long_are_told(client, enqueued, run_after, status):
    now = timezone.now()
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="core.tasks.deliver_mail",
        backend_name="default",
        run_after=now - dt.timedelta(minutes=run_after),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - dt.timedelta(minutes=enqueued))
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["status"] == status


@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_nothing_can_be_posted(client, address):
    assert client.post(address).status_code == 405
