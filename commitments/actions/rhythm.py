"""The rhythm of a public commitment: confirmed every year, reported every two; on hold when no report comes."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from commitments import emails
from commitments.actions.common import lock_city, lock_commitment, moved_on, public_change, require
from commitments.actions.rollups import settle
from commitments.actions.values import clean_value
from commitments.models import IN_FORCE, Commitment, ProgressReport, RhythmEntry
from commitments.queries import extended_until, overdue_commitments
from commitments.rules import may_confirm
from commitments.workflow import COMMITMENT
from core import audit
from review.deadlines import days
from review.workflow import NotReady

WINDOW = dt.timedelta(days=90)  # the first reminder: from then on a due date can be answered
ENDED: dict[str, Any] = {"next_confirm_on": None, "next_report_on": None, "report_extended": False}


def dates_of_text(commitment: Commitment) -> dict[str, Any]:
    """Return the due dates that the publication of a text sets: a new text is a confirmation, but no report."""
    today = timezone.localdate()
    dates = {"next_confirm_on": today + dt.timedelta(days=days("confirm_every"))}
    if commitment.next_report_on is None:
        dates["next_report_on"] = today + dt.timedelta(days=days("report_every"))
    return dates


def settle_report(commitment: Commitment, report: ProgressReport) -> None:
    """Let a report that was published just now move its commitment: progress, due dates, back in force, or closed.

    Args:
        commitment: the commitment, locked like its city.
        report: the published report.
    """
    today = timezone.localdate()
    dates = {
        "next_confirm_on": today + dt.timedelta(days=days("confirm_every")),
        "next_report_on": today + dt.timedelta(days=days("report_every")),
        "report_extended": False,
    }
    if report.outcome:
        dates = ENDED
        values = {"outcome": report.outcome, "closed_at": timezone.now()}
        COMMITMENT.apply(commitment, "close", by=None, note=report.reason, also=values, data={"report": report.pk})
    elif commitment.state == Commitment.State.ON_HOLD:
        COMMITMENT.apply(commitment, "resume", by=None, data={"report": report.pk})
    public_change(commitment, progress=report.progress, progress_reason=report.reason, **dates)
    settle([commitment.pk])


@transaction.atomic
def confirm(*, commitment: Commitment, by: User, due_on: dt.date, through: str = "desk") -> RhythmEntry:
    """Confirm that all is still right. Public at once; the same due date again changes nothing.

    Args:
        commitment: a commitment in force.
        by: an editor or approver of the city.
        due_on: the due date that is answered, as the person saw it.
        through: where the button was, "desk" or "mail"; kept in the audit chain.

    Returns: the public entry, also when it was made before.
    Raises: NotAllowed; NotReady when it is not due within 90 days; Stale when it has ended or another date is due.
    """
    lock_city(commitment.city_id)
    current = lock_commitment(commitment.pk)
    require(may_confirm(by, current), _("Only people who act for this city may do this."))
    made = current.rhythm.filter(kind=RhythmEntry.Kind.CONFIRMED, due_on=due_on).first()
    if made is not None:
        return made
    if current.state not in IN_FORCE or current.next_confirm_on != due_on:
        raise moved_on()
    today = timezone.localdate()
    if due_on - today > WINDOW:
        raise NotReady([_("It is too early: you can confirm from 90 days before the due date.")])
    next_on = today + dt.timedelta(days=days("confirm_every"))
    entry = current.rhythm.create(kind=RhythmEntry.Kind.CONFIRMED, due_on=due_on, next_on=next_on, by=by)
    public_change(current, next_confirm_on=next_on, last_confirmed_on=today)
    data = {"due_on": due_on, "next_on": next_on, "through": through}
    audit.record("confirm", by=by, obj=current, scope=current.city, data=data)
    return entry


@transaction.atomic
def extend_report(*, commitment: Commitment, by: User, reason: str) -> RhythmEntry:
    """Give the city more time for its next report, at once and by itself, once a report. Public with its reason.

    Args:
        commitment: an active commitment whose report is due within 90 days, or late.
        by: an editor or approver of the city.
        reason: shown in public.

    Returns: the public entry, with the new date in `next_on`.
    Raises: NotAllowed; NotReady without a reason, too early, or the second time; Stale when it is not active;
        ValidationError for a reason that is too long.
    """
    reason = clean_value(RhythmEntry._meta.get_field("reason"), reason)
    lock_city(commitment.city_id)
    current = lock_commitment(commitment.pk)
    require(may_confirm(by, current), _("Only people who act for this city may do this."))
    due_on, today = current.next_report_on, timezone.localdate()
    if current.state != Commitment.State.ACTIVE or due_on is None:
        raise moved_on()
    if not reason:
        raise NotReady([_("Say why you need more time. The public reads it.")])
    if current.report_extended:
        raise NotReady([_("You had more time for this report already. Send what you know now.")])
    if due_on - today > WINDOW:
        raise NotReady([_("It is too early: you can ask from 90 days before the due date.")])
    next_on = extended_until(due_on, today=today)
    kind = RhythmEntry.Kind.EXTENDED
    entry = current.rhythm.create(kind=kind, due_on=due_on, next_on=next_on, reason=reason, by=by)
    public_change(current, next_report_on=next_on, report_extended=True)
    data = {"due_on": due_on, "next_on": next_on, "note": reason}
    audit.record("extend_report", by=by, obj=current, scope=current.city, data=data)
    return entry


def hold_overdue(*, today: dt.date | None = None) -> int:
    """Put commitments on hold whose report is late by more than the deadline `hold_after`. Safe to run twice.

    Args:
        today: the day to judge by; today if not given.

    Returns: how many went on hold. What the office is checking waits: the city has done its part.
    """
    last = (today or timezone.localdate()) - dt.timedelta(days=days("hold_after"))
    return sum(_hold(row, last) for row in overdue_commitments(last).iterator(chunk_size=500))


@transaction.atomic
def _hold(commitment: Commitment, last: dt.date) -> bool:
    lock_city(commitment.city_id)
    current = lock_commitment(commitment.pk)
    if not overdue_commitments(last).filter(pk=current.pk).exists():
        return False
    COMMITMENT.apply(current, "hold", by=None, data={"report_due_on": str(current.next_report_on)})
    public_change(current)
    settle([current.pk])
    emails.on_hold(current)
    return True
