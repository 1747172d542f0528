"""Refusing takes two people: one proposes with reasons, another refuses. One winner, however many press at once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from commitments import emails
from commitments.actions.common import Submission, close_assignment, lock_to_judge, workflow_of, write_review
from core.text import clean_text
from review.models import Review
from review.queue import follow
from review.workflow import NotAllowed


@transaction.atomic
def propose_refusal(*, obj: Submission, by: User, note: str, ticks: Iterable[str] = ()) -> Submission:
    """Propose to refuse a submission; the city hears nothing until a second person agrees.

    Args:
        obj: a submitted version or report, or one being checked.
        by: the assigned reviewer, or a decider; without conflict.
        note: the reasons, which the city reads if it is refused.
        ticks: what was ticked, kept with the review.

    Returns: the submission, waiting for a second person.
    Raises: NotAllowed; NotReady without reasons; Stale.
    """
    current = lock_to_judge(obj, by)
    reasons = clean_text(note)
    values = {"refusal_by": by, "refusal_reasons": reasons}
    workflow_of(current).apply(current, "propose_refusal", by=by, note=reasons, also=values)
    if not current.assignments.filter(released_at=None).exists():
        current.assignments.create(reviewer=by, assigned_by=by)
        follow(current)
    write_review(current, by, Review.Verdict.REFUSE, ticks, reasons)
    return current


@transaction.atomic
def refuse(*, obj: Submission, by: User, note: str = "", ticks: Iterable[str] = ()) -> Submission:
    """Refuse as the second person; the city's people get the reasons by mail. A first text stays private.

    Args:
        obj: a version or report whose refusal is proposed.
        by: a reviewer or decider without conflict who did not propose it.
        note: more reasons, for the city.
        ticks: what was ticked, kept with the review.

    Returns: the refused submission.
    Raises: NotAllowed; Stale.
    """
    current: Any = lock_to_judge(obj, by)
    if current.refusal_by_id == by.pk:
        raise NotAllowed(_("You proposed to refuse this. A second person has to agree."))
    more = clean_text(note)
    reasons = "\n\n".join(part for part in (current.refusal_reasons, more) if part)
    values = {"refused_by": by, "refusal_reasons": reasons}
    workflow_of(current).apply(current, "refuse", by=by, note=reasons, also=values)
    write_review(current, by, Review.Verdict.REFUSE, ticks, more)
    close_assignment(current)
    emails.refused(current)
    return current


@transaction.atomic
def reject_refusal(*, obj: Submission, by: User, note: str, ticks: Iterable[str] = ()) -> Submission:
    """Do not refuse: the submission is checked on by whoever held it. Whoever proposed it may take it back so, too.

    Args:
        obj: a version or report whose refusal is proposed.
        by: a reviewer or decider without conflict.
        note: why not, for the colleagues.
        ticks: what was ticked, kept with the review.

    Returns: the submission, being checked.
    Raises: NotAllowed; NotReady without reasons; Stale.
    """
    current = lock_to_judge(obj, by)
    words = clean_text(note)
    values = {"refusal_by": None, "refusal_reasons": ""}
    workflow_of(current).apply(current, "reject_refusal", by=by, note=words, also=values)
    write_review(current, by, Review.Verdict.KEEP, ticks, words)
    return current
