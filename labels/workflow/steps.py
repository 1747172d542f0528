"""Kinds of steps that several tables have: made by the portal itself, or a proposal that waits for a second person."""

from typing import Any

from labels.rules import never
from review.workflow import Check, Rule, Transition


def by_itself(
    name: str,
    sources: tuple[str, ...],
    target: str,
    public_label: Any = "",
    *,
    label: Any = "",
    allowed: Rule = never,
    checks: tuple[Check, ...] = (),
    internal: bool = False,
    note_required: bool = False,
) -> Transition:
    """Return a step that follows from a day, a mail, or from what others did: no account makes it.

    Args: as for `Transition`.
    """
    return Transition(
        name,
        sources,
        target,
        allowed,
        checks,
        label=label,
        public_label=public_label,
        note_required=note_required,
        automatic=True,
        internal=internal,
    )


def proposal(name: str, state: str, allowed: Rule, label: Any, checks: tuple[Check, ...] = ()) -> Transition:
    """Return a step that changes nothing in public: the state stays, and a second person answers.

    Args:
        name: of the step.
        state: in which it is proposed.
        allowed: who proposes.
        label: the button.
        checks: reasons why not yet.
    """
    return Transition(name, (state,), state, allowed, checks, label=label, note_required=True, internal=True)
