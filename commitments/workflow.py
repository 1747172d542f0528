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


def by_itself(name: str, sources: tuple[Any, ...], target: Any, label: Any, public_label: Any = "") -> Transition:
    """Return a step that nobody makes: it follows from something else."""
    return Transition(name, sources, target, never, label=label, public_label=public_label, automatic=True)


def ending(state: Any, on_its_way: tuple[Any, ...]) -> tuple[Transition, ...]:
    """Return the ways in which something ends unpublished; a commitment takes all that is `on_its_way` with it."""
    return (
        Transition("discard", (state.DRAFT, state.RETURNED), state.LAPSED, may_discard, label=_("Give up")),
        by_itself("lapse", (state.RETURNED,), state.LAPSED, _("No answer in time")),
        by_itself("lapse", on_its_way, state.LAPSED, _("Commitment ended")),
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
    by_itself(
        "publish_compiled",
        (Version.DRAFT,),
        Version.PUBLISHED,
        _("Compiled from public sources"),
        _("Compiled from public sources, not submitted by the city"),
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
    by_itself(
        "supersede",
        (Version.PUBLISHED,),
        Version.SUPERSEDED,
        _("Replaced by a newer version"),
        _("Replaced by a newer version"),
    ),
    *ending(Version, NOT_RETURNED),
)

Life = Commitment.State

COMMITMENT = Workflow(
    by_itself("publish", (Life.DRAFT,), Life.ACTIVE, _("First version published"), _("Commitment published")),
    by_itself("hold", (Life.ACTIVE,), Life.ON_HOLD, _("No report in time"), _("On hold until the city reports")),
    by_itself(
        "resume", (Life.ON_HOLD,), Life.ACTIVE, _("Report published"), _("No longer on hold: the city has reported")
    ),
    by_itself(
        "close",
        (Life.ACTIVE, Life.ON_HOLD),
        Life.CLOSED,
        _("Final report published"),
        _("Closed by the city"),
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
    *ending(Report, REPORT_NOT_RETURNED),
)
