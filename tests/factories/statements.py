"""What residents say about the record, in any state."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone

from commitments.models import Commitment, Evidence
from core.tokens import hash_token
from participation.models import CounterEvidence
from participation.tokens import fingerprint
from review.queue import follow

_numbers = itertools.count(1)
CONFIRMED = ("submitted", "published", "refused", "withdrawn", "lapsed")


def make_statement(
    commitment: Commitment,
    *,
    evidence: Evidence | None = None,
    report: Any = None,
    state: str = "submitted",
    token: str = "",
    **fields: Any,
) -> CounterEvidence:
    """A text about `evidence` or `report`, proved by a link; nobody is named."""
    number, now = next(_numbers), timezone.now()
    email = fields.pop("email", f"resident{number}@mail.example")
    values: dict[str, Any] = {
        "text": f"The desk was closed in June ({number}).",
        "proof": "link",
        "url": f"https://photos.example.org/{number}",
        "email": email,
        "email_hash": fingerprint(email),
        "submit_key": uuid.uuid4(),
        "token_hash": hash_token(token or f"token-{number}"),
        "expires_at": now + dt.timedelta(hours=24),
    }
    if state in CONFIRMED:
        values["submitted_at"] = now
    dates = {"published": "published_at", "refused": "refused_at", "withdrawn": "withdrawn_at", "lapsed": "lapsed_at"}
    if state in dates:
        values[dates[state]] = now
    if state == "refused":
        values["refusal"] = "off_topic"
    about = {"commitment": commitment, "evidence": evidence, "report": report}
    statement = CounterEvidence.objects.create(state=state, **about, **(values | fields))
    follow(statement)
    return CounterEvidence.objects.select_related("commitment__city", "evidence", "report").get(pk=statement.pk)
