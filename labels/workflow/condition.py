"""The way of a condition: the city reports, two people of the office confirm or ask again. Late is only shown."""

from django.utils.translation import gettext_lazy as _

from labels.models import Condition
from labels.rules.conditions import (
    may_ask_again,
    may_confirm_first,
    may_confirm_second,
    may_report_condition,
    missing_for_condition,
)
from labels.workflow.steps import by_itself
from review.workflow import Transition, Workflow

State = Condition.State

CONDITION = Workflow(
    Transition(
        "report",
        (State.OPEN, State.OVERDUE),
        State.REPORTED,
        may_report_condition,
        (missing_for_condition,),
        label=_("Report that the condition is met"),
        public_label=_("The city reported that the condition is met"),
    ),
    Transition(
        "confirm_first",
        (State.REPORTED,),
        State.CONFIRMED,
        may_confirm_first,
        label=_("Confirm first: the condition is met"),
        internal=True,
    ),
    by_itself(
        "release_confirmation",
        (State.CONFIRMED,),
        State.REPORTED,
        label=_("The first confirmation counts no more: a conflict of interest"),
        internal=True,
    ),
    Transition(
        "confirm",
        (State.CONFIRMED,),
        State.MET,
        may_confirm_second,
        label=_("Confirm second: the condition is met"),
        public_label=_("Condition met"),
    ),
    Transition(
        "ask_again",
        (State.REPORTED, State.CONFIRMED),
        State.OPEN,
        may_ask_again,
        label=_("Ask the city again"),
        public_label=_("The office asked the city again"),
        note_required=True,
    ),
    by_itself("fall_due", (State.OPEN,), State.OVERDUE, _("The day for the condition is over")),
)
