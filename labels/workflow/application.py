"""The way of an application: each step by two people of the office, by the city, the panel, or the portal itself."""

from django.utils.translation import gettext_lazy as _

from labels.models import LabelApplication
from labels.models.application import OPEN_STATES
from labels.rules import may_submit, missing_for_grant, missing_for_submit
from labels.rules.cases import (
    has_no_open_admissibility,
    may_admit,
    may_close_reply,
    may_close_window,
    may_drop_admissibility,
    may_find_inadmissible,
    may_grant,
    may_handle,
    may_refuse,
    may_reject_proposal,
    may_reopen_admissibility,
    may_sign_first,
    not_returned_before,
)
from labels.workflow.steps import by_itself, proposal
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
        OPEN_STATES,
        State.WITHDRAWN,
        may_submit,
        label=_("Take the application back"),
        public_label=_("Application taken back by the city"),
    ),
    # --- Admissibility: one proposes, another confirms ---
    proposal(
        "propose_admissibility",
        State.SUBMITTED,
        may_handle,
        _("Propose whether it is admissible"),
        (has_no_open_admissibility,),
    ),
    Transition(
        "drop_admissibility",
        (State.SUBMITTED,),
        State.SUBMITTED,
        may_drop_admissibility,
        label=_("Do not confirm: drop the proposal"),
        note_required=True,
        automatic=True,
        internal=True,
    ),
    Transition(
        "return_for_changes",
        (State.SUBMITTED,),
        State.RETURNED,
        may_handle,
        (not_returned_before,),
        label=_("Send back what is incomplete, once"),
        note_required=True,
    ),
    Transition(
        "admit",
        (State.SUBMITTED,),
        State.WINDOW,
        may_admit,
        label=_("Confirm: it is admissible"),
        public_label=_("Admitted: the public window is open"),
    ),
    Transition(
        "find_inadmissible",
        (State.SUBMITTED,),
        State.PROPOSED,
        may_find_inadmissible,
        label=_("Confirm: it is not admissible"),
        internal=True,
    ),
    # --- Public window, panel, reply, second look ---
    Transition(
        "close_window",
        (State.WINDOW,),
        State.PANEL,
        may_close_window,
        label=_("Close the public window"),
        public_label=_("Public window closed: the panel begins"),
        automatic=True,
    ),
    by_itself("send_findings", (State.PANEL,), State.REPLY, label=_("Send the draft findings to the city")),
    Transition(
        "send_reply",
        (State.REPLY,),
        State.SECOND_LOOK,
        may_submit,
        label=_("Send the reply to the findings"),
    ),
    Transition(
        "accept_findings",
        (State.REPLY,),
        State.DECIDING,
        may_submit,
        label=_("Accept the findings"),
    ),
    Transition(
        "close_reply",
        (State.REPLY,),
        State.DECIDING,
        may_close_reply,
        label=_("Close the time to reply: the findings stand"),
        automatic=True,
    ),
    by_itself("finish_second_look", (State.SECOND_LOOK,), State.DECIDING, label=_("Second look finished")),
    # --- Decision: the office proposes, two deciders who are new to the case sign ---
    Transition(
        "propose",
        (State.DECIDING,),
        State.PROPOSED,
        may_handle,
        label=_("Propose the outcome"),
        note_required=True,
        internal=True,
    ),
    Transition(
        "sign_first",
        (State.PROPOSED,),
        State.PROPOSED,
        may_sign_first,
        label=_("Sign first"),
        internal=True,
    ),
    Transition(
        "reject_proposal",
        (State.PROPOSED,),
        State.DECIDING,
        may_reject_proposal,
        label=_("Do not sign: send the proposal back"),
        note_required=True,
        automatic=True,
        internal=True,
    ),
    Transition(
        "reopen_admissibility",
        (State.PROPOSED,),
        State.SUBMITTED,
        may_reopen_admissibility,
        label=_("Do not sign: check again whether it is admissible"),
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
        label=_("Sign second: award the label"),
        public_label=_("Label awarded"),
    ),
    Transition(
        "refuse",
        (State.PROPOSED,),
        State.REFUSED,
        may_refuse,
        label=_("Sign second: decide without a label"),
        public_label=_("Decided: no label"),
    ),
    # --- On appeal: three people with no earlier part, two equal votes ---
    by_itself(
        "reopen_on_appeal",
        (State.REFUSED,),
        State.DECIDING,
        _("Sent back on appeal: it is decided again"),
    ),
    by_itself(
        "restart_on_appeal",
        (State.REFUSED,),
        State.SUBMITTED,
        _("Sent back on appeal: it is checked again"),
    ),
    by_itself(
        "lift_conditions_on_appeal",
        (State.GRANTED,),
        State.GRANTED,
        _("Conditions taken away on appeal"),
    ),
    by_itself(
        "grant_on_appeal",
        (State.REFUSED,),
        State.GRANTED,
        _("Label granted on appeal"),
        checks=(missing_for_grant,),
    ),
)
