"""How it works, drawn from the workflow tables themselves: states, who moves them, where to, by when.

Only the words for rules, deadlines and what the public sees are kept here; tests/portal/test_process.py fails when a
transition uses a rule that has no words.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import commitments.rules
from cities.models import JoinRequest
from cities.workflow import JOINING
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.workflow import COMMITMENT, REPORT, VERSION
from labels.models import Condition, Label, LabelApplication
from labels.workflow import APPLICATION, CONDITION, LABEL
from participation.models import CounterEvidence, LabelStatement
from participation.queries import moderation_counts
from participation.workflow import LABEL_STATEMENT, STATEMENT
from portal.people import WHO
from portal.words import Row
from review.deadlines import days as deadline
from review.workflow import Transition, Workflow

_NOTHING = _("nothing")
_CHECKED = _("“1 submission being checked” on the city’s page")


@dataclass(frozen=True)
class Life:
    """One table of the process, with its words.

    `path` names the states of the straight way; `sees` says what the public sees in a state, else it is nothing.
    """

    key: str
    title: Any
    intro: Any
    workflow: Workflow
    states: Any
    path: tuple[str, ...]
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
        ("submitted", "accepted"),
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
        ("draft", "sign_off", "submitted", "checking", "published"),
        {
            "submitted": _CHECKED,
            "checking": _CHECKED,
            "refusal": _CHECKED,
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
        ("draft", "submitted", "checking", "published"),
        {
            "submitted": _CHECKED,
            "checking": _CHECKED,
            "refusal": _CHECKED,
            "published": _("the report with its public evidence"),
        },
    ),
    Life(
        "ending",
        _("A commitment lives and ends"),
        _(
            "Once a year the city confirms that all is still right, every second year it reports in full; it may ask "
            "for more time once, with a public reason. Without a report the commitment goes on hold, and comes back "
            "when one is published. A final report closes it. A city may withdraw what it promised: the page stays "
            "and says why."
        ),
        COMMITMENT,
        Commitment.State,
        ("draft", "active", "closed"),
        {
            "active": _("the commitment with its progress"),
            "on_hold": _("the commitment, with the line that a report is due"),
            "closed": _("the commitment with its outcome"),
            "withdrawn": _("the reason, and every version that was public"),
        },
    ),
    Life(
        "statement",
        _("Somebody says otherwise"),
        _(
            "Anybody may say that a public piece of evidence or a report shows something else, with their own proof. "
            "The office checks the form, not who is right. The city may reply once; silence is shown."
        ),
        STATEMENT,
        CounterEvidence.State,
        ("unconfirmed", "submitted", "published"),
        {"published": _("the text with its proof and date, beside the evidence, and the city’s reply")},
    ),
    Life(
        "label_statement",
        _("Somebody speaks on an application for the label"),
        _(
            "While the public window of an application is open, residents, organisations and institutions say what "
            "they see of the questions. The office checks the form, not who is right. A text that was sent while the "
            "window was open counts when it is confirmed within 24 hours, also when the window closes meanwhile. "
            "Nobody who acts for a city, works for the office or sits in the panel of the case adds one."
        ),
        LABEL_STATEMENT,
        LabelStatement.State,
        ("unconfirmed", "submitted", "published"),
        {"published": _("the text with the questions it is about, the date, and for whom somebody speaks")},
    ),
    Life(
        "label",
        _("A city applies for the label"),
        _(
            "Two people of the office say whether an application can be looked at. Everybody may add what they know, a "
            "panel writes findings, the city answers. The office proposes an outcome; two deciders who are new to the "
            "case sign it, with public reasons."
        ),
        APPLICATION,
        LabelApplication.State,
        ("draft", "submitted", "window", "panel", "reply", "second_look", "deciding", "proposed", "granted"),
        {
            **dict.fromkeys(
                ("submitted", "returned", "reply", "second_look", "deciding", "proposed"), _("“Applied for the label”")
            ),
            "window": _("the statements"),
            "panel": _("the names of the panel"),
            "granted": _("the label, until when it is valid, the reasons"),
            "refused": _("the reasons"),
        },
    ),
    Life(
        "label_conditions",
        _("A city meets the conditions of its label"),
        _(
            "A label may be awarded with conditions, each with a day. The city reports with evidence; a condition is "
            "met when two people of the office say so. A late one is shown as late. Nothing follows from it by itself."
        ),
        CONDITION,
        Condition.State,
        ("open", "reported", "confirmed", "met"),
        {
            "open": _("the condition with its day"),
            "overdue": _("that it is late"),
            "reported": _("what the city reported"),
            "confirmed": _("what the city reported"),
            "met": _("that two people confirmed it"),
        },
    ),
    Life(
        "label_life",
        _("A label lives and ends"),
        _(
            "A label is valid for the years its rules say. No account alone can change it: one person proposes with "
            "public reasons, another one signs. Before a label is revoked, the city is heard. Without the report at "
            "half time a label goes on hold, and returns by itself when the report is there. Each act is an entry of "
            "the public decision log. An emergency change past the two signatures is possible from the server only, "
            "and the log says so."
        ),
        LABEL,
        Label.State,
        ("valid", "expired"),
        {
            "valid": _("the label, until when it is valid, the reasons"),
            "on_hold": _("the label with the line that a report is due"),
            "suspended": _("the label with the mark “suspended”, and the reasons"),
            "revoked": _("that it was revoked, and why"),
            "withdrawn": _("that the city gave it back, and why"),
            "expired": _("that it has expired"),
        },
    ),
)


def lives() -> list[Row]:
    """Return every table of the process in words, the label's only where it is switched on."""
    return [_in_words(life) for life in LIVES if not life.key.startswith("label") or settings.LABEL_ENABLED]


def moderation() -> list[Row]:
    """Return the public log of moderation for each kind of text: outcomes and reasons with their counts. 2 queries."""
    kinds = [(_("Counter-evidence"), CounterEvidence)]
    if settings.LABEL_ENABLED:
        kinds.append((_("Statements on label applications"), LabelStatement))
    return [{"kind": name, "rows": _outcomes(model)} for name, model in kinds]


def _outcomes(model: type[Any]) -> list[Row]:
    counts = moderation_counts(model)
    refused = [
        (_("Refused: %(reason)s") % {"reason": reason.label}, counts[f"refused_{reason.value}"])
        for reason in model.Reason
    ]
    rows = [(_("Published"), counts["published"]), *refused, (_("Taken back by the author"), counts["withdrawn"])]
    return [{"outcome": outcome, "count": count} for outcome, count in rows]


def who(transition: Transition) -> str:
    """Return in words who may make a step."""
    return str(WHO.get(transition.allowed, ""))


def straight_way(life: Life) -> list[tuple[str, Transition | None]]:
    """Return the states of the straight way, each with the step that leads to the next; None after the last."""
    ahead = [*life.path[1:], ""]
    return [(state, _step(life, state, target)) for state, target in zip(life.path, ahead, strict=True)]


def _step(life: Life, source: str, target: str) -> Transition | None:
    steps = [step for step in life.workflow.transitions if source in step.sources and step.target == target]
    return steps[0] if steps else None


def _in_words(life: Life) -> Row:
    way = straight_way(life)
    pairs = {(source, step.target) for source, step in way if step}
    return {
        "key": life.key,
        "title": life.title,
        "intro": life.intro,
        "steps": [{"title": _name(life, state), "text": _sentence(life, state, step)} for state, step in way],
        "moves": [
            _move(life, source, step) | {"is_straight": (source, step.target) in pairs}
            for source in life.states.values
            for step in life.workflow.transitions
            if source in step.sources
        ],
    }


def _sentence(life: Life, state: str, step: Transition | None) -> str:
    """Return what happens in one state of the straight way."""
    parts = []
    if step:
        parts.append(_("Next step by %(who)s.") % {"who": who(step)})
    if deadline := _deadline(life.key, state):
        parts.append(_("Time: %(deadline)s.") % {"deadline": deadline})
    parts.append(_("The public sees: %(sees)s.") % {"sees": life.sees.get(state, _NOTHING)})
    return " ".join(parts)


def _move(life: Life, source: str, step: Transition) -> Row:
    return {
        "source": _name(life, source),
        "label": str(step.label or step.public_label),
        "who": who(step),
        "target": _name(life, step.target),
        "note_required": step.note_required,
        "deadline": _deadline(life.key, source),
        "sees": str(life.sees.get(step.target, _NOTHING)),
    }


def _name(life: Life, state: str) -> str:
    label = str(life.states(state).label)
    return label[:1].upper() + label[1:]


def _deadline(life: str, state: str) -> str:
    if (life, state) == ("ending", "active"):
        times = {"report": deadline("report_every"), "hold": deadline("hold_after")}
        return _("%(report)s days for each report, on hold %(hold)s days later") % times
    if life not in {"commitment", "report"}:
        return ""
    if state in commitments.rules.WAITING_STATES:
        days = deadline("form_check")
        return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
    if state == "returned":
        days = deadline("answer")
        return ngettext("%(n)d day, once extended", "%(n)d days, once extended", days) % {"n": days}
    return ""
