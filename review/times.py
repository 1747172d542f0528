"""The clock of the office: working days of each turn, read from the status changes.

It stops while the city has the turn, and while a question to the city is open (`clock.stops`).

An answer on the day something was sent counts as 0 working days, on the next working day as 1.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from review.clock import stopped_days, stops, working_days_between
from review.models import StepTime
from review.registry import Kind, Talk, kind_of

AT_ONCE = 500


def keep_times(kind: Kind, obj: Any) -> None:
    """Note how long the turn took that just ended. Inside the transaction of the step that ended it."""
    if counted(kind).filter(pk=obj.pk).exists():
        _replace(kind, {obj.pk: times_of(kind, obj, said_about(kind, [obj.pk]).get(obj.pk, ()))})


def forget_times(*objects: Any) -> None:
    """Drop the times of things that turned out to be invented."""
    for obj in objects:
        kind = kind_of(obj)
        if kind is not None:
            StepTime.objects.filter(kind=kind.key, object_id=obj.pk).delete()


def counted(kind: Kind) -> QuerySet:
    """Return everything of a kind whose time counts: not the invented samples."""
    rows = kind.model._default_manager.all()
    return rows.exclude(kind.is_invented) if kind.is_invented else rows


def said_about(kind: Kind, ids: Iterable[int]) -> Talk:
    """Return what city and office wrote to one another about some things of a kind. One query at most."""
    return kind.talk(ids) if kind.talk else {}


def times_of(kind: Kind, obj: Any, talk: Iterable[tuple[dt.datetime, bool]] = ()) -> list[StepTime]:
    """Return the times of one submission: one for each answer, and one for the case once it is decided.

    Args:
        kind: its kind.
        obj: the submission with its `status_changes`.
        talk: (when, whether the city wrote it) of each message between city and office, oldest first.
    """
    rows: list[StepTime] = []
    since, spent = None, 0
    for change in sorted(obj.status_changes.all(), key=lambda row: (row.at, row.pk)):
        day = timezone.localdate(change.at)
        if change.source not in kind.waiting and change.target in kind.waiting:
            since = change.at
        elif since is not None and change.source in kind.waiting and change.target not in kind.waiting:
            took = office_days(since, change.at, talk)
            since, spent = None, spent + took
            if change.transition in kind.unanswered:
                continue
            rows.append(StepTime(step=StepTime.Step.ANSWER, turn=len(rows) + 1, office_days=took, closed_on=day))
            if change.target not in kind.answered:
                rows.append(StepTime(step=StepTime.Step.CASE, turn=1, office_days=spent, closed_on=day))
                break
    for row in rows:
        row.kind, row.object_id = kind.key, obj.pk
    return rows


def office_days(since: dt.datetime, until: dt.datetime, talk: Iterable[tuple[dt.datetime, bool]]) -> int:
    """Return the working days of one turn, without those for which the clock stood still."""
    whole = working_days_between(timezone.localdate(since), timezone.localdate(until))
    return whole - stopped_days(stops(talk, since=since, until=until))


def rebuild_times(kind: Kind) -> int:
    """Make every time of a kind anew; return how many there are."""
    table = counted(kind)
    ids = sorted(set(table.filter(status_changes__isnull=False).values_list("pk", flat=True)))
    StepTime.objects.filter(kind=kind.key).exclude(object_id__in=table.values("pk")).delete()
    written = 0
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        with transaction.atomic():
            locked = kind.model._default_manager.select_for_update(no_key=True).filter(pk__in=part)
            locked = locked.order_by("pk").prefetch_related("status_changes")
            said = said_about(kind, part)
            written += _replace(kind, {obj.pk: times_of(kind, obj, said.get(obj.pk, ())) for obj in locked})
    return written


def _replace(kind: Kind, times: dict[int, list[StepTime]]) -> int:
    StepTime.objects.filter(kind=kind.key, object_id__in=times).delete()
    return len(StepTime.objects.bulk_create(_all(times.values())))


def _all(groups: Iterable[list[StepTime]]) -> list[StepTime]:
    return [row for group in groups for row in group]
