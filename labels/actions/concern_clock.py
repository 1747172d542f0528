"""The one deadline that runs in a concern: its length is the edition's, its end is counted in days of the city."""

import datetime as dt
from typing import Any

from django.utils import timezone

from labels.models import Concern, StageDeadline
from labels.rules.clocks import due_on

STAGE = "concern"
NO_DEADLINE: dict[str, Any] = {
    "deadline": None, "started_on": None, "due_on": None, "extended_on": None, "extension_reason": "",
}  # fmt: skip


def start_deadline(concern: Concern, key: str, *, on: dt.date | None = None) -> dict[str, Any]:
    """Return the fields with which one deadline of the edition begins, in place of the one before.

    Args:
        concern: with its label.
        key: key of the deadline, such as "answer".
        on: the day it begins, not counted; today if not given.

    Returns: fields of `Concern`; all empty when the edition knows no such deadline.
    """
    scheme = concern.label.application.scheme_id
    rows = StageDeadline.objects.filter(stage__scheme=scheme, stage__key=STAGE, key=key)
    deadline, day = rows.first(), on or timezone.localdate()
    if deadline is None:
        return NO_DEADLINE
    end = due_on(day, deadline.length, deadline.unit, concern.label.city.country)
    return NO_DEADLINE | {"deadline": deadline, "started_on": day, "due_on": end}


def extended(concern: Concern) -> dt.date | None:
    """Return the day on which the running deadline ends with the extension of its edition."""
    deadline, begun = concern.deadline, concern.started_on
    if deadline is None or begun is None or deadline.extension is None:
        return concern.due_on
    return due_on(begun, deadline.length + deadline.extension, deadline.unit, concern.label.city.country)
