"""The link in a reminder that confirms by one click: signed, for one person, one commitment and one due date only."""

import datetime as dt
from typing import Any

from django.core import signing

SALT = "commitments.confirm"
VALID = dt.timedelta(days=60)


def confirm_token(person: Any, commitment: int, due_on: dt.date) -> str:
    """Return what stands in the address of the link to confirm a commitment (primary key); it works for 60 days."""
    return signing.dumps([person.pk, commitment, due_on.isoformat()], salt=SALT)


def read_confirm_token(token: str) -> tuple[int, int, dt.date] | None:
    """Return the keys of person and commitment and the due date; None when forged, spoilt or too old."""
    try:
        person, commitment, day = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return person, commitment, dt.date.fromisoformat(day)
