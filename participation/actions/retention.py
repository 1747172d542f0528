"""Forgetting: addresses, and what nobody confirmed, take no more room than they need."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import audit
from core.models import OutboxMail
from core.storage import private_storage
from labels.emails import SURVEY_MAILS
from participation.emails import mail_key
from participation.emails.alerts import ALERT_MAILS
from participation.models import Alert, CounterEvidence, LabelStatement, Statement

UNCONFIRMED_DAYS, WITHDRAWN_DAYS, REFUSED_DAYS = 7, 7, 365
_PERSON = {
    "text": "", "url": "", "speaker": "", "show_name": False, "email": "", "email_hash": "", "token_hash": None,
}  # fmt: skip
_FILE = {"proof": "", "file": "", "file_name": "", "content_type": "", "size": 0, "sha256": ""}
EMPTY: dict[type[Any], dict[str, Any]] = {CounterEvidence: _PERSON | _FILE, LabelStatement: _PERSON}


@dataclass(frozen=True)
class Forgotten:
    """What one run forgot."""

    unconfirmed: int = 0
    ended: int = 0
    alerts: int = 0


def forget_people(*, today: dt.date | None = None) -> Forgotten:
    """Delete what was not confirmed in 7 days; empty what ended 7 days ago, or was refused a year ago.

    What stays of the latter is the reference, the dates and the reason, for the public count. The mails about them
    leave the outbox as well. Each text is its own transaction; running it twice does nothing. Alerts that nobody
    confirmed in 7 days are deleted, and mails about alerts and links to surveys after 7 days.

    Args:
        today: the day to judge by; today if not given.

    Returns: how many of each.
    """
    start = timezone.make_aware(dt.datetime.combine(today or timezone.localdate(), dt.time.min))
    # A link that was sent again lately still works.
    unconfirmed = Q(state="unconfirmed", created_at__lt=start - dt.timedelta(days=UNCONFIRMED_DAYS))
    unconfirmed &= Q(expires_at=None) | Q(expires_at__lt=start)
    withdrawn = Q(state="withdrawn", withdrawn_at__lt=start - dt.timedelta(days=WITHDRAWN_DAYS))
    withdrawn |= Q(state="lapsed", lapsed_at__lt=start - dt.timedelta(days=WITHDRAWN_DAYS))
    refused = Q(state="refused", refused_at__lt=start - dt.timedelta(days=REFUSED_DAYS))
    gone = [_delete(row) for model in EMPTY for row in model._default_manager.filter(unconfirmed)]
    over = [_empty(row) for model in EMPTY for row in model._default_manager.filter(withdrawn | refused, ~Q(email=""))]
    return Forgotten(sum(gone), sum(over), _forget_alerts(start))


def _forget_alerts(start: dt.datetime) -> int:
    """Delete old requests and old mails; return how many requests. Whoever confirms at this moment wins."""
    before = start - dt.timedelta(days=UNCONFIRMED_DAYS)
    old = Alert.objects.filter(confirmed_at=None, created_at__lt=before)
    _rows, numbers = old.delete()
    OutboxMail.objects.filter(name__in=(*ALERT_MAILS, *SURVEY_MAILS), created_at__lt=before).delete()
    return numbers.get(Alert._meta.label, 0)


@transaction.atomic
def _delete(statement: Statement) -> bool:
    # Locked first: the delete itself goes by the key alone, and must not meet a text that was confirmed just now.
    row = _still(statement).select_for_update().first()
    if row is None:
        return False
    row.delete()
    _forget_traces(statement, "delete_unconfirmed")
    return True


@transaction.atomic
def _empty(statement: Statement) -> bool:
    if not _still(statement).exclude(email="").update(**EMPTY[type(statement)]):
        return False
    _forget_traces(statement, "forget_author")
    return True


def _still(statement: Any) -> QuerySet[Any]:
    """The row, as long as it is where it was read: whoever confirms at this moment wins."""
    return type(statement)._default_manager.filter(pk=statement.pk, state=statement.state)


def _forget_traces(statement: Statement, act: str) -> None:
    OutboxMail.objects.filter(key__startswith=mail_key(statement.reference)).delete()
    if isinstance(statement, CounterEvidence) and statement.file.name:
        transaction.on_commit(partial(private_storage.delete, statement.file.name))
    audit.record(act, by=None, obj=f"{statement._meta.label_lower}:{statement.pk}", scope="")
