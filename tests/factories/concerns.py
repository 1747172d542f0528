"""Concerns about a label, in any state."""

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone

from core.codes import new_code
from core.tokens import hash_token
from labels.models import Concern, Label, LabelScheme
from labels.tokens import concern_fingerprint
from review.queue import follow
from tests.factories.labels import make_label, make_scheme
from tests.factories.people import make_user
from tests.factories.record import make_commitment

_numbers = itertools.count(1)
PUBLIC = ("accepted", "answered", "planned", "supported", "reviewing", "suspension", "closed")


def make_label_with_rules(city: Any = None, *, extension: int | None = None, **fields: Any) -> Label:
    """A label under rules with a question and the deadlines of a concern; `extension` is that of the answer."""
    scheme = make_scheme(code=new_code("TEST"), is_current=False)
    scheme.criteria.create(code="S5", title="Can people complain?")
    stage = scheme.stages.create(number=13, key="concern", title="Concern", who="others")
    stage.deadlines.create(key="triage", title="reading it", length=15, unit="working_days", who="staff")
    stage.deadlines.create(key="answer", title="answering", length=30, unit="days", who="city", extension=extension)
    stage.deadlines.create(key="support", title="the plan", length=6, unit="months", who="city")
    make_appeal_terms(scheme)
    return make_label(city=city, scheme=scheme, **fields)


def make_appeal_terms(scheme: LabelScheme) -> LabelScheme:
    """Add the deadlines of an appeal to an edition that nobody applied under yet."""
    stage = scheme.stages.create(number=15, key="appeal", title="Appeal", who="others")
    stage.deadlines.create(key="lodge", title="lodged", length=30, unit="days", who="city")
    stage.deadlines.create(key="decide", title="decided", length=60, unit="days")
    return scheme


def make_concern(label: Label, *, state: str = "submitted", token: str = "", **fields: Any) -> Concern:
    """A concern of an organisation about the first question of the edition, proved by a link."""
    number, now = next(_numbers), timezone.now()
    email = fields.pop("email", f"office{number}@rights.example")
    criterion = label.application.scheme.criteria.first()
    values: dict[str, Any] = {
        "filer": "civil_society",
        "organisation": "Rights for All",
        "criterion": criterion,
        "commitment": None if criterion else make_commitment(city=label.city),
        "text": f"The complaints office has been closed since May ({number}).",
        "language": "en",
        "proof": "link",
        "url": f"https://www.rights.example/{number}",
        "email": email,
        "email_hash": concern_fingerprint(email),
        "email_domain": "rights.example",
        "submit_key": uuid.uuid4(),
        "token_hash": hash_token(token or f"concern-{number}"),
        "expires_at": now + dt.timedelta(days=7),
    }
    if state not in {"unconfirmed", "gathering"}:
        values["submitted_at"] = now
    if state in PUBLIC:
        values |= {"accepted_at": now, "triaged_by": make_user("Tia Triage", roles=("reviewer",))}
    concern = Concern.objects.create(state=state, label=label, **(values | fields))
    follow(concern)
    return Concern.objects.select_related("label__city").get(pk=concern.pk)
