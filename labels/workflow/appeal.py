"""The life of an appeal: lodged, three people named, decided by two equal votes."""

from django.utils.translation import gettext_lazy as _

from labels.models import Appeal
from labels.rules.appeals import by_votes, may_name
from review.workflow import Transition, Workflow

State = Appeal.State

APPEAL = Workflow(
    Transition(
        "name_judges",
        (State.LODGED, State.HEARING),
        State.HEARING,
        may_name,
        label=_("Name the three people"),
        public_label=_("Three people with no earlier part named"),
    ),
    Transition(
        "decide",
        (State.HEARING,),
        State.DECIDED,
        by_votes,
        label=_("Decide the appeal"),
        public_label=_("Appeal decided"),
        automatic=True,
    ),
)
