"""Writes of the floor: sending what lies in the outbox."""

import datetime as dt
import smtplib
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, clamd, page_cache
from core.access import Refused
from core.models import OutboxMail, Reminder, Scan
from core.sealing import BrokenSealError, new_link_act, renewal_of, secret_mark, unseal

MAX_ATTEMPTS = 5
REMINDER_KEY = ("kind", "thing", "part", "due_on", "offset", "person_id")
_SPENT = Q(has_secret=True, sealed="")


def send_outbox_mail(*, mail_id: int) -> bool:
    """Send one mail of the outbox; a second worker with the same mail does nothing.

    Args:
        mail_id: primary key of the `OutboxMail`.

    Returns: True when this call sent it. False when it was not its turn, or when the mail server did not take
    it: then it is queued again, or failed after five attempts.
    """
    waiting = OutboxMail.objects.filter(pk=mail_id, state=OutboxMail.State.QUEUED)
    if not waiting.update(state=OutboxMail.State.SENDING):
        return False
    mail = OutboxMail.objects.get(pk=mail_id)
    try:
        _message(mail).send()
    except (smtplib.SMTPException, OSError, BrokenSealError) as error:
        _note_failure(mail, error)
        return False
    # From here on nobody can read the secrets of the mail any more, not even from a copy of the database.
    OutboxMail.objects.filter(pk=mail_id).update(
        state=OutboxMail.State.SENT, attempts=mail.attempts + 1, sent_at=timezone.now(), last_error="", sealed=""
    )
    return True


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    secrets = unseal(mail.sealed) if mail.has_secret else []
    subject, text, html = (_opened(part, secrets) for part in (mail.subject, mail.text, mail.html))
    headers = {name: _opened(value, secrets) for name, value in mail.headers.items()}
    connection = get_connection(settings.OUTBOX_TRANSPORT)
    message = EmailMultiAlternatives(
        subject, text, mail.sender, mail.recipients, reply_to=mail.reply_to, headers=headers, connection=connection
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _opened(text: str, secrets: list[str]) -> str:
    for number, secret in enumerate(secrets):
        text = text.replace(secret_mark(number), secret)
    return text


def _note_failure(mail: OutboxMail, error: Exception) -> None:
    attempts = mail.attempts + 1
    state = OutboxMail.State.FAILED if attempts >= MAX_ATTEMPTS else OutboxMail.State.QUEUED
    OutboxMail.objects.filter(pk=mail.pk).update(state=state, attempts=attempts, last_error=repr(error)[:500])


def stuck_mails(*, at: dt.datetime) -> list[int]:
    """Put mails that a stopped worker left behind back in the queue.

    Args:
        at: the moment now; mails queued or being sent for more than half an hour count as left behind.

    Returns: primary keys of the mails to send.
    """
    left = OutboxMail.objects.filter(created_at__lt=at - dt.timedelta(minutes=30))
    left.filter(state=OutboxMail.State.SENDING).update(state=OutboxMail.State.QUEUED)
    return list(left.filter(state=OutboxMail.State.QUEUED).values_list("pk", flat=True))


@transaction.atomic
def requeue_mail(*, mail: OutboxMail, by: object) -> None:
    """Put a sent or failed mail back in the queue, for the resend button of the admin.

    A secret link was in the sent mail only: where an app registered how, its reader is sent a new one instead.

    Args:
        mail: the mail to send again.
        by: the administrator who asks.

    Raises: Refused when it carried a secret link and no new one can be sent.
    """
    if mail.is_spent and (act := new_link_act(mail.name)):
        act(mail=mail, by=by)
        return
    again = OutboxMail.objects.filter(pk=mail.pk).exclude(state=OutboxMail.State.SENDING).exclude(_SPENT)
    if again.update(state=OutboxMail.State.QUEUED, attempts=0, last_error=""):
        audit.record("send_mail_again", by=by, obj=mail, data={"name": mail.name, "before": mail.state})
        return
    if OutboxMail.objects.filter(_SPENT, pk=mail.pk).exists():
        raise Refused(
            _("“%(subject)s” carried a secret link, and it is not kept. %(where)s")
            % {"subject": mail.subject, "where": renewal_of(mail.name)}
        )


def claim_reminders(*, rows: Sequence[Reminder]) -> list[Reminder]:
    """Note reminders as given, inside the transaction that also queues their mails.

    Args:
        rows: unsaved reminders, always in the same order.

    Returns: those that nobody had given before; of two runs at once each row belongs to one.
    """
    run = uuid.uuid4()
    for row in rows:
        row.run = run
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    mine = set(Reminder.objects.filter(run=run).values_list(*REMINDER_KEY))
    return [row for row in rows if tuple(getattr(row, name) for name in REMINDER_KEY) in mine]


def note_scan(*, rows: QuerySet[Any], verdict: clamd.Verdict) -> list[Any]:
    """Write what the scanner said on every row that names one file, inside the caller's transaction.

    A scan that fails takes back no verdict: a file with a virus stays locked away while the scanner is gone.

    Args:
        rows: rows of a `Scanned` table that name the file; the caller holds the lock that keeps others from adding one.
        verdict: what the scanner said.

    Returns: the rows whose state differs now, as they were before.
    """
    open_states = (Scan.UNSCANNED, Scan.ERROR)
    noted = rows.filter(scan_state__in=open_states) if verdict.state == Scan.ERROR else rows
    fresh = list(noted.exclude(scan_state=verdict.state).order_by("pk"))
    noted.update(scan_state=verdict.state, scanned_at=timezone.now(), scan_found=verdict.found)
    if fresh:
        page_cache.purge()  # a clean file is no event of the audit chain, but public pages say so
    return fresh


def scan_proofs(*, model: type[Any], name: str, about: str) -> str:
    """Have a file that proves what somebody says scanned, and note the result. The scan runs outside every transaction.

    Args:
        model: a `Scanned` table whose rows name a `file`, with its `sha256` and an `audit_scope`.
        name: of the file in the private storage.
        about: the relation that the audit scope reads, such as "label__city".

    Returns: the result of this scan, one of `core.models.Scan`; empty when no row names this file any more.
    """
    if not model._default_manager.filter(file=name).exists():
        return ""
    return _note_proofs(model, name, about, clamd.scan_stored(name))


@transaction.atomic
def _note_proofs(model: type[Any], name: str, about: str, verdict: clamd.Verdict) -> str:
    """Write the result under the lock of the rows: an author may take a text back at this moment."""
    rows = model._default_manager.filter(file=name)
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    fresh = note_scan(rows=rows.select_related(about), verdict=verdict)
    for row in fresh if verdict.state == Scan.INFECTED else ():
        data = {"found": verdict.found, "sha256": row.sha256}
        audit.record("quarantine_proof", by=None, obj=row, scope=row.audit_scope, data=data)
    return verdict.state
