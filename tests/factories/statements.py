"""What residents say about the record, in any state."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from commitments.models import Commitment, Evidence
from core.tokens import hash_token
from participation.models import CounterEvidence, LabelStatement
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
    values |= _dates(state)
    about = {"commitment": commitment, "evidence": evidence, "report": report}
    statement = CounterEvidence.objects.create(state=state, **about, **(values | fields))
    follow(statement)
    return CounterEvidence.objects.select_related("commitment__city", "evidence", "report").get(pk=statement.pk)


def make_label_statement(
    application: Any, *, criteria: Iterable[Any] = (), state: str = "published", token: str = "", **fields: Any
) -> LabelStatement:
    """A resident's text on `application`, about `criteria` of its edition, else the first of them."""
    number, now = next(_numbers), timezone.now()
    email = fields.pop("email", f"resident{number}@mail.example")
    values: dict[str, Any] = {
        "text": f"The complaints office answers in two weeks ({number}).",
        "email": email,
        "email_hash": fingerprint(email),
        "token_hash": hash_token(token or f"token-{number}"),
        "expires_at": now + dt.timedelta(hours=24),
        **_dates(state),
    }
    statement = LabelStatement.objects.create(application=application, state=state, **(values | fields))
    statement.criteria.set(list(criteria) or application.scheme.criteria.all()[:1])
    follow(statement)
    return LabelStatement.objects.with_subject().get(pk=statement.pk)


def _dates(state: str) -> dict[str, Any]:
    """What a text has that came as far as `state`."""
    now = timezone.now()
    values: dict[str, Any] = {"submitted_at": now} if state in CONFIRMED else {}
    if state in CONFIRMED[1:]:
        values[f"{state}_at"] = now
    return values | ({"refusal": "off_topic"} if state == "refused" else {})
