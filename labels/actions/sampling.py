"""What the demo does to the cases of invented cities, so that nobody has to wait for weeks. Never to real ones."""

import datetime as dt

from django.db import transaction

from cities.models import City
from core import audit
from labels.actions.locking import lock
from labels.models import LabelApplication


@transaction.atomic
def bring_forward(*, application: LabelApplication, days: int) -> int:
    """Bring every open deadline of an invented city's case, and the day of its next draw, nearer by some days.

    Args:
        application: of an invented city.
        days: at least 1.

    Returns: how many dates were moved.
    Raises: ValueError for a real city.
    """
    if application.city.origin != City.Origin.SAMPLE:
        raise ValueError("Only dates of invented cities are moved.")
    lock(application)
    back, moved = dt.timedelta(days=days), 0
    for clock in application.clocks.filter(ended_on=None):
        clock.started_on -= back
        clock.due_on = clock.due_on - back if clock.due_on else None
        clock.save(update_fields=["started_on", "due_on"])
        moved += 1
    for draw in application.draws.filter(listed_at=None):
        draw.draw_on -= back
        draw.save(update_fields=["draw_on"])
        moved += 1
    data = {"days": days, "moved": moved}
    audit.record("bring_forward", by=None, obj=application, scope=application.city, data=data)
    return moved
