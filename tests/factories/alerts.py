"""What people follow by e-mail."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone

from core.models import AuditHead
from core.tokens import hash_token
from participation.models import MOST_ASKED_A_DAY, Alert
from participation.tokens import fingerprint

_numbers = itertools.count(1)


def make_alert(
    query: str = "", *, subject: str = "commitments", often: str = "immediate", is_confirmed: bool = True, **fields: Any
) -> Alert:
    """An alert that knows everything up to now, confirmed yesterday; or a request that waits for its link."""
    number, now = next(_numbers), timezone.now()
    email = fields.pop("email", f"follower{number}@mail.example")
    taken = Alert.objects.filter(email_hash=fingerprint(email), requested_on=fields.get("requested_on", now.date()))
    values: dict[str, Any] = {
        "subject": subject,
        "query": query,
        "often": often,
        "email": email,
        "email_hash": fingerprint(email),
        "slot": taken.count() % MOST_ASKED_A_DAY + 1,
        "requested_on": now.date(),
        "submit_key": uuid.uuid4(),
        "token_hash": hash_token(fields.pop("token", f"alert-{number}")),
        "expires_at": now + dt.timedelta(hours=24),
    }
    if is_confirmed:
        newest = AuditHead.objects.values_list("seq", flat=True).first() or 0
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        values |= {"confirmed_at": now, "told_seq": newest, "told_on": yesterday}
    return Alert.objects.create(**(values | fields))
