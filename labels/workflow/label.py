"""The life of a label: each step by two people, or by the portal itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from labels.models import Label
from labels.rules import (
    may_ask_withdrawal,
    may_drop_change,
    may_propose_against_label,
    may_propose_reinstate,
    may_reinstate,
    may_revoke,
    may_suspend,
    may_withdraw_label,
    missing_for_revoke,
    never,
)
from review.workflow import Rule, Transition, Workflow

Life = Label.State
HELD = (Life.VALID, Life.ON_HOLD, Life.SUSPENDED)


def _proposal(name: str, state: str, allowed: Rule, label: Any) -> Transition:
    """A step that changes nothing in public: the state stays, a proposal waits for a second person."""
    return Transition(name, (state,), state, allowed, label=label, note_required=True, internal=True)


LABEL = Workflow(
    Transition(
        "hold",
        (Life.VALID,),
        Life.ON_HOLD,
        never,
        public_label=_("Label on hold: the report at half time is missing"),
        automatic=True,
    ),
    Transition(
        "resume",
        (Life.ON_HOLD,),
        Life.VALID,
        never,
        public_label=_("Label no longer on hold: the report is there"),
        automatic=True,
    ),
    *(
        _proposal("propose_suspend", state, may_propose_against_label, _("Propose to suspend the label"))
        for state in (Life.VALID, Life.ON_HOLD)
    ),
    Transition(
        "suspend",
        (Life.VALID, Life.ON_HOLD),
        Life.SUSPENDED,
        may_suspend,
        label=_("Sign second: suspend the label"),
        public_label=_("Label suspended"),
    ),
    _proposal("propose_reinstate", Life.SUSPENDED, may_propose_reinstate, _("Propose to end the suspension")),
    Transition(
        "reinstate",
        (Life.SUSPENDED,),
        Life.VALID,
        may_reinstate,
        label=_("Sign second: end the suspension"),
        public_label=_("Suspension ended"),
    ),
    *(
        _proposal("propose_revoke", state, may_propose_against_label, _("Propose to revoke the label"))
        for state in HELD
    ),
    Transition(
        "revoke",
        HELD,
        Life.REVOKED,
        may_revoke,
        (missing_for_revoke,),
        label=_("Sign second: revoke the label"),
        public_label=_("Label revoked"),
    ),
    *(_proposal("propose_withdraw", state, may_ask_withdrawal, _("Give the label back")) for state in HELD),
    Transition(
        "withdraw",
        HELD,
        Life.WITHDRAWN,
        may_withdraw_label,
        label=_("Sign second: the city gives the label back"),
        public_label=_("Label given back by the city"),
    ),
    *(_proposal("drop_change", state, may_drop_change, _("Do not sign: drop the proposal")) for state in HELD),
    # A renewed label that has not begun ends with the one it renews.
    *(
        Transition(f"{name}_coming", HELD, target, never, public_label=words, automatic=True)
        for name, target, words in (
            ("revoke", Life.REVOKED, _("Label revoked before its first day")),
            ("withdraw", Life.WITHDRAWN, _("Label given back before its first day")),
        )
    ),
    Transition(
        "expire",
        (Life.VALID, Life.ON_HOLD),
        Life.EXPIRED,
        never,
        public_label=_("Label expired"),
        automatic=True,
    ),
    # Three people with no earlier part found on appeal that it should not have been done.
    Transition(
        "reinstate_on_appeal",
        (Life.SUSPENDED,),
        Life.VALID,
        never,
        public_label=_("Suspension undone on appeal"),
        automatic=True,
    ),
    Transition(
        "restore_on_appeal",
        (Life.REVOKED,),
        Life.VALID,
        never,
        public_label=_("Revocation undone on appeal"),
        automatic=True,
    ),
    Transition(
        "go_on_with_renewal",
        (Life.EXPIRED,),
        Life.VALID,
        never,
        public_label=_("Label valid again: its renewal is pending"),
        automatic=True,
    ),
    # "Break glass": only from the command line, past the two signatures, and for ever in the public log.
    *(
        Transition(
            f"break_{name}",
            sources,
            target,
            never,
            public_label=_("Emergency change past the two signatures"),
            note_required=True,
            automatic=True,
        )
        for name, sources, target in (
            ("suspend", (Life.VALID, Life.ON_HOLD), Life.SUSPENDED),
            ("reinstate", (Life.SUSPENDED,), Life.VALID),
            ("revoke", HELD, Life.REVOKED),
        )
    ),
)
