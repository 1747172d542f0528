"""The mail backend that fills the outbox table. Every mail of the portal, allauth's too, goes through it."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import get_language

from core.models import OutboxMail
from core.tasks import deliver_mail


class OutboxBackend(BaseEmailBackend):
    """Stores each message and asks the worker to send it once the transaction is committed.

    A message may carry the attributes `outbox_key` (text: a second mail with the same key is not stored),
    `outbox_name` and `outbox_user`.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; return how many were stored."""
        return sum(self._store(message) for message in email_messages if message.recipients())

    def _store(self, message: EmailMessage) -> bool:
        html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
        values = {
            "name": getattr(message, "outbox_name", ""),
            "recipient": getattr(message, "outbox_user", None),
            "recipients": [address for address in message.recipients() if parseaddr(address)[1]],
            "sender": message.from_email,
            "reply_to": list(message.reply_to),
            "subject": " ".join(str(message.subject).split())[:500],
            "text": str(message.body),
            "html": html,
            "language": get_language() or "",
        }
        key = getattr(message, "outbox_key", None)
        if key:
            mail, created = OutboxMail.objects.get_or_create(key=key, defaults=values)
        else:
            mail, created = OutboxMail.objects.create(**values), True
        if created:
            transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk))
        return created
