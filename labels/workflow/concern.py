"""The life of a concern: confirmed, read first, answered, helped with a plan, concluded by somebody new to it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from labels.models import OPEN_CONCERNS, Concern
from labels.rules.concerns import (
    by_mail_or_portal,
    is_public_already,
    label_not_held,
    may_answer_concern,
    may_conclude,
    may_plan,
    may_triage,
    returned_a_plan,
    unscanned_concern,
)
from labels.workflow.steps import by_itself
from review.workflow import Transition, Workflow

State = Concern.State
WORKED_ON = (State.ANSWERED, State.SUPPORTED, State.REVIEWING)


def _by_itself(name: str, sources: tuple[str, ...], target: str, label: Any = "", **more: Any) -> Transition:
    """Return a step that follows from a mail or a day; nobody makes it by account."""
    return by_itself(name, sources, target, label=label, allowed=by_mail_or_portal, **more)


CONCERN = Workflow(
    _by_itself("confirm", (State.UNCONFIRMED,), State.GATHERING, _("Confirmed by e-mail")),
    _by_itself("submit", (State.GATHERING,), State.SUBMITTED, _("Enough people stand behind it")),
    _by_itself(
        "withdraw",
        (State.GATHERING, State.SUBMITTED),
        State.WITHDRAWN,
        checks=(is_public_already,),
        label=_("Taken back by its author"),
    ),
    Transition(
        "accept",
        (State.SUBMITTED,),
        State.ACCEPTED,
        may_triage,
        (label_not_held, unscanned_concern),
        label=_("Accept: it becomes public, the city answers"),
        public_label=_("Accepted by the office"),
    ),
    Transition(
        "not_accept",
        (State.SUBMITTED,),
        State.NOT_ACCEPTED,
        may_triage,
        label=_("Do not accept"),
        public_label=_("Not accepted by the office"),
        note_required=True,
    ),
    Transition(
        "answer",
        (State.ACCEPTED,),
        State.ANSWERED,
        may_answer_concern,
        label=_("Answer for the city"),
        public_label=_("Answered by the city"),
    ),
    _by_itself(
        "close_answer",
        (State.ACCEPTED,),
        State.ANSWERED,
        label=_("The time to answer is over"),
        public_label=_("The city did not answer in time"),
    ),
    Transition(
        "propose_plan",
        (State.ANSWERED,),
        State.PLANNED,
        may_plan,
        (label_not_held,),
        label=_("Propose the plan with support"),
        note_required=True,
    ),
    Transition(
        "agree_plan",
        (State.PLANNED,),
        State.SUPPORTED,
        may_answer_concern,
        label=_("Agree to the plan"),
        public_label=_("Plan with support agreed"),
    ),
    Transition(
        "return_plan",
        (State.PLANNED,),
        State.ANSWERED,
        may_answer_concern,
        (returned_a_plan,),
        label=_("Send the plan back"),
        note_required=True,
    ),
    _by_itself(
        "close_plan",
        (State.PLANNED,),
        State.REVIEWING,
        label=_("The time to agree is over"),
        public_label=_("The city did not agree to a plan in time"),
    ),
    _by_itself(
        "end_plan",
        (State.SUPPORTED,),
        State.REVIEWING,
        label=_("The plan ended"),
        public_label=_("The plan with support ended"),
    ),
    Transition(
        "solve",
        WORKED_ON,
        State.CLOSED,
        may_conclude,
        label=_("Close: solved"),
        public_label=_("Closed: solved"),
        note_required=True,
    ),
    Transition(
        "find_unfounded",
        WORKED_ON,
        State.CLOSED,
        may_conclude,
        label=_("Close: not founded"),
        public_label=_("Closed: not founded"),
        note_required=True,
    ),
    Transition(
        "propose_suspension",
        (State.REVIEWING,),
        State.SUSPENSION,
        may_conclude,
        (label_not_held,),
        label=_("Propose to suspend the label"),
        note_required=True,
    ),
    _by_itself(
        "close_suspended",
        (State.SUSPENSION,),
        State.CLOSED,
        label=_("The label was suspended"),
        public_label=_("The label was suspended"),
    ),
    _by_itself(
        "drop_suspension",
        (State.SUSPENSION,),
        State.REVIEWING,
        label=_("The proposal to suspend was dropped"),
    ),
    _by_itself(
        "reopen_on_appeal",
        (State.NOT_ACCEPTED, State.CLOSED),
        State.SUBMITTED,
        public_label=_("Sent back on appeal: the office reads it again"),
    ),
    _by_itself(
        "accept_on_appeal",
        (State.NOT_ACCEPTED,),
        State.ACCEPTED,
        public_label=_("Accepted on appeal"),
    ),
    _by_itself(
        "lapse",
        (State.GATHERING, State.SUBMITTED, *(State(name) for name in OPEN_CONCERNS)),
        State.LAPSED,
        label=_("The label ended"),
        public_label=_("Ended with the label"),
    ),
)
