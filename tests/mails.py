"""Read a queued mail as its reader will: with the secrets that the outbox keeps sealed."""

from core.models import OutboxMail
from core.sealing import secret_mark, unseal


def as_read(mail: OutboxMail, part: str = "text") -> str:
    """Return the text (or html) of a mail that was not sent yet, its secrets in place."""
    words = getattr(mail, part)
    for number, secret in enumerate(unseal(mail.sealed) if mail.has_secret else []):
        words = words.replace(secret_mark(number), secret)
    return words
