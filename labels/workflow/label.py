"""The life of a label: each step by two people, or by the portal itself."""

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
)
from labels.workflow.steps import by_itself, proposal
from review.workflow import Transition, Workflow

Life = Label.State
HELD = (Life.VALID, Life.ON_HOLD, Life.SUSPENDED)


LABEL = Workflow(
    by_itself("hold", (Life.VALID,), Life.ON_HOLD, _("Label on hold: the report at half time is missing")),
    by_itself("resume", (Life.ON_HOLD,), Life.VALID, _("Label no longer on hold: the report is there")),
    *(
        proposal("propose_suspend", state, may_propose_against_label, _("Propose to suspend the label"))
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
    proposal("propose_reinstate", Life.SUSPENDED, may_propose_reinstate, _("Propose to end the suspension")),
    Transition(
        "reinstate",
        (Life.SUSPENDED,),
        Life.VALID,
        may_reinstate,
        label=_("Sign second: end the suspension"),
        public_label=_("Suspension ended"),
    ),
    *(proposal("propose_revoke", state, may_propose_against_label, _("Propose to revoke the label")) for state in HELD),
    Transition(
        "revoke",
        HELD,
        Life.REVOKED,
        may_revoke,
        (missing_for_revoke,),
        label=_("Sign second: revoke the label"),
        public_label=_("Label revoked"),
    ),
    *(proposal("propose_withdraw", state, may_ask_withdrawal, _("Give the label back")) for state in HELD),
    Transition(
        "withdraw",
        HELD,
        Life.WITHDRAWN,
        may_withdraw_label,
        label=_("Sign second: the city gives the label back"),
        public_label=_("Label given back by the city"),
    ),
    *(proposal("drop_change", state, may_drop_change, _("Do not sign: drop the proposal")) for state in HELD),
    # A renewed label that has not begun ends with the one it renews.
    *(
        by_itself(f"{name}_coming", HELD, target, words)
        for name, target, words in (
            ("revoke", Life.REVOKED, _("Label revoked before its first day")),
            ("withdraw", Life.WITHDRAWN, _("Label given back before its first day")),
        )
    ),
    by_itself("expire", (Life.VALID, Life.ON_HOLD), Life.EXPIRED, _("Label expired")),
    # Three people with no earlier part found on appeal that it should not have been done.
    by_itself("reinstate_on_appeal", (Life.SUSPENDED,), Life.VALID, _("Suspension undone on appeal")),
    by_itself("restore_on_appeal", (Life.REVOKED,), Life.VALID, _("Revocation undone on appeal")),
    by_itself(
        "suspend_again_on_appeal",
        (Life.REVOKED,),
        Life.SUSPENDED,
        _("Revocation undone on appeal: the suspension before it stays"),
    ),
    by_itself("go_on_with_renewal", (Life.EXPIRED,), Life.VALID, _("Label valid again: its renewal is pending")),
    # "Break glass": only from the command line, past the two signatures, and for ever in the public log.
    *(
        by_itself(f"break_{name}", sources, target, _("Emergency change past the two signatures"), note_required=True)
        for name, sources, target in (
            ("suspend", (Life.VALID, Life.ON_HOLD), Life.SUSPENDED),
            ("reinstate", (Life.SUSPENDED,), Life.VALID),
            ("revoke", HELD, Life.REVOKED),
        )
    ),
)
