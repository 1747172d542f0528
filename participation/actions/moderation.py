"""The office reads what others say: publish, or refuse with a reason. Of many at once exactly one decides."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments.models import Commitment
from commitments.queries import people_of
from core.text import clean_text
from labels.models import LabelApplication
from participation import emails
from participation.actions.kinds import WAYS, Way, way_of
from participation.models import CounterEvidence, Statement, StatementQuerySet
from review.checklists import as_ticked, checklist, missing_ticks
from review.deadlines import days
from review.workflow import NotAllowed, NotReady


@transaction.atomic
def publish_statement(*, obj: Any, by: User, note: str = "", reason: str = "", ticks: Iterable[str] = ()) -> Statement:
    """Publish what somebody says; its author and the city get a mail. The city may reply to counter-evidence.

    Args:
        obj: a text that waits, of any kind.
        by: a reviewer or decider without conflict.
        note: a word to the author.
        reason: not used; every decision takes the same arguments.
        ticks: the keys of the checklist, all of them.

    Returns: the published text.
    Raises: NotAllowed; NotReady when a tick is missing or what it is about was withdrawn; Stale.
    """
    way = way_of(obj)
    way.lock(obj)
    ticked = set(ticks)
    _ready_to_publish(way, obj, by, ticked)
    values: dict[str, Any] = {"published_at": timezone.now()}
    if isinstance(obj, CounterEvidence) and people_of(obj.commitment.city):
        values["reply_due_on"] = timezone.localdate() + dt.timedelta(days=days("reply"))
    way.workflow.apply(obj, "publish", by=by, note=clean_text(note), also=values, data=_checked(way, obj, ticked))
    way.changed(obj)
    emails.decided(obj, note=clean_text(note))
    way.tell_city(obj)
    return obj


@transaction.atomic
def refuse_statement(*, obj: Any, by: User, note: str, reason: str = "", ticks: Iterable[str] = ()) -> Statement:
    """Refuse a text; its author gets the reasons, the public only the count.

    Args:
        obj: a text that waits, of any kind.
        by: a reviewer or decider without conflict.
        note: the reasons in words, for the author.
        reason: one of the kind's `Reason`.
        ticks: not used.

    Returns: the refused text.
    Raises: NotAllowed; NotReady without reason or words; Stale.
    """
    way = way_of(obj)
    way.lock(obj)
    if way.workflow.may(obj, "refuse", by) and reason not in obj.Reason.values:
        raise NotReady([_("Choose the reason. It is counted in public, without the text.")])
    values = {"refusal": reason, "refused_at": timezone.now()}
    way.workflow.apply(obj, "refuse", by=by, note=clean_text(note), also=values, data={"reason": reason})
    emails.decided(obj, note=clean_text(note))
    return obj


@transaction.atomic
def lapse_statements(
    *, commitment: Commitment | None = None, application: LabelApplication | None = None, by: None = None
) -> int:
    """End what waits for its check, because the city took back what it is about; each author gets a mail.

    Args:
        commitment: the withdrawn commitment, locked by the caller; or
        application: the label application that was taken back, locked by the caller.
        by: nobody: it follows from the withdrawal.

    Returns: how many texts ended.
    """
    record, window = WAYS
    if commitment is not None:
        return _lapse(record, record.model.objects.filter(commitment=commitment))
    return _lapse(window, window.model.objects.filter(application=application))


def _lapse(way: Way, rows: StatementQuerySet) -> int:
    ended = list(rows.waiting().with_subject().select_for_update(of=("self",)))
    for statement in ended:
        way.workflow.apply(statement, "lapse", by=None, also={"lapsed_at": timezone.now()})
        emails.lapsed(statement)
    return len(ended)


def _checked(way: Way, obj: Any, ticks: set[str]) -> dict[str, Any]:
    """What the audit event keeps: the words that were ticked, and which proof was read."""
    return {"sha256": getattr(obj, "sha256", ""), "checklist": as_ticked(checklist(way.checklist), ticks)}


def _ready_to_publish(way: Way, obj: Any, by: User, ticks: set[str]) -> None:
    way.workflow.named(obj, "publish")
    if not way.workflow.may(obj, "publish", by):
        raise NotAllowed(_("You may not publish this: declare any conflict of interest."))
    missing = missing_ticks(checklist(way.checklist), ticks)
    reasons = [_("Tick “%(box)s”, or refuse it.") % {"box": wording} for wording in missing]
    if isinstance(obj, CounterEvidence) and obj.commitment.state == Commitment.State.WITHDRAWN:
        reasons.append(_("The city withdrew the commitment, so nothing is added to its page."))
    if reasons:
        raise NotReady(reasons)
