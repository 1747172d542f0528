"""The lives of a commitment, of a version and of a progress report (process.md, section 2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.rules import (
    by_link_only,
    may_ask_sign_off,
    may_assign,
    may_claim,
    may_decide,
    may_discard,
    may_reject_refusal,
    may_release,
    may_second_refusal,
    may_send_back,
    may_submit,
    may_submit_report,
    may_withdraw,
    missing_for_report,
    missing_for_submit,
    missing_mandate,
    never,
    quarantined,
    unsafe_to_publish,
)
from review.workflow import Transition, Workflow


def refusing(state: Any) -> tuple[Transition, ...]:
    """Return the steps of a refusal, which takes two people. The city hears of it when it is refused."""
    return (
        Transition(
            "propose_refusal",
            (state.SUBMITTED, state.CHECKING),
            state.REFUSAL,
            may_decide,
            label=_("Propose to refuse"),
            note_required=True,
            internal=True,
        ),
        Transition("refuse", (state.REFUSAL,), state.REFUSED, may_second_refusal, label=_("Refuse, as the second")),
        Transition(
            "reject_refusal",
            (state.REFUSAL,),
            state.CHECKING,
            may_reject_refusal,
            label=_("Do not refuse: check on"),
            note_required=True,
            automatic=True,
            internal=True,
        ),
    )


def handing_out(state: Any) -> tuple[Transition, ...]:
    """Return the steps that bring a submission into somebody's hands, and back into the queue."""
    return (
        Transition("claim", (state.SUBMITTED,), state.CHECKING, may_claim, label=_("Claim")),
        Transition("assign", (state.SUBMITTED,), state.CHECKING, may_assign, label=_("Assign"), internal=True),
        Transition(
            "reassign", (state.CHECKING,), state.CHECKING, may_assign, label=_("Assign to a colleague"), internal=True
        ),
        Transition(
            "release",
            (state.CHECKING,),
            state.SUBMITTED,
            may_release,
            label=_("Give back to the queue"),
            automatic=True,
        ),
    )


Version = CommitmentVersion.State
WAITING = (Version.SUBMITTED, Version.CHECKING)
# A withdrawn commitment takes everything that is on its way with it.
NOT_RETURNED = (Version.DRAFT, Version.SIGN_OFF, *WAITING, Version.REFUSAL)

VERSION = Workflow(
    Transition(
        "ask_sign_off",
        (Version.DRAFT, Version.RETURNED),
        Version.SIGN_OFF,
        may_ask_sign_off,
        (missing_for_submit, quarantined),
        label=_("Ask for sign-off"),
    ),
    Transition("send_back", (Version.SIGN_OFF,), Version.DRAFT, may_send_back, label=_("Back to draft")),
    Transition(
        "submit",
        (Version.DRAFT, Version.RETURNED, Version.SIGN_OFF),
        Version.SUBMITTED,
        may_submit,
        (missing_for_submit, missing_mandate, quarantined),
        label=_("Sign off and submit"),
        public_label=_("Submitted for the form check"),
    ),
    Transition(
        "sign_by_link",
        (Version.SIGN_OFF,),
        Version.SUBMITTED,
        by_link_only,
        (missing_for_submit, missing_mandate, quarantined),
        label=_("Sign off by a one-time link"),
        public_label=_("Submitted for the form check"),
        automatic=True,
    ),
    *handing_out(Version),
    Transition(
        "publish",
        WAITING,
        Version.PUBLISHED,
        may_decide,
        (unsafe_to_publish,),
        label=_("Publish"),
        public_label=_("Published"),
    ),
    Transition(
        "publish_compiled",
        (Version.DRAFT,),
        Version.PUBLISHED,
        never,
        label=_("Compiled from public sources"),
        public_label=_("Compiled from public sources, not submitted by the city"),
        automatic=True,
    ),
    Transition(
        "return_for_changes",
        WAITING,
        Version.RETURNED,
        may_decide,
        label=_("Return with reasons"),
        public_label=_("Returned to the city"),
        note_required=True,
    ),
    *refusing(Version),
    Transition(
        "supersede",
        (Version.PUBLISHED,),
        Version.SUPERSEDED,
        never,
        label=_("Replaced by a newer version"),
        public_label=_("Replaced by a newer version"),
        automatic=True,
    ),
    Transition("discard", (Version.DRAFT, Version.RETURNED), Version.LAPSED, may_discard, label=_("Give up")),
    Transition("lapse", (Version.RETURNED,), Version.LAPSED, never, label=_("No answer in time"), automatic=True),
    Transition("lapse", NOT_RETURNED, Version.LAPSED, never, label=_("Commitment ended"), automatic=True),
)

Life = Commitment.State

COMMITMENT = Workflow(
    Transition(
        "publish",
        (Life.DRAFT,),
        Life.ACTIVE,
        never,
        label=_("First version published"),
        public_label=_("Commitment published"),
        automatic=True,
    ),
    Transition(
        "hold",
        (Life.ACTIVE,),
        Life.ON_HOLD,
        never,
        label=_("No report in time"),
        public_label=_("On hold until the city reports"),
        automatic=True,
    ),
    Transition(
        "resume",
        (Life.ON_HOLD,),
        Life.ACTIVE,
        never,
        label=_("Report published"),
        public_label=_("No longer on hold: the city has reported"),
        automatic=True,
    ),
    Transition(
        "close",
        (Life.ACTIVE, Life.ON_HOLD),
        Life.CLOSED,
        never,
        label=_("Final report published"),
        public_label=_("Closed by the city"),
        automatic=True,
    ),
    Transition(
        "withdraw",
        (Life.ACTIVE, Life.ON_HOLD, Life.CLOSED),
        Life.WITHDRAWN,
        may_withdraw,
        label=_("Withdraw"),
        public_label=_("Withdrawn by the city"),
        note_required=True,
    ),
)

Report = ProgressReport.State
REPORT_WAITING = (Report.SUBMITTED, Report.CHECKING)
REPORT_NOT_RETURNED = (Report.DRAFT, *REPORT_WAITING, Report.REFUSAL)

REPORT = Workflow(
    Transition(
        "submit",
        (Report.DRAFT, Report.RETURNED),
        Report.SUBMITTED,
        may_submit_report,
        (missing_for_report, missing_mandate, quarantined),
        label=_("Send the report"),
        public_label=_("Report submitted"),
    ),
    *handing_out(Report),
    Transition(
        "publish",
        REPORT_WAITING,
        Report.PUBLISHED,
        may_decide,
        (unsafe_to_publish,),
        label=_("Publish"),
        public_label=_("Progress report published"),
    ),
    Transition(
        "return_for_changes",
        REPORT_WAITING,
        Report.RETURNED,
        may_decide,
        label=_("Return with reasons"),
        note_required=True,
    ),
    *refusing(Report),
    Transition("discard", (Report.DRAFT, Report.RETURNED), Report.LAPSED, may_discard, label=_("Give up")),
    Transition("lapse", (Report.RETURNED,), Report.LAPSED, never, label=_("No answer in time"), automatic=True),
    Transition("lapse", REPORT_NOT_RETURNED, Report.LAPSED, never, label=_("Commitment ended"), automatic=True),
)
