"""The office reads what others say: publish, or refuse with a reason. Of many at once exactly one decides."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.actions.common import lock_city, lock_commitment, public_change
from commitments.models import Commitment
from commitments.queries import people_of
from core.text import clean_text
from participation import emails
from participation.models import CounterEvidence
from participation.workflow import STATEMENT
from review.checklists import as_ticked, checklist, missing_ticks
from review.deadlines import days
from review.models import ChecklistItem
from review.workflow import NotAllowed, NotReady


@transaction.atomic
def publish_statement(
    *, obj: CounterEvidence, by: User, note: str = "", reason: str = "", ticks: Iterable[str] = ()
) -> CounterEvidence:
    """Publish what somebody says; its author and the city get a mail, and the city may reply.

    Args:
        obj: a text that waits.
        by: a reviewer or decider without conflict.
        note: a word to the author.
        reason: not used; every decision takes the same arguments.
        ticks: the keys of the checklist, all of them.

    Returns: the published text.
    Raises: NotAllowed; NotReady when a tick is missing or the commitment was withdrawn; Stale.
    """
    city = lock_city(obj.commitment.city_id)
    commitment = lock_commitment(obj.commitment_id)
    ticked = set(ticks)
    _ready_to_publish(obj, by, commitment, ticked)
    now = timezone.now()
    values: dict[str, Any] = {"published_at": now}
    if people_of(city):
        values["reply_due_on"] = timezone.localdate() + dt.timedelta(days=days("reply"))
    STATEMENT.apply(obj, "publish", by=by, note=clean_text(note), also=values, data=_checked(obj, ticked))
    public_change(commitment)
    emails.decided(obj, note=clean_text(note))
    emails.to_answer(obj)
    return obj


@transaction.atomic
def refuse_statement(
    *, obj: CounterEvidence, by: User, note: str, reason: str = "", ticks: Iterable[str] = ()
) -> CounterEvidence:
    """Refuse a text; its author gets the reasons, the public only the count.

    Args:
        obj: a text that waits.
        by: a reviewer or decider without conflict.
        note: the reasons in words, for the author.
        reason: one of `CounterEvidence.Reason`.
        ticks: not used.

    Returns: the refused text.
    Raises: NotAllowed; NotReady without reason or words; Stale.
    """
    lock_city(obj.commitment.city_id)
    if STATEMENT.may(obj, "refuse", by) and reason not in CounterEvidence.Reason.values:
        raise NotReady([_("Choose the reason. It is counted in public, without the text.")])
    values = {"refusal": reason, "refused_at": timezone.now()}
    STATEMENT.apply(obj, "refuse", by=by, note=clean_text(note), also=values, data={"reason": reason})
    emails.decided(obj, note=clean_text(note))
    return obj


@transaction.atomic
def lapse_statements(*, commitment: Commitment, by: None = None) -> int:
    """End what waits for its check, because the city withdrew the commitment; each author gets a mail.

    Args:
        commitment: the withdrawn commitment, locked by the caller.
        by: nobody: it follows from the withdrawal.

    Returns: how many texts ended.
    """
    rows = CounterEvidence.objects.waiting().filter(commitment=commitment).select_related("commitment__city")
    ended = list(rows.select_for_update(of=("self",)))
    for statement in ended:
        STATEMENT.apply(statement, "lapse", by=None, also={"lapsed_at": timezone.now()})
        emails.lapsed(statement)
    return len(ended)


def _checked(obj: CounterEvidence, ticks: set[str]) -> dict[str, Any]:
    """What the audit event keeps: the words that were ticked, and which proof was read."""
    return {"sha256": obj.sha256, "checklist": as_ticked(checklist(ChecklistItem.Kind.STATEMENT), ticks)}


def _ready_to_publish(obj: CounterEvidence, by: User, commitment: Commitment, ticks: set[str]) -> None:
    STATEMENT.named(obj, "publish")
    if not STATEMENT.may(obj, "publish", by):
        raise NotAllowed(_("You may not publish this: declare any conflict of interest."))
    missing = missing_ticks(checklist(ChecklistItem.Kind.STATEMENT), ticks)
    reasons = [_("Tick “%(box)s”, or refuse it.") % {"box": wording} for wording in missing]
    if commitment.state == Commitment.State.WITHDRAWN:
        reasons.append(_("The city withdrew the commitment, so nothing is added to its page."))
    if reasons:
        raise NotReady(reasons)
