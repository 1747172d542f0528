"""The queue of the office is a roll-up: every step of a submission brings its row up to date in the same transaction.

`moved` is called by the workflow engine; `follow` by actions that change what the queue says without a step, such as
an assignment. Both read the thing again under the lock that its step holds, so the last writer is right. `rebuild`
makes the same rows from nothing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.later import once
from core.text import fold
from review.clock import add_working_days, stops
from review.deadlines import days
from review.models import CaseAssignment, QueueItem
from review.registry import Entry, Kind, all_kinds, kind_of
from review.times import keep_times, rebuild_times, said_about

KEPT = (
    "city_id", "city_name", "country", "title", "reference", "themes", "words", "waiting_since", "due_on", "stopped_on",
    "answered_at", "state", "holder_id",
)  # fmt: skip
NAMES = ("city_name", "country", "words")
AT_ONCE = 500


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild found: things that wait, rows that were wrong or missing, rows too many, times of steps."""

    waiting: int = 0
    mended: int = 0
    removed: int = 0
    times: int = 0


def moved(obj: Any, *, source: str, target: str, step: str) -> None:
    """Bring queue and times up to date after one step of a workflow. Inside its transaction."""
    kind = kind_of(obj)
    if kind is None:
        return
    ends = source in kind.waiting and target not in kind.waiting
    if ends and kind.may_hold:
        _held(kind, [obj.pk]).update(released_at=timezone.now())
    if source in kind.waiting or target in kind.waiting:
        _bring_up_to_date([(kind.key, obj.pk)])
    if ends and step not in kind.unanswered:
        keep_times(kind, obj)


def follow(*objects: Any) -> None:
    """Bring the rows of some things up to date: assigned, given back, renamed. Inside the transaction of the change."""
    kinds = [(kind_of(obj), obj.pk) for obj in objects]
    _bring_up_to_date([(kind.key, pk) for kind, pk in kinds if kind is not None])


@once
def _bring_up_to_date(things: Iterable[tuple[str, int]]) -> None:
    found = list(things)
    for kind in all_kinds():
        if ids := [pk for key, pk in found if key == kind.key]:
            _write(kind, ids)


def let_go(obj: Any) -> None:
    """Bring a thing up to date that waits no longer without having moved: nobody holds it any more."""
    kind = kind_of(obj)
    if kind is not None:
        _held(kind, [obj.pk]).update(released_at=timezone.now())
    follow(obj)


def follow_deadline(key: str) -> None:
    """Count the deadline `key` anew for what waits now, where the thing itself keeps no date."""
    allowed = days(key)
    items = list(QueueItem.objects.filter(kind__in=[kind.key for kind in all_kinds() if kind.deadline == key]))
    for item in items:
        item.due_on = add_working_days(timezone.localdate(item.waiting_since), allowed)
    QueueItem.objects.bulk_update(items, ["due_on"])


def follow_city(city_id: int) -> None:
    """Write the new name and country of a city into its rows. No other column: a step may be writing those."""
    for kind in all_kinds():
        items = {row.object_id: row for row in QueueItem.objects.filter(kind=kind.key, city_id=city_id)}
        for row in kind.rows().filter(pk__in=items) if items else ():
            new = _item(kind, row.pk, kind.describe(row))
            for name in NAMES:
                setattr(items[row.pk], name, getattr(new, name))
        QueueItem.objects.bulk_update(items.values(), NAMES)


def rebuild() -> Rebuilt:
    """Make every row of the queue and every time of a step anew. Safe while people work: a few at a time, locked."""
    waiting = mended = removed = times = 0
    for kind in all_kinds():
        for part in _parts(_known(kind)):
            with transaction.atomic():
                locked = kind.model._default_manager.select_for_update(no_key=True).filter(pk__in=part)
                list(locked.order_by("pk").values_list("pk"))
                done = _write(kind, part)
            waiting, mended, removed = waiting + done.waiting, mended + done.mended, removed + done.removed
        times += rebuild_times(kind)
    return Rebuilt(waiting, mended, removed, times)


def _known(kind: Kind) -> list[int]:
    listed = QueueItem.objects.filter(kind=kind.key).values_list("object_id", flat=True)
    return sorted({*kind.rows().values_list("pk", flat=True), *listed})


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _write(kind: Kind, ids: list[int]) -> Rebuilt:
    """Write the rows of what waits among `ids`, and remove the rows of what does not."""
    allowed = days(kind.deadline) if kind.deadline else 0
    holders = dict(_held(kind, ids).values_list("object_id", "reviewer")) if kind.may_hold else {}
    said = said_about(kind, ids)
    items = []
    for row in kind.rows().filter(pk__in=ids):
        items.append(_item(kind, row.pk, kind.describe(row), allowed, said.get(row.pk, ())))
        if kind.may_hold:
            items[-1].holder_id = holders.get(row.pk)
    present = QueueItem.objects.filter(kind=kind.key, object_id__in=ids)
    before = {row.object_id: _values(row) for row in present}
    wrong = [item for item in items if before.get(item.object_id) != _values(item)]
    if wrong:
        QueueItem.objects.bulk_create(
            wrong, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=KEPT
        )
    gone = set(before) - {item.object_id for item in items}
    if gone:
        present.filter(object_id__in=gone).delete()
    return Rebuilt(len(items), len(wrong), len(gone))


def _values(item: QueueItem) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in KEPT)


def _held(kind: Kind, ids: Iterable[int]) -> QuerySet[CaseAssignment]:
    return CaseAssignment.objects.filter(kind=kind.key, object_id__in=ids, released_at=None)


def _item(
    kind: Kind, pk: int, entry: Entry, allowed: int = 0, talk: Sequence[tuple[dt.datetime, bool]] = ()
) -> QueueItem:
    found = stops(talk, since=entry.waiting_since)
    stood = sum((stop.end - stop.start for stop in found if stop.end), dt.timedelta())
    stopped_on = next((timezone.localdate(stop.start) for stop in found if stop.end is None), None)
    due_on = None if stopped_on else entry.due_on
    if kind.deadline:
        due_on = add_working_days(timezone.localdate(entry.waiting_since), allowed)
    return QueueItem(
        kind=kind.key,
        object_id=pk,
        city_id=entry.city_id,
        city_name=entry.city_name[:200],
        country=entry.country,
        title=entry.title[:300],
        reference=entry.reference[:40],
        themes=f" {' '.join(entry.themes)} " if entry.themes else "",
        words=fold(f"{entry.city_name} {entry.title} {entry.reference}"),
        waiting_since=entry.waiting_since + stood,
        due_on=due_on,
        stopped_on=stopped_on,
        answered_at=max((at for at, from_city in talk if from_city), default=None),
        state=entry.state,
        holder_id=entry.holder_id,
    )
