"""The life of a request to join (process.md, section 1)."""

from django.utils.translation import gettext_lazy as _

from cities.models import JoinRequest
from cities.rules import may_decide_join, may_withdraw_join
from review.workflow import Transition, Workflow

State = JoinRequest.State
WAITING = (State.SUBMITTED,)

JOINING = Workflow(
    Transition("accept", WAITING, State.ACCEPTED, may_decide_join, label=_("Accept"), public_label=_("City joined")),
    Transition(
        "return_for_changes",
        WAITING,
        State.RETURNED,
        may_decide_join,
        label=_("Send back with questions"),
        public_label=_("Questions asked"),
        note_required=True,
    ),
    Transition("refuse", WAITING, State.REFUSED, may_decide_join, label=_("Refuse"), note_required=True),
    Transition("submit", (State.RETURNED,), State.SUBMITTED, may_withdraw_join, label=_("Send again")),
    Transition("withdraw", (*WAITING, State.RETURNED), State.WITHDRAWN, may_withdraw_join, label=_("Take back")),
)
