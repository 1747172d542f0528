"""The life of a request to join, and of a membership."""

from django.utils.translation import gettext_lazy as _

from cities.models import JoinRequest
from cities.rules import may_decide_join, may_withdraw_join
from review.workflow import Transition, Workflow

State = JoinRequest.State
OPEN = (State.SUBMITTED,)

JOINING = Workflow(
    Transition(
        "return_for_changes",
        OPEN,
        State.RETURNED,
        may_decide_join,
        label=_("Send back with questions"),
        public_label=_("Questions asked"),
        note_required=True,
    ),
    Transition("submit", (State.RETURNED,), State.SUBMITTED, may_withdraw_join, label=_("Send again")),
    Transition("accept", OPEN, State.ACCEPTED, may_decide_join, label=_("Accept"), public_label=_("City joined")),
    Transition("refuse", OPEN, State.REFUSED, may_decide_join, label=_("Refuse"), note_required=True),
    Transition("withdraw", (*OPEN, State.RETURNED), State.WITHDRAWN, may_withdraw_join, label=_("Take back")),
)
