"""Background work of the floor."""

from core.actions import send_outbox_mail
from core.compat import task


@task()
def deliver_mail(mail_id: int) -> bool:
    """Send one mail of the outbox (primary key); return whether this call sent it."""
    return send_outbox_mail(mail_id=mail_id)
