"""The office at work: claim, give back, publish, return with reasons. One winner, however many press at once."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments import emails
from commitments.actions.common import (
    Submission,
    close_assignment,
    kind_of,
    lock,
    lock_city,
    lock_commitment,
    lock_to_judge,
    lock_unmoved,
    moved_on,
    public_change,
    workflow_of,
    write_review,
)
from commitments.actions.digest import content_digest
from commitments.actions.ending import lapse_texts, lock_open_texts
from commitments.actions.rhythm import dates_of_text, settle_report
from commitments.actions.rollups import settle
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.rules import unsafe_to_publish
from commitments.workflow import COMMITMENT, REPORT, VERSION
from core.text import clean_text
from review.checklists import checklist, missing_ticks
from review.deadlines import days
from review.models import Review
from review.queue import follow
from review.workflow import NotAllowed, NotReady

IN_FORCE = (Commitment.State.ACTIVE, Commitment.State.ON_HOLD)


@transaction.atomic
def claim(*, obj: Submission, by: User, note: str = "", ticks: Iterable[str] = ()) -> Submission:
    """Take a submission to check it.

    Args:
        obj: a submitted version or report.
        by: a reviewer or decider without conflict.
        note: not used; every decision takes the same arguments.
        ticks: not used.

    Returns: the submission, assigned to `by`.
    Raises: NotAllowed; Stale when somebody else was faster.
    """
    current = lock_unmoved(obj)
    workflow_of(current).apply(current, "claim", by=by)
    current.assignments.create(reviewer=by, assigned_by=by)
    follow(current)
    return current


@transaction.atomic
def release(*, obj: Submission, by: User, note: str = "", ticks: Iterable[str] = ()) -> Submission:
    """Give a claimed submission back to the queue.

    Args:
        obj: a version or report that is being checked.
        by: whoever holds it, or a decider.
        note: not used.
        ticks: not used.

    Returns: the submission, free again.
    Raises: NotAllowed; Stale.
    """
    current = lock_unmoved(obj)
    workflow_of(current).apply(current, "release", by=by)
    close_assignment(current)
    return current


@transaction.atomic
def publish_version(
    *, obj: CommitmentVersion, by: User, note: str = "", ticks: Iterable[str] = ()
) -> CommitmentVersion:
    """Publish a checked text: it takes the place of the one in force, and the city gets a mail.

    Args:
        obj: a submitted version, or one being checked.
        by: the assigned reviewer, or a decider; without conflict.
        note: a word to the city.
        ticks: the keys of the checklist, all of them.

    Returns: the published version.
    Raises: NotAllowed; NotReady when a tick is missing or the text is not the one that was submitted; Stale.
    """
    lock_city(obj.commitment.city_id)
    commitment = lock_commitment(obj.commitment_id)
    current = lock_to_judge(obj, by)
    note = clean_text(note)
    digest = content_digest(current)
    _ready_to_publish(current, by, ticks, digest)
    old = CommitmentVersion.objects.published().filter(commitment=commitment).first()
    if old:
        VERSION.apply(lock(old), "supersede", by=None)
    now = timezone.now()
    values = {"published_at": now, "content_hash": digest}
    VERSION.apply(current, "publish", by=by, note=note, also=values, data={"content_digest": digest})
    _open_commitment(commitment, now)
    write_review(current, by, Review.Verdict.PUBLISH, ticks, note)
    close_assignment(current)
    emails.published(current, note=note)
    return current


@transaction.atomic
def publish_report(*, obj: ProgressReport, by: User, note: str = "", ticks: Iterable[str] = ()) -> ProgressReport:
    """Publish a checked progress report; the commitment shows its progress from now on.

    Its due dates move on; a commitment on hold is in force again. A final report closes it, and an amendment lapses.

    Args:
        obj: a submitted report, or one being checked.
        by: the assigned reviewer, or a decider; without conflict.
        note: a word to the city.
        ticks: the keys of the checklist, all of them.

    Returns: the published report.
    Raises: NotAllowed; NotReady when a tick is missing; Stale.
    """
    lock_city(obj.commitment.city_id)
    commitment = lock_commitment(obj.commitment_id)
    current = lock_to_judge(obj, by)
    note = clean_text(note)
    _ready_to_publish(current, by, ticks)
    if commitment.state not in IN_FORCE:
        raise moved_on()
    left = lock_open_texts(commitment) if current.outcome else []
    REPORT.apply(current, "publish", by=by, note=note, also={"published_at": timezone.now()})
    settle_report(commitment, current)
    lapse_texts(left)
    write_review(current, by, Review.Verdict.PUBLISH, ticks, note)
    close_assignment(current)
    emails.published(current, note=note)
    return current


@transaction.atomic
def return_version(*, obj: CommitmentVersion, by: User, note: str, ticks: Iterable[str] = ()) -> CommitmentVersion:
    """Return a text to the city with reasons; its editors and approvers get them by mail.

    Args:
        obj: a submitted version, or one being checked.
        by: the assigned reviewer, or a decider; without conflict.
        note: the reasons, for the city.
        ticks: what was ticked, kept with the review.

    Returns: the returned version; the city answers within the deadline `answer`.
    Raises: NotAllowed; NotReady without reasons; Stale.
    """
    return _return(obj, by, note, ticks)


@transaction.atomic
def return_report(*, obj: ProgressReport, by: User, note: str, ticks: Iterable[str] = ()) -> ProgressReport:
    """Return a progress report to the city with reasons. Arguments, result and refusals as `return_version`.

    Args:
        obj: a submitted report, or one being checked.
        by: the assigned reviewer, or a decider; without conflict.
        note: the reasons, for the city.
        ticks: what was ticked, kept with the review.

    Returns: the returned report.
    Raises: NotAllowed; NotReady without reasons; Stale.
    """
    return _return(obj, by, note, ticks)


def _return(obj: Submission, by: User, note: str, ticks: Iterable[str]) -> Submission:
    current = lock_to_judge(obj, by)
    note = clean_text(note)
    answer_by = timezone.localdate() + dt.timedelta(days=days("answer"))
    values = {"returned_reasons": note, "answer_by": answer_by, "answer_extended": False}
    workflow_of(current).apply(current, "return_for_changes", by=by, note=note, also=values)
    write_review(current, by, Review.Verdict.RETURN, ticks, note)
    close_assignment(current)
    emails.returned(current)
    return current


def _ready_to_publish(obj: Any, by: User, ticks: Iterable[str], digest: str = "") -> None:
    """Refuse before the text in force is touched: first who, then whether every box is ticked."""
    workflow = workflow_of(obj)
    workflow.named(obj, "publish")
    if not workflow.may(obj, "publish", by):
        raise NotAllowed(_("You may not publish this: claim it first, and declare any conflict of interest."))
    missing = missing_ticks(checklist(kind_of(obj)), ticks)
    reasons = [_("Tick “%(box)s”, or return it with reasons.") % {"box": wording} for wording in missing]
    if digest and obj.content_hash and obj.content_hash != digest:
        reasons.append(_("The text is not the one that was submitted. Return it, and tell an administrator."))
    reasons += unsafe_to_publish(obj)
    if reasons:
        raise NotReady(reasons)


def _open_commitment(commitment: Commitment, now: dt.datetime) -> None:
    """Make the first published version's commitment public; for later ones note the change."""
    if commitment.state == Commitment.State.DRAFT:
        COMMITMENT.apply(commitment, "publish", by=None, also={"first_published_at": now})
    elif commitment.state not in IN_FORCE:
        raise moved_on()
    # The office has checked a text of the city's own: "compiled from public sources" is no longer true.
    own = {"origin": Commitment.Origin.CITY} if commitment.origin == Commitment.Origin.COMPILED else {}
    public_change(commitment, **dates_of_text(commitment), **own)
    settle([commitment.pk])
