"""How texts and commitments end: withdrawn by the city, or lapsed because no answer came."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments import emails
from commitments.actions.common import lock, lock_city, lock_commitment, public_change
from commitments.actions.rhythm import ENDED
from commitments.actions.rollups import settle
from commitments.actions.values import clean_value
from commitments.models import Commitment, CommitmentVersion, ProgressReport, ReportAssignment, VersionAssignment
from commitments.workflow import COMMITMENT, REPORT, VERSION
from core import audit
from review.deadlines import days

_after_withdrawal: list[Callable[..., Any]] = []


def register_after_withdrawal(follow: Callable[..., Any]) -> None:
    """Say what else ends with a commitment, called with `commitment=` in its transaction; from an app's `ready`."""
    _after_withdrawal.append(follow)


@dataclass(frozen=True)
class DeadlineSummary:
    """What one run over the deadlines did."""

    extended: int = 0
    lapsed: int = 0


@transaction.atomic
def withdraw(*, commitment: Commitment, by: User, reason: str) -> Commitment:
    """Withdraw a public commitment. Its page stays, with the reason; everything on its way lapses.

    Args:
        commitment: a public commitment.
        by: an approver of the city.
        reason: shown in public.

    Returns: the withdrawn commitment.
    Raises: NotAllowed; NotReady without a reason; Stale when it is withdrawn already.
    """
    reason = clean_value(Commitment._meta.get_field("public_reason"), reason)
    lock_city(commitment.city_id)
    current = lock_commitment(commitment.pk)
    versions = lock_open_texts(current)
    reports = [lock(row) for row in ProgressReport.objects.open().filter(commitment=current)]
    values = {"public_reason": reason, "withdrawn_at": timezone.now()}
    COMMITMENT.apply(current, "withdraw", by=by, note=reason, also=values)
    public_change(current, **ENDED)
    settle([current.pk])
    lapse_texts(versions)
    for report in reports:
        REPORT.apply(report, "lapse", by=None)
    ReportAssignment.objects.filter(report__in=reports, released_at=None).update(released_at=timezone.now())
    for follow in _after_withdrawal:
        follow(commitment=current)
    emails.withdrawn(current)
    return current


def lapse_returned(*, today: dt.date | None = None) -> DeadlineSummary:
    """Act on returned texts and reports whose day to answer has passed: once more time by itself, then they lapse.

    Each one is its own transaction, so that one that fails does not hold up the others. Running it twice does nothing.

    Args:
        today: the day to judge by; today if not given.

    Returns: how many got more time, and how many lapsed.
    """
    today = today or timezone.localdate()
    extended = lapsed = 0
    for table in (CommitmentVersion, ProgressReport):
        for obj in table.objects.filter(state="returned", answer_by__lt=today).select_related("commitment__city"):
            done = _remind_or_lapse(obj, today)
            extended += done == "extend"
            lapsed += done == "lapse"
    return DeadlineSummary(extended, lapsed)


@transaction.atomic
def _remind_or_lapse(obj: Any, today: dt.date) -> str:
    current: Any = lock(obj)
    if current.state != "returned" or current.answer_by is None or current.answer_by >= today:
        return ""
    if current.answer_extended:
        workflow = VERSION if isinstance(current, CommitmentVersion) else REPORT
        workflow.apply(current, "lapse", by=None)
        emails.lapsed(current)
        return "lapse"
    current.answer_by = today + dt.timedelta(days=days("answer"))
    type(current).objects.filter(pk=current.pk).update(answer_by=current.answer_by, answer_extended=True)
    data = {"answer_by": current.answer_by.isoformat()}
    audit.record("extend", by=None, obj=current, scope=current.audit_scope, data=data)
    emails.extended(current)
    return "extend"


def lock_open_texts(commitment: Commitment) -> list[CommitmentVersion]:
    """Return the texts on their way of a commitment, locked until the end of the transaction."""
    return [lock(row) for row in CommitmentVersion.objects.open().filter(commitment=commitment)]


def lapse_texts(versions: list[CommitmentVersion]) -> None:
    """End texts whose commitment has ended; nobody has to check them any more."""
    for version in versions:
        VERSION.apply(version, "lapse", by=None)
    VersionAssignment.objects.filter(version__in=versions, released_at=None).update(released_at=timezone.now())
