"""Deadlines of a case: begin, stand still while somebody else has the turn, go on, get more time once, end.

Called inside the transaction of the step they belong to, after the application was locked: nobody moves one meanwhile.
The queue of the office is due by these clocks, and holds what no clock moves on: each change is told to it.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.text import clean_text
from labels.actions.locking import lock
from labels.models import CaseClock, ClockStop, LabelApplication, StageDeadline
from labels.rules import may_extend
from labels.rules.clocks import due_on
from review.queue import follow
from review.workflow import NotAllowed, NotReady, Stale

REASON_LENGTH = 2_000


def start_clock(application: LabelApplication, stage: str, key: str, *, on: dt.date | None = None) -> CaseClock | None:
    """Begin one deadline of the edition that the application is under.

    Args:
        application: locked.
        stage: key of the stage, such as "admissibility".
        key: key of the deadline, such as "check".
        on: the day it begins, not counted; today if not given.

    Returns: the clock; None when the edition knows no such deadline. A clock that runs already is returned as it is.
    """
    rows = StageDeadline.objects.filter(stage__scheme=application.scheme_id, stage__key=stage, key=key)
    deadline = rows.select_related("stage").first()
    if deadline is None:
        follow(application)
        return None
    clock, is_new = CaseClock.objects.get_or_create(
        application=application,
        deadline=deadline,
        ended_on=None,
        defaults={"started_on": on or timezone.localdate()},
    )
    return _counted(clock, application) if is_new else clock


def stop_clocks(application: LabelApplication, waiting_for: str, *, on: dt.date | None = None) -> int:
    """Let every open clock stand still that stops while waiting for one side.

    Args:
        application: locked.
        waiting_for: one of `Side`, such as "city".
        on: the first day of waiting; it still counts.

    Returns: how many clocks stand still now that did not before.
    """
    day, stopped = on or timezone.localdate(), 0
    for clock in _open(application).filter(deadline__stops_for=waiting_for, due_on__isnull=False):
        ClockStop.objects.create(clock=clock, from_on=day)
        _counted(clock, application)
        stopped += 1
    return stopped


def resume_clocks(application: LabelApplication, waiting_for: str, *, on: dt.date | None = None) -> int:
    """Let the clocks go on that stood still while waiting for one side.

    Args:
        application: locked.
        waiting_for: one of `Side`.
        on: the day the answer came; the day after it counts again.

    Returns: how many clocks go on.
    """
    day, resumed = on or timezone.localdate(), 0
    for clock in _open(application).filter(deadline__stops_for=waiting_for, due_on=None):
        resumed += clock.stops.filter(until_on=None).update(until_on=day)
        _counted(clock, application)
    return resumed


def end_clocks(application: LabelApplication, *keys: str, on: dt.date | None = None) -> int:
    """End open clocks: what they waited for has happened.

    Args:
        application: locked.
        keys: "stage.deadline", such as "decision.decide"; none means all.
        on: the day; today if not given.

    Returns: how many.
    """
    day, ended = on or timezone.localdate(), 0
    for clock in _open(application):
        if not keys or f"{clock.deadline.stage.key}.{clock.deadline.key}" in keys:
            clock.stops.filter(until_on=None).update(until_on=day)
            ended += CaseClock.objects.filter(pk=clock.pk, ended_on=None).update(ended_on=day)
    follow(application)
    return ended


@transaction.atomic
def extend_clock(*, clock: CaseClock, by: Any, reason: str) -> CaseClock:
    """Give one deadline more time, once, as its edition says; whoever keeps it asks on line and gets it.

    Args:
        clock: an open clock of the city.
        by: an approver of the city.
        reason: why, up to 2,000 characters; the office reads it.

    Returns: the clock with its new due date.
    Raises: NotAllowed; NotReady without a reason; Stale when it was extended already, ended, or stands still.
    """
    application = clock.application
    lock(application)
    clock = _open(application).select_related("application__city").filter(pk=clock.pk).first() or clock
    if not may_extend(by, clock):
        raise NotAllowed(_("Only an approver of the city asks for more time."))
    words = clean_text(reason)
    if not words or len(words) > REASON_LENGTH:
        raise NotReady([_("Say in up to 2,000 characters why you need more time.")])
    if clock.ended_on or clock.extended_on or clock.deadline.extension is None or clock.due_on is None:
        raise Stale(_("This deadline cannot be extended, or was extended already."))
    before = clock.due_on
    clock.extended_on, clock.extension_reason = timezone.localdate(), words
    _counted(clock, application)
    data = {"deadline": str(clock.deadline), "before": before, "after": clock.due_on, "reason": words}
    audit.record("extend_deadline", by=by, obj=application, scope=application.city, data=data)
    return clock


def _open(application: LabelApplication) -> Any:
    rows = CaseClock.objects.filter(application=application, ended_on=None)
    return rows.select_related("deadline__stage").order_by("pk")


def _counted(clock: CaseClock, application: LabelApplication) -> CaseClock:
    """Count the due date anew and save the clock."""
    deadline = clock.deadline
    more = (deadline.extension or 0) if clock.extended_on else 0
    clock.due_on = due_on(
        clock.started_on,
        deadline.length + more,
        deadline.unit,
        application.city.country,
        stops=list(clock.stops.values_list("from_on", "until_on")),
    )
    clock.save()
    follow(application)
    return clock
