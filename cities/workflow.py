"""The lives of a request to join and of a mandate (process.md, section 1)."""

from django.utils.translation import gettext_lazy as _

from cities.models import JoinRequest, Mandate
from cities.rules import (
    by_mayor_only,
    may_decide_join,
    may_decide_mandate,
    may_withdraw_join,
    may_withdraw_mandate,
    unscanned_document,
)
from review.workflow import Transition, Workflow

State = JoinRequest.State
WAITING = (State.SUBMITTED,)

JOINING = Workflow(
    Transition(
        "accept",
        WAITING,
        State.ACCEPTED,
        may_decide_join,
        (unscanned_document,),
        label=_("Accept"),
        public_label=_("City joined"),
    ),
    Transition(
        "accept_interested",
        WAITING,
        State.ACCEPTED,
        may_decide_join,
        (unscanned_document,),
        label=_("Accept as interested, the council decides later"),
        public_label=_("City interested"),
    ),
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

Held = Mandate.State

MANDATE = Workflow(
    Transition(
        "accept",
        (Held.SUBMITTED,),
        Held.ON_FILE,
        may_decide_mandate,
        (unscanned_document,),
        label=_("Accept the mandate"),
    ),
    Transition(
        "refuse",
        (Held.SUBMITTED,),
        Held.REFUSED,
        may_decide_mandate,
        label=_("Do not accept"),
        note_required=True,
    ),
    Transition(
        "reaffirm", (Held.ASKED,), Held.ON_FILE, by_mayor_only, label=_("Re-affirmed by the mayor"), automatic=True
    ),
    Transition("withdraw", (Held.ASKED, Held.SUBMITTED), Held.WITHDRAWN, may_withdraw_mandate, label=_("Take back")),
)
