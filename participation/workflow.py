"""The life of what somebody says about the record."""

from django.utils.translation import gettext_lazy as _

from participation.models import CounterEvidence
from participation.rules import by_mail_only, may_moderate, unscanned_proof
from review.workflow import Transition, Workflow

State = CounterEvidence.State

STATEMENT = Workflow(
    Transition(
        "confirm",
        (State.UNCONFIRMED,),
        State.SUBMITTED,
        by_mail_only,
        label=_("Confirm by e-mail"),
        automatic=True,
    ),
    Transition("publish", (State.SUBMITTED,), State.PUBLISHED, may_moderate, (unscanned_proof,), label=_("Publish")),
    Transition("refuse", (State.SUBMITTED,), State.REFUSED, may_moderate, label=_("Refuse"), note_required=True),
    Transition(
        "withdraw",
        (State.SUBMITTED, State.PUBLISHED),
        State.WITHDRAWN,
        by_mail_only,
        label=_("Take it back"),
        automatic=True,
    ),
    Transition(
        "lapse", (State.SUBMITTED,), State.LAPSED, by_mail_only, label=_("The commitment was withdrawn"), automatic=True
    ),
)
