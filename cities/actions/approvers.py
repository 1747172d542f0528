"""A city that takes part always has somebody who signs off; when nobody is left, office and city are told once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from cities import emails
from cities.models import City
from cities.queries import without_approver
from core import audit


def note_lost_approvers(*, at: dt.datetime | None = None, by: Any = None) -> int:
    """Tell office and team when a city has lost its last approver. Safe to run twice and at once.

    Called when an account is switched off, and by the daily command. The mark on the city is taken away again when
    it has an approver, so that the next loss is told, too.

    Args:
        at: the moment; now if not given.
        by: the administrator who switched an account off; nobody for the daily command.

    Returns: how many cities were found.
    """
    at = at or timezone.now()
    lost = without_approver(City.objects.all())
    City.objects.exclude(approver_lost_at=None).exclude(pk__in=lost.values("pk")).update(approver_lost_at=None)
    return sum(_tell(city, at, by) for city in lost.filter(approver_lost_at=None).order_by("pk"))


@transaction.atomic
def _tell(city: City, at: dt.datetime, by: Any) -> bool:
    if not City.objects.filter(pk=city.pk, approver_lost_at=None).update(approver_lost_at=at):
        return False
    audit.record("lose_last_approver", by=by, obj=city, scope=city)
    emails.approver_lost_office(city)
    emails.approver_lost_city(city)
    return True
