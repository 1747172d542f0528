"""The public window of an application: whether it is open, and until when."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from labels.models import CaseClock, LabelApplication

WINDOW = "window"


@dataclass(frozen=True)
class PublicWindow:
    """`until` is the last day on which statements are, or were, taken; None when there was no window, or no limit."""

    is_open: bool
    until: dt.date | None


def window_of(application: LabelApplication, *, today: dt.date | None = None) -> PublicWindow:
    """Return whether statements on `application` are taken (1 query).

    The window is open in the state "window" until its last day is over, also when the portal closes it some hours
    later; without a deadline in the edition, until somebody moves the case on (process.md, section 3, stage 5).

    Args:
        application: of any state.
        today: the day to judge by; today if not given.
    """
    rows = CaseClock.objects.filter(
        application=application, deadline__stage__key=WINDOW, deadline__key="open"
    ).order_by("-started_on", "-pk")
    found = rows.values_list("due_on", "ended_on").first()
    until, ended = found or (None, None)
    day = today or timezone.localdate()
    is_running = ended is None and (until is None or day <= until)
    last = min((one for one in (until, ended) if one), default=None)
    return PublicWindow(application.state == WINDOW and is_running, last)
