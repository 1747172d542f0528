"""How many reminders of one kind a day gives."""

import datetime as dt

from core.models import Reminder
from labels.actions import remind_labels


def reminded(kind: str, today: dt.date | None = None) -> int:
    """Run the reminders of the label; return how many of `kind` were given."""
    before = Reminder.objects.filter(kind=kind).count()
    remind_labels(today=today)
    return Reminder.objects.filter(kind=kind).count() - before
