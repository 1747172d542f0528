"""The link in a reminder that confirms by one click: signed, for one person, one commitment and one due date only."""

import datetime as dt
from typing import Any

from django.core import signing

SALT = "commitments.confirm"
VALID = dt.timedelta(days=60)


def confirm_token(person: Any, commitment: int, due_on: dt.date, number: int = 0) -> str:
    """Return what stands in the address of the link to confirm a commitment; it works for 60 days.

    Args:
        person: whoever confirms with it.
        commitment: the primary key.
        due_on: the due date that it answers.
        number: how often a new link was sent in place of those before; a link of another number opens nothing.
    """
    return signing.dumps([person.pk, commitment, due_on.isoformat(), number], salt=SALT)


def read_confirm_token(token: str) -> tuple[int, int, dt.date, int] | None:
    """Return the keys of person and commitment, the due date and the number; None when forged, spoilt or too old."""
    try:
        # Links of earlier releases carry no number.
        person, commitment, day, *numbers = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return person, commitment, dt.date.fromisoformat(day), sum(numbers)
