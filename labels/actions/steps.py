"""The steps between admission and proposal: each moves the state and the clocks. Only a time that ran out sends mail.

What a step asks for (every finding written, every reply sent) is checked by its caller, in the same transaction.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.text import clean_text
from labels.actions.clocks import end_clocks, start_clock
from labels.actions.locking import lock, refuse_if_off
from labels.emails import send_window_closed
from labels.emails.findings import send_reply_over
from labels.models import LabelApplication
from labels.queries import city_people, people_of_case
from labels.queries.findings import panel_people
from labels.rules import switched_off
from labels.workflow import APPLICATION


@transaction.atomic
def close_window(
    *, obj: LabelApplication, by: Any = None, note: str = "", ticks: Iterable[str] = ()
) -> LabelApplication:
    """Close the public window; the panel's time begins.

    Args:
        obj: an application in its public window.
        by: nobody for the portal itself; a reviewer or decider without conflict where the rules name no time.
        note: a remark for the office.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    lock(obj)
    APPLICATION.apply(obj, "close_window", by=by, note=clean_text(note))
    end_clocks(obj, "window.open")
    start_clock(obj, "panel", "findings")
    send_window_closed(obj, people_of_case(obj))
    return obj


@transaction.atomic
def send_findings(*, application: LabelApplication) -> LabelApplication:
    """Send the panel's draft findings to the city: the portal does so once the panel agrees.

    Args:
        application: with the panel, every finding written and agreed to.

    Raises: Refused when the label is off; Stale.
    """
    refuse_if_off()
    lock(application)
    APPLICATION.apply(application, "send_findings", by=None)
    end_clocks(application, "panel.findings")
    start_clock(application, "reply", "answer")
    return application


@transaction.atomic
def send_reply(*, application: LabelApplication, by: Any, disputed: bool) -> LabelApplication:
    """Send the city's reply: to the second look where something is disputed, else to the decision.

    Args:
        application: in the right of reply.
        by: an approver of its city.
        disputed: whether the city disputes at least one finding.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    lock(application)
    APPLICATION.apply(application, "send_reply" if disputed else "accept_findings", by=by)
    end_clocks(application, "reply.answer")
    if disputed:
        start_clock(application, "second_look", "look")
    else:
        start_clock(application, "decision", "decide")
    return application


@transaction.atomic
def close_reply(
    *, obj: LabelApplication, by: Any = None, note: str = "", ticks: Iterable[str] = ()
) -> LabelApplication:
    """End the time to reply without a reply: the findings stand, the decision is prepared.

    Args: as for `close_window`, with an application in the right of reply.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    lock(obj)
    APPLICATION.apply(obj, "close_reply", by=by, note=clean_text(note))
    end_clocks(obj, "reply.answer")
    start_clock(obj, "decision", "decide")
    send_reply_over(obj, city_people(obj.city), panel_people(obj))
    return obj


@transaction.atomic
def finish_second_look(*, application: LabelApplication) -> LabelApplication:
    """End the second look: the portal does so once each disputed finding was looked at again.

    Args:
        application: in the second look.

    Raises: Refused when the label is off; Stale.
    """
    refuse_if_off()
    lock(application)
    APPLICATION.apply(application, "finish_second_look", by=None)
    end_clocks(application, "second_look.look")
    start_clock(application, "decision", "decide")
    return application


def close_what_is_over(*, today: dt.date | None = None) -> int:
    """Close every public window and every time to reply whose last day is over. Every day; twice does no harm.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many applications moved on; none while the label is switched off.
    """
    if switched_off():
        return 0
    day = today or timezone.localdate()
    return sum(
        _close(pk, state, key, day)
        for state, key in (("window", "window.open"), ("reply", "reply.answer"))
        for pk in _over(state, key, day).order_by("pk").values_list("pk", flat=True)
    )


def _over(state: str, key: str, day: dt.date) -> Any:
    stage, deadline = key.split(".")
    running = {"clocks__ended_on": None, "clocks__due_on__lt": day}
    named = {"clocks__deadline__stage__key": stage, "clocks__deadline__key": deadline}
    return LabelApplication.objects.filter(state=state, **running, **named)


@transaction.atomic
def _close(pk: int, state: str, key: str, day: dt.date) -> int:
    application = LabelApplication.objects.get(pk=pk)
    lock(application)
    if not _over(state, key, day).filter(pk=pk).exists():  # another run was faster, or more time was given
        return 0
    if state == "window":
        close_window(obj=application)
    else:
        close_reply(obj=application)
    return 1
