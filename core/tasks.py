"""Background work of the floor."""

import datetime as dt

from django.utils import timezone

from core.actions import send_outbox_mail
from core.compat import task
from core.models import OutboxMail


@task()
def deliver_mail(mail_id: int) -> bool:
    """Send one mail of the outbox (primary key); return whether this call sent it.

    A mail that the server did not take is tried again after 2, 4, 8 and 16 minutes.
    """
    sent = send_outbox_mail(mail_id=mail_id)
    waiting = None if sent else OutboxMail.objects.filter(pk=mail_id, state=OutboxMail.State.QUEUED).first()
    if waiting and waiting.attempts:
        later = timezone.now() + dt.timedelta(minutes=2**waiting.attempts)
        deliver_mail.using(run_after=later).enqueue(mail_id)
    return sent
