"""What follows for concerns from a day, from the label, or from time: ended, moved on, forgotten. Safe to run twice."""

import datetime as dt
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cities.models import City
from core import audit
from core.models import OutboxMail
from core.storage import private_storage
from labels.actions.concern_clock import NO_DEADLINE
from labels.actions.log import log_act
from labels.emails.concern import concern_mail_key, concern_news
from labels.models import OPEN_CONCERNS, Concern, ConcernSupport, DecisionEntry, Label, LabelChange
from labels.queries.concerns import lock_concern, overdue_concerns, people_of_concern
from labels.queries.life import lock_label
from labels.rules import switched_off
from labels.rules.concerns import HELD_STATES
from labels.workflow.concern import CONCERN

# The step by which each goes on without the city, and the news of it.
OVER = {
    "accepted": ("close_answer", gettext_lazy("the city did not answer in time, and the office goes on without it")),
    "planned": ("close_plan", gettext_lazy("the city did not agree to a plan in time, and the office goes on")),
    "supported": ("end_plan", gettext_lazy("the plan has ended, and the office looks at what the city did")),
}
UNCONFIRMED_DAYS, GATHERING_DAYS, ENDED_DAYS, DECIDED_DAYS = 7, 90, 7, 180
EMPTY = {
    "text": "", "proof": "", "url": "", "file": "", "file_name": "", "content_type": "", "size": 0, "sha256": "",
    "organisation": "", "email": "", "email_hash": "", "email_domain": "", "token_hash": None,
}  # fmt: skip
NO_ADDRESS = {"email": "", "email_hash": "", "token_hash": None}


def follow_change(change: LabelChange) -> None:
    """Let a concern follow the proposal to suspend that came of it, once that is signed or dropped.

    Args:
        change: closed just now, inside the transaction that closed it.
    """
    concern = Concern.objects.filter(change=change, state=Concern.State.SUSPENSION).first()
    if concern is None:
        return
    lock_concern(concern)
    if not change.is_final:
        CONCERN.apply(concern, "drop_suspension", by=None, also={"change": None, "concluded_by": None})
        return
    reasons = {"outcome": Concern.Outcome.SUSPENDED, "outcome_reasons": change.reasons, "ended_at": timezone.now()}
    CONCERN.apply(concern, "close_suspended", by=None, also=reasons)
    data = {"concern": concern.reference, "filed_by": concern.filer, "outcome": "suspended", "reasons": change.reasons}
    entry = log_act(DecisionEntry.Act.CONCERN_DECIDED, city=concern.label.city, label=concern.label, data=data)
    what = gettext_lazy("closed, the label is suspended")
    concern_news(concern, what, people_of_concern(concern), text=change.reasons, name=f"suspended-{entry.seq}")


def lapse_concerns(label: Label) -> int:
    """End what is open about a label that the city does not hold any more. Inside the transaction that ended it.

    Args:
        label: locked by the caller.

    Returns: how many ended.
    """
    if label.state in HELD_STATES:
        return 0
    open_states = ("gathering", "submitted", *OPEN_CONCERNS)
    rows = list(Concern.objects.filter(label=label, state__in=open_states).order_by("pk"))
    for concern in rows:
        lock_concern(concern)
        CONCERN.apply(concern, "lapse", by=None, also={"ended_at": timezone.now(), **NO_DEADLINE})
        concern_news(concern, gettext_lazy("the label ended, and the concern with it"), (), name="lapse")
    return len(rows)


def move_concerns_on(*, today: dt.date | None = None) -> int:
    """Move on what waited for a day: an answer or a plan that did not come in time, a plan that ended. All hear of it.

    Args:
        today: the day to judge by; today if not given.

    Returns: how many moved; none while the label is switched off.
    """
    if switched_off():
        return 0
    day = today or timezone.localdate()
    return sum([_move_on(concern, day) for concern in overdue_concerns(day).select_related("label")])


@transaction.atomic
def _move_on(concern: Concern, today: dt.date) -> int:
    lock_label(concern.label)
    lock_concern(concern)
    if concern.state not in OVER or concern.due_on is None or concern.due_on >= today:
        return 0
    (step, what), due = OVER[concern.state], concern.due_on
    CONCERN.apply(concern, step, by=None, also=NO_DEADLINE)
    City.objects.filter(pk=concern.label.city_id).update(changed_at=timezone.now())
    concern_news(concern, what, people_of_concern(concern), name=f"{step}-{due}")
    return 1


def forget_filers(*, today: dt.date | None = None) -> int:
    """Delete what nobody confirmed in 7 days; empty what ended 7 days ago; forget addresses 180 days after the end.

    A concern for which too few people stood up ends after 90 days. What the office did not accept is emptied after 180
    days; the public log keeps the reasons.

    Args:
        today: the day to judge by; today if not given.

    Returns: how many concerns were deleted, emptied or lost their address.
    """
    start = timezone.make_aware(dt.datetime.combine(today or timezone.localdate(), dt.time.min))
    before = {days: start - dt.timedelta(days=days) for days in (UNCONFIRMED_DAYS, GATHERING_DAYS, DECIDED_DAYS)}
    never = Concern.objects.filter(state="unconfirmed", created_at__lt=before[UNCONFIRMED_DAYS])
    few = Concern.objects.filter(state="gathering", created_at__lt=before[GATHERING_DAYS])
    gone = [_delete(row) for row in [*never, *few]]
    ConcernSupport.objects.filter(confirmed_at=None, asked_at__lt=before[UNCONFIRMED_DAYS]).delete()
    ended = Q(state="withdrawn") | Q(state="lapsed", accepted_at=None)
    emptied = ended & Q(ended_at__lt=start - dt.timedelta(days=ENDED_DAYS))
    emptied |= Q(state="not_accepted", ended_at__lt=before[DECIDED_DAYS])
    known = Concern.objects.exclude(email="")
    gone += [_forget(row, EMPTY) for row in known.filter(emptied)]
    gone += [_forget(row, NO_ADDRESS) for row in known.filter(ended_at__lt=before[DECIDED_DAYS])]
    return sum(gone)


@transaction.atomic
def _delete(concern: Concern) -> bool:
    # Locked first: the delete itself goes by the key alone, and must not meet one that was confirmed just now.
    row = Concern.objects.select_for_update().filter(pk=concern.pk, state=concern.state).first()
    if row is None:
        return False
    row.delete()
    _forget_traces(concern, "delete_concern")
    return True


@transaction.atomic
def _forget(concern: Concern, values: Mapping[str, object]) -> bool:
    rows = Concern.objects.filter(pk=concern.pk, state=concern.state).exclude(email="")
    if not rows.update(**values):
        return False
    ConcernSupport.objects.filter(concern=concern).delete()
    _forget_traces(concern, "forget_filer", keep_file="text" not in values)
    return True


def _forget_traces(concern: Concern, act: str, *, keep_file: bool = False) -> None:
    OutboxMail.objects.filter(key__startswith=concern_mail_key(concern.reference)).delete()
    if concern.file.name and not keep_file:
        transaction.on_commit(partial(private_storage.delete, concern.file.name))
    audit.record(act, by=None, obj=f"labels.concern:{concern.pk}", scope="")
