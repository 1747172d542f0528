"""Read a queued mail as its reader will: with the secrets that the outbox keeps sealed."""

import re

from core.models import OutboxMail
from core.sealing import secret_mark, unseal

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def as_read(mail: OutboxMail, part: str = "text") -> str:
    """Return the text (or html) of a mail that was not sent yet, its secrets in place."""
    words = getattr(mail, part)
    for number, secret in enumerate(unseal(mail.sealed) if mail.has_secret else []):
        words = words.replace(secret_mark(number), secret)
    return words


def link_in(name: str, to: str) -> str:
    """Return the path of the first link in the newest mail `name` to an address; an empty text when there is none."""
    mail = next((row for row in OutboxMail.objects.filter(name=name).order_by("-pk") if row.recipients == [to]), None)
    found = LINK.search(as_read(mail)) if mail else None
    return found.group(1) if found else ""
