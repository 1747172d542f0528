"""Reads of accounts: when a digest is due, whose calendar an address is."""

import datetime as dt

from django.utils import timezone

from accounts.models import Digest, User
from core.tokens import hash_token


def digest_period(person: User, at: dt.datetime) -> tuple[str, dt.datetime]:
    """Return the key of the digest that is due at a moment, and before when a notice must have come to be in it.

    The key is the same for the whole period: a day, or the week from Monday on. A week whose Monday was missed is made
    up for later, with what had come by the end of that Monday. Days are those of the portal's time zone.
    """
    today = timezone.localdate(at)
    if person.digest == Digest.WEEKLY:
        monday = today - dt.timedelta(days=today.weekday())
        tuesday = dt.datetime.combine(monday + dt.timedelta(days=1), dt.time(), timezone.get_default_timezone())
        return f"digest:{person.pk}:week:{monday}", min(at, tuesday)
    if person.digest == Digest.DAILY:
        return f"digest:{person.pk}:day:{today}", at
    return f"digest:{person.pk}:rest:{at.isoformat()}", at  # switched off since: what was left goes at once


def calendar_owner(token: str) -> User | None:
    """Return the active person to whom the private address of a calendar belongs, or None. One query."""
    return User.objects.filter(calendar_hash=hash_token(token), is_active=True).first()
