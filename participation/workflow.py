"""The life of what somebody says: about the record, or on a label application."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from participation.models import CounterEvidence, LabelStatement
from participation.rules import by_mail_only, case_is_over, may_moderate, unscanned_proof
from review.workflow import Check, Transition, Workflow


def _life(state: Any, *, publish: tuple[Check, ...], lapse: Any) -> Workflow:
    """Return the steps of one kind of text: what stands against publishing it, and with what it ends."""
    return Workflow(
        Transition(
            "confirm",
            (state.UNCONFIRMED,),
            state.SUBMITTED,
            by_mail_only,
            label=_("Confirm by e-mail"),
            automatic=True,
        ),
        Transition("publish", (state.SUBMITTED,), state.PUBLISHED, may_moderate, publish, label=_("Publish")),
        Transition("refuse", (state.SUBMITTED,), state.REFUSED, may_moderate, label=_("Refuse"), note_required=True),
        Transition(
            "withdraw",
            (state.SUBMITTED, state.PUBLISHED),
            state.WITHDRAWN,
            by_mail_only,
            label=_("Take it back"),
            automatic=True,
        ),
        Transition("lapse", (state.SUBMITTED,), state.LAPSED, by_mail_only, label=lapse, automatic=True),
    )


STATEMENT = _life(CounterEvidence.State, publish=(unscanned_proof,), lapse=_("The commitment was withdrawn"))
LABEL_STATEMENT = _life(LabelStatement.State, publish=(case_is_over,), lapse=_("The application was taken back"))
