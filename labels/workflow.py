"""The life of a label application, first form: submit, back once, propose with reasons, second signature."""

from django.utils.translation import gettext_lazy as _

from labels.models import LabelApplication
from labels.rules import (
    may_grant,
    may_propose,
    may_refuse,
    may_reject_proposal,
    may_submit,
    missing_for_grant,
    missing_for_submit,
    not_returned_before,
)
from review.workflow import Transition, Workflow

State = LabelApplication.State

APPLICATION = Workflow(
    Transition(
        "submit",
        (State.DRAFT, State.RETURNED),
        State.SUBMITTED,
        may_submit,
        (missing_for_submit,),
        label=_("Apply for the label"),
        public_label=_("Applied for the label"),
    ),
    Transition(
        "withdraw",
        (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PROPOSED),
        State.WITHDRAWN,
        may_submit,
        label=_("Take the application back"),
        public_label=_("Application taken back by the city"),
    ),
    Transition(
        "propose",
        (State.SUBMITTED,),
        State.PROPOSED,
        may_propose,
        label=_("Propose the outcome and sign first"),
        note_required=True,
        internal=True,
    ),
    Transition(
        "return_for_changes",
        (State.SUBMITTED,),
        State.RETURNED,
        may_propose,
        (not_returned_before,),
        label=_("Send back what is incomplete, once"),
        note_required=True,
    ),
    Transition(
        "reject_proposal",
        (State.PROPOSED,),
        State.SUBMITTED,
        may_reject_proposal,
        label=_("Do not sign: back to the start"),
        note_required=True,
        automatic=True,
        internal=True,
    ),
    Transition(
        "grant",
        (State.PROPOSED,),
        State.GRANTED,
        may_grant,
        (missing_for_grant,),
        label=_("Sign second: grant the label"),
        public_label=_("Label granted"),
    ),
    Transition(
        "refuse",
        (State.PROPOSED,),
        State.REFUSED,
        may_refuse,
        label=_("Sign second: refuse the label"),
        public_label=_("Label refused"),
    ),
)
