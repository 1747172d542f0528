"""What differs between the kinds of text while everything else is shared: what is locked, what ends it, who is out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commitments.actions.common import lock_city, lock_commitment, public_change
from commitments.models import Commitment
from labels.actions.locking import lock as lock_application
from labels.queries.window import window_of
from participation import emails
from participation.models import CounterEvidence, LabelStatement
from participation.queries import is_new_to_case, is_outsider
from participation.rules import case_is_over
from participation.workflow import LABEL_STATEMENT, STATEMENT
from review.models import ChecklistItem
from review.workflow import Workflow


@dataclass(frozen=True)
class Way:
    """How one kind of text is kept. Each function takes the text.

    Attributes:
        model: its table.
        workflow: its steps.
        checklist: what is ticked before it is published.
        lock: hold what it is about until the transaction ends, so that this does not end meanwhile.
        over: in words, why nothing is added any more; an empty text while something is.
        may_renew: whether a new link is sent once the old one is over; in words, why not.
        may_speak: whether its address belongs to nobody of the city or the office.
        changed: note that the public page changed, once it is locked.
        tell_city: write to the people of the city once it is public.
    """

    model: type[Any]
    workflow: Workflow
    checklist: str
    lock: Callable[[Any], None]
    over: Callable[[Any], str]
    may_renew: Callable[[Any], str]
    may_speak: Callable[[Any], bool]
    changed: Callable[[Any], None]
    tell_city: Callable[[Any], None]


def _lock_record(statement: CounterEvidence) -> None:
    lock_city(statement.commitment.city_id)
    statement.commitment = lock_commitment(statement.commitment_id)


def _record_is_over(statement: CounterEvidence) -> str:
    if statement.commitment.state == Commitment.State.WITHDRAWN:
        return _("The city withdrew this commitment meanwhile, so nothing is added to it.")
    return ""


def _window_is_over(statement: LabelStatement) -> str:
    if window_of(statement.application).is_open:
        return ""
    return _(
        "The public window closed before you confirmed your text, and the link worked for 24 hours. So it cannot be "
        "published. It is deleted by itself."
    )


WAYS = (
    Way(
        CounterEvidence,
        STATEMENT,
        ChecklistItem.Kind.STATEMENT,
        lock=_lock_record,
        over=_record_is_over,
        may_renew=lambda statement: "",
        may_speak=lambda statement: is_outsider(statement.email, statement.city),
        changed=lambda statement: public_change(statement.commitment),
        tell_city=emails.to_answer,
    ),
    Way(
        LabelStatement,
        LABEL_STATEMENT,
        ChecklistItem.Kind.LABEL_STATEMENT,
        lock=lambda statement: lock_application(statement.application),
        over=lambda statement: " ".join(case_is_over(statement)),
        may_renew=_window_is_over,
        may_speak=lambda statement: is_new_to_case(statement.email, statement.application),
        changed=lambda statement: None,
        tell_city=emails.to_know,
    ),
)


def way_of(statement: Any) -> Way:
    """Return how this kind of text is kept."""
    return next(way for way in WAYS if isinstance(statement, way.model))
