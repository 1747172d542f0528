"""The mail backend that fills the outbox table. Every mail of the portal, allauth's too, goes through it."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import get_language

from core.models import OutboxMail
from core.sealing import seal, secret_mark
from core.tasks import deliver_mail


class OutboxBackend(BaseEmailBackend):
    """Stores each message and asks the worker to send it once the transaction is committed.

    A message may carry the attributes `outbox_key` (text: a second mail with the same key is not stored),
    `outbox_name`, `outbox_user` and `outbox_secrets`: texts that open something, such as the token of an invitation.
    They are stored sealed and only until the mail is sent; whoever reads the outbox sees a mark in their place. Its
    headers (`extra_headers`) are kept likewise.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; return how many were stored."""
        return sum(self._store(message) for message in email_messages if message.recipients())

    def _store(self, message: EmailMessage) -> bool:
        html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
        values = {
            "name": getattr(message, "outbox_name", ""),
            "scope": getattr(message, "outbox_scope", ""),
            "recipient": getattr(message, "outbox_user", None),
            "recipients": [address for address in message.recipients() if parseaddr(address)[1]],
            "sender": message.from_email,
            "reply_to": list(message.reply_to),
            "subject": " ".join(str(message.subject).split())[:500],
            "text": str(message.body),
            "html": html,
            "headers": dict(message.extra_headers),
            "language": get_language() or "",
        }
        values |= _hidden(values, getattr(message, "outbox_secrets", ()))
        key = getattr(message, "outbox_key", None)
        if key:
            mail, created = OutboxMail.objects.get_or_create(key=key, defaults=values)
        else:
            mail, created = OutboxMail.objects.create(**values), True
        if created:
            transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk))
        return created


def _hidden(values: dict[str, Any], secrets: Sequence[str]) -> dict[str, Any]:
    """Return the parts of a mail with a mark in place of each secret, and the secrets sealed; nothing without any."""
    if not secrets:
        return {}
    parts = {name: values[name] for name in ("subject", "text", "html")}
    headers = dict(values["headers"])
    for number, secret in enumerate(secrets):
        for name, text in parts.items():
            parts[name] = text.replace(escape(secret), secret_mark(number)).replace(secret, secret_mark(number))
        headers = {name: text.replace(secret, secret_mark(number)) for name, text in headers.items()}
    return {**parts, "headers": headers, "has_secret": True, "sealed": seal(secrets)}
