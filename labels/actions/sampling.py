"""What the demo does to cases and labels of invented cities, so that nobody waits for weeks. Never to real ones."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cities.models import City
from core import audit
from labels.actions.locking import lock
from labels.models import Appeal, Concern, Condition, Label, LabelApplication, LabelChange, PlanStep
from labels.queries.life import HELD_STATES

Dates = tuple[str, ...]


@transaction.atomic
def bring_forward(*, application: LabelApplication, days: int) -> int:
    """Bring what an invented city's case and its label wait for nearer by some days.

    Moved are open deadlines, the day of the next draw, and of the labels that the city holds: first and last day,
    conditions, concerns with their plans, hearings, appeals.

    Args:
        application: of an invented city.
        days: at least 1.

    Returns: how many rows were moved.
    Raises: ValueError for a real city.
    """
    if application.city.origin != City.Origin.SAMPLE:
        raise ValueError("Only dates of invented cities are moved.")
    lock(application)
    rows = [*_of_case(application), *_of_labels(Label.objects.filter(city=application.city, state__in=HELD_STATES))]
    moved = sum(_move(thing, names, dt.timedelta(days=days)) for thing, names in rows)
    data = {"days": days, "moved": moved}
    audit.record("bring_forward", by=None, obj=application, scope=application.city, data=data)
    return moved


def _of_case(application: LabelApplication) -> Iterable[tuple[Any, Dates]]:
    yield from ((row, ("started_on", "due_on")) for row in application.clocks.filter(ended_on=None))
    yield from ((row, ("draw_on",)) for row in application.draws.filter(listed_at=None))
    yield from ((row, ("due_on",)) for row in Appeal.objects.filter(decision__application=application, outcome=""))


def _of_labels(labels: Any) -> Iterable[tuple[Any, Dates]]:
    """Rows that are over stay as they are: nothing waits for their days."""
    of_these = {"label__in": labels}
    found: list[tuple[Any, Dates]] = [
        (labels, ("granted_on", "valid_from", "valid_until")),
        (Condition.objects.filter(decision__application__label__in=labels, met_at=None), ("due_on",)),
        (Concern.objects.filter(**of_these, ended_at=None), ("started_on", "due_on")),
        (PlanStep.objects.filter(plan__concern__label__in=labels, plan__concern__ended_at=None), ("due_on",)),
        (LabelChange.objects.filter(**of_these, closed_at=None), ("hearing_until",)),
        (Appeal.objects.filter(change__label__in=labels, outcome=""), ("due_on",)),
        (Appeal.objects.filter(concern__label__in=labels, outcome=""), ("due_on",)),
    ]
    return [(row, names) for rows, names in found for row in rows]


def _move(row: Any, names: Dates, back: dt.timedelta) -> bool:
    """Move the days that a row has; return whether it had one."""
    days = {name: getattr(row, name) - back for name in names if getattr(row, name) is not None}
    for name, day in days.items():
        setattr(row, name, day)
    if days:
        row.save(update_fields=list(days))
    return bool(days)
