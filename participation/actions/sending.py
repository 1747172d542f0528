"""What changed goes to those who follow it: never twice, never an empty mail, and nothing is lost between two runs."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core.models import AuditHead
from participation.emails import alerts as alert_emails
from participation.filters import Filters, Names, names_of, stored_filters
from participation.models import Alert
from participation.queries import Change, changes_between, found_by

AT_ONCE = 100  # SQLite puts 500 searches into one query at most
MOST_EVENTS = 2000


def send_alerts(*, at: dt.datetime | None = None) -> int:
    """Send what is due: soon after the change, once a day, or from Monday on. Safe to run twice, and at once.

    Changes are read between two events of the audit chain, never by the clock. Each mail is a transaction of its own:
    it is queued and its alert moves on, or neither. For a hundred alerts the reads are the same number of queries,
    however many of them have something to tell.

    Args:
        at: the moment to judge by; now if not given. Days are those of the portal's time zone.

    Returns: how many mails were queued.
    """
    today = timezone.localdate(at or timezone.now())
    until = AuditHead.objects.values_list("seq", flat=True).first() or 0
    sent, last = 0, 0
    while batch := list(Alert.objects.due(today=today, seq=until).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = batch[-1].pk
        while batch:
            number, batch = _tell(batch, until, today)
            sent += number
    return sent


def _tell(batch: Sequence[Alert], until: int, today: dt.date) -> tuple[int, list[Alert]]:
    """Tell a batch what changed; return how many mails that were, and who has to hear of still later changes."""
    found = changes_between(min(alert.told_seq for alert in batch), until, most=MOST_EVENTS)
    filters = [stored_filters(alert) for alert in batch]
    news = _news(batch, filters, found.changes)
    names = names_of([filters[place] for place in news])
    sent = sum(
        _send(batch[place], (filters[place], names, changes), found.until, today) for place, changes in news.items()
    )
    quiet = [alert.pk for place, alert in enumerate(batch) if place not in news]
    Alert.objects.filter(pk__in=quiet, told_seq__lt=found.until).update(told_seq=found.until, told_on=today)
    if found.until >= until:
        return sent, []
    return sent, list(Alert.objects.confirmed().filter(pk__in=[alert.pk for alert in batch], told_seq__lt=until))


def _news(batch: Sequence[Alert], filters: Sequence[Filters], changes: Sequence[Change]) -> dict[int, list[Change]]:
    """Return place in the batch -> the changes that this alert has to tell, oldest first."""
    if not changes:
        return {}
    since = min(change.event.at for change in changes)
    wanted = [(filters[place], alert.language) for place, alert in enumerate(batch)]
    fitting = found_by(wanted, since=since, cities={change.city for change in changes if not change.commitment})
    news: dict[int, list[Change]] = {}
    for place, alert in enumerate(batch):
        is_city = alert.subject == Alert.Subject.CITIES
        for change in changes:
            key = change.city if is_city else change.commitment
            if change.seq > alert.told_seq and key in fitting[place]:
                news.setdefault(place, []).append(change)
    return news


@transaction.atomic
def _send(alert: Alert, told: tuple[Filters, Names, list[Change]], until: int, today: dt.date) -> bool:
    # Whoever moves the alert on tells it: a second run finds another number in its place. Stopped alerts are gone.
    mine = Alert.objects.confirmed().filter(pk=alert.pk, told_seq=alert.told_seq)
    if not mine.update(told_seq=until, told_on=today):
        return False
    alert_emails.alert_changes(alert, *told, until=until)
    return True
