"""The mandate clock: the city is asked in time who follows, and told when the mandate has ended. Once each."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cities import emails
from cities.models import City, Mandate
from core import audit
from review.deadlines import days


def mandate_notices(*, at: dt.datetime | None = None) -> tuple[int, int]:
    """Ask cities whose mandate ends soon for a hand-over; tell cities whose mandate has ended.

    For the daily command. Each notice is sent once, however often and by how many it is called: the mark stands in the
    WHERE of an UPDATE. A city that has a later mandate on file already is left alone.

    Args:
        at: the moment to judge by; now if not given.

    Returns: how many cities were asked, and how many were told.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    last = Mandate.objects.on_file().exclude(city__membership=City.Membership.NONE)
    last = last.filter(ends_on=F("city__mandate_until")).select_related("city").order_by("pk")
    soon = last.filter(notice_at=None, ends_on__gte=today, ends_on__lte=today + dt.timedelta(days("mandate_notice")))
    over = last.filter(end_notice_at=None, ends_on__lt=today)
    asked = sum(_tell(mandate, "notice_at", "mandate_notice", emails.mandate_ends, at) for mandate in soon)
    told = sum(_tell(mandate, "end_notice_at", "mandate_ended", emails.mandate_ended, at) for mandate in over)
    return asked, told


@transaction.atomic
def _tell(mandate: Mandate, mark: str, action: str, mail: Callable[[Mandate], None], at: dt.datetime) -> bool:
    if not Mandate.objects.filter(pk=mandate.pk, **{mark: None}).update(**{mark: at}):
        return False
    mail(mandate)
    audit.record(action, by=None, obj=mandate, scope=mandate.city, data={"ends_on": mandate.ends_on})
    return True
