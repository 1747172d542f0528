"""Data migrations of the label, run on rows of before, and taken back."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests import made_once

DAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
Models = Callable[[str, str], Any]


@pytest.fixture
def migrated(django_db_blocker) -> Iterator[Callable[[str], Models]]:
    """Migrate an empty database to a migration of the label; the answer finds the models of that time."""

    def to(name: str) -> Models:
        target = [("labels", name)]
        MigrationExecutor(connection).migrate(target)
        return MigrationExecutor(connection).loader.project_state(target).apps.get_model

    with django_db_blocker.unblock(), made_once.empty_one():
        yield to


def case_of(models: Models, name: str, state: str) -> Any:
    """An application of a city of its own, as it was before the office proposed."""
    city = models("cities", "City").objects.create(name=name, slug=f"at-{name.lower()}", country="AT")
    scheme, _is_new = models("labels", "LabelScheme").objects.get_or_create(
        code="old", defaults={"title": "Rules", "starts_on": DAY.date()}
    )
    values = {"state": state, "submitted_at": DAY, "reference": f"HRL-A-{name}"}
    return models("labels", "LabelApplication").objects.create(city=city, scheme=scheme, **values)


def rows_of(models: Models) -> dict[str, tuple[Any, ...]]:
    """What a decision says, by the name of its city."""
    names = ("application__city__name", "outcome", "proposed_by__name", "signed_by__name", "signed_at")
    return {row[0]: row[1:] for row in models("labels", "Decision").objects.values_list(*names)}


def test_who_wrote_a_final_decision_becomes_its_first_signer_and_open_ones_wait_for_two(migrated):
    models = migrated("0011_case_steps")
    people = models("accounts", "User").objects
    writer, signer = (people.create(email=f"{name}@example.org".lower(), name=name) for name in ("Paz", "Sam"))
    decisions = models("labels", "Decision").objects
    final = {"is_final": True, "confirmed_by": signer, "closed_at": timezone.now()}
    for name, state, outcome, more in (
        ("Arden", "granted", "granted", final),
        ("Birk", "refused", "refused", final),
        ("Calm", "proposed", "granted", {}),
    ):
        case = case_of(models, name, state)
        decisions.create(application=case, outcome=outcome, proposed_by=writer, proposed_at=DAY, reasons="R.", **more)

    models = migrated("0013_case_constraints")

    assert rows_of(models) == {
        "Arden": ("awarded", None, "Paz", DAY),
        "Birk": ("not_yet", None, "Paz", DAY),
        "Calm": ("awarded", "Paz", None, None),
    }
    with pytest.raises(IntegrityError):
        models("labels", "Decision").objects.filter(is_final=True).update(confirmed_by=None)

    models = migrated("0011_case_steps")

    assert {name: row[:2] for name, row in rows_of(models).items()} == {
        "Arden": ("granted", "Paz"),
        "Birk": ("refused", "Paz"),
        "Calm": ("granted", "Paz"),
    }
