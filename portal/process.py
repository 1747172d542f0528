"""How it works, drawn from the workflow tables themselves: states, who moves them, where to, by when.

Only the words for rules, deadlines and what the public sees are kept here; tests/portal/test_process.py fails when a
transition uses a rule that has no words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import cities.rules
import commitments.rules
import labels.rules
from cities.models import JoinRequest
from cities.workflow import JOINING
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.workflow import COMMITMENT, REPORT, VERSION
from labels.models import LabelApplication
from labels.workflow import APPLICATION
from portal.words import Row
from review.workflow import Transition, Workflow

WHO: dict[Callable[..., bool], Any] = {
    cities.rules.may_decide_join: _("an administrator who did not send the request"),
    cities.rules.may_withdraw_join: _("whoever sent the request"),
    commitments.rules.may_ask_sign_off: _("an editor or approver of the city"),
    commitments.rules.may_send_back: _("an editor or approver of the city"),
    commitments.rules.may_discard: _("an editor or approver of the city"),
    commitments.rules.may_submit_report: _("an editor or approver of the city"),
    commitments.rules.may_submit: _("an approver who wrote none of it; a mere correction needs no sign-off"),
    commitments.rules.may_claim: _("a reviewer without conflict of interest"),
    commitments.rules.may_release: _("the reviewer who took it, or a decider"),
    commitments.rules.may_decide: _("the reviewer who took it, or a decider"),
    commitments.rules.may_withdraw: _("an approver of the city"),
    commitments.rules.never: _("the portal, by itself"),
    labels.rules.may_submit: _("an approver of the city"),
    labels.rules.may_propose: _("a decider without conflict of interest"),
    labels.rules.may_reject_proposal: _("a decider without conflict of interest"),
    labels.rules.may_grant: _("a second decider, never the one who proposed it"),
    labels.rules.may_refuse: _("a second decider, never the one who proposed it"),
}

_NOTHING = _("nothing")
_CHECKED = _("“1 submission being checked” on the city’s page")


@dataclass(frozen=True)
class Life:
    """One table of the process, with its words. `sees` says what the public sees in a state; else it is nothing."""

    key: str
    title: Any
    intro: Any
    workflow: Workflow
    states: Any
    sees: dict[str, Any]


LIVES = (
    Life(
        "joining",
        _("A city joins"),
        _(
            "An official asks to join, with the council’s decision or a statement signed by the mayor. Staff verify "
            "who asks, through an official contact of the city."
        ),
        JOINING,
        JoinRequest.State,
        {"accepted": _("the city with its mandate")},
    ),
    Life(
        "commitment",
        _("A commitment becomes public"),
        _(
            "The office checks the form only: complete, lawful, no personal data, belongs to the framework. A "
            "published text never changes; an amendment is a new version that goes the same way, while the old one "
            "stays public."
        ),
        VERSION,
        CommitmentVersion.State,
        {
            "submitted": _CHECKED,
            "checking": _CHECKED,
            "published": _("the text with its address, what changed, how to cite it"),
            "superseded": _("the text, at its permanent address"),
        },
    ),
    Life(
        "report",
        _("Progress is reported"),
        _("A report says where each milestone stands, with evidence. A delay needs a public reason."),
        REPORT,
        ProgressReport.State,
        {"submitted": _CHECKED, "checking": _CHECKED, "published": _("the report with its public evidence")},
    ),
    Life(
        "ending",
        _("A commitment is withdrawn"),
        _("A city may withdraw what it promised, with a public reason. The page stays and says so."),
        COMMITMENT,
        Commitment.State,
        {
            "active": _("the commitment with its progress"),
            "on_hold": _("the commitment, with the line that a report is due"),
            "closed": _("the commitment with its outcome"),
            "withdrawn": _("the reason, and every version that was public"),
        },
    ),
    Life(
        "label",
        _("A city applies for the label"),
        _("No account alone can grant, refuse or change a label: two deciders sign, with public reasons."),
        APPLICATION,
        LabelApplication.State,
        {
            "submitted": _("“Applied for the label”"),
            "proposed": _("“Applied for the label”"),
            "granted": _("the label, until when it is valid, the reasons"),
            "refused": _("the reasons"),
        },
    ),
)


def lives() -> list[Row]:
    """Return every table of the process in words, the label's only where it is switched on."""
    return [_in_words(life) for life in LIVES if life.key != "label" or settings.LABEL_ENABLED]


def who(transition: Transition) -> str:
    """Return in words who may make a step."""
    return str(WHO.get(transition.allowed, ""))


def _in_words(life: Life) -> Row:
    used = {state for step in life.workflow.transitions for state in (*step.sources, step.target)}
    return {
        "key": life.key,
        "title": life.title,
        "intro": life.intro,
        "states": [_state(life, state) for state in life.states if state in used],
    }


def _state(life: Life, state: Any) -> Row:
    moves = [_move(life, step) for step in life.workflow.transitions if state in step.sources]
    return {
        "label": _capital(str(state.label)),
        "moves": moves,
        "deadline": _deadline(life.key, state.value),
        "sees": str(life.sees.get(state.value, _NOTHING)),
        "is_public": state.value in life.sees,
    }


def _move(life: Life, step: Transition) -> Row:
    return {
        "label": str(step.label or step.public_label),
        "who": who(step),
        "target": str(life.states(step.target).label),
        "note_required": step.note_required,
    }


def _deadline(life: str, state: str) -> str:
    if life not in {"commitment", "report"}:
        return ""
    if state in {"submitted", "checking"}:
        days = settings.REVIEW_WORKING_DAYS
        return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
    if state == "returned":
        days = settings.RETURNED_DAYS
        return ngettext("%(n)d day, once extended", "%(n)d days, once extended", days) % {"n": days}
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
