"""What happens to a label after it was granted. One person proposes with public reasons, another one makes it so.

Every action first locks the label and reads it again, so of many who sign at once exactly one does. Each change writes
its entry of the public log in the same transaction.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import is_decider
from cities.actions import require_countersigned
from cities.models import City
from core import audit
from core.access import Refused
from core.text import clean_text
from labels.actions.concern_ends import follow_change, lapse_concerns
from labels.actions.locking import refuse_if_off
from labels.actions.log import log_act
from labels.emails import send_hearing, send_label_changed
from labels.models import DecisionEntry, Label, LabelChange
from labels.queries import city_people
from labels.queries.life import HELD_STATES, lock_label, people_of_label
from labels.rules import may_answer_hearing
from labels.workflow import LABEL
from review.deadlines import days
from review.queue import follow, let_go
from review.workflow import NotAllowed, NotReady, Stale

REASONS_LENGTH = 10_000
SHORTEST_REASON = 20
Act = DecisionEntry.Act
EXPIRING = (Label.State.VALID, Label.State.ON_HOLD)
ACTS = {"suspend": Act.SUSPENDED, "reinstate": Act.REINSTATED, "revoke": Act.REVOKED, "withdraw": Act.WITHDRAWN}


@transaction.atomic
def propose_change(*, obj: Label, by: Any, kind: str, note: str) -> LabelChange:
    """Propose a change of a label with public reasons. Nothing is public before a second person signs.

    A proposal to revoke starts the hearing: the city's people read the reasons and may answer (process, stage 14).

    Args:
        obj: a label that is valid or suspended, without an open proposal.
        by: for "suspend" and "revoke" a decider without conflict and without part in the grant; for "reinstate" a
            decider without conflict; for "withdraw" an approver of the city.
        kind: "suspend", "reinstate", "revoke" or "withdraw".
        note: the reasons, published with the change.

    Returns: the open change.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    refuse_if_off()
    _countersigned(by, obj)
    lock_label(obj)
    reasons = clean_text(note)
    if len(reasons) > REASONS_LENGTH:
        raise NotReady([_("Shorten the reasons to 10,000 characters.")])
    LABEL.apply(obj, f"propose_{kind}", by=by, note=reasons)
    heard = timezone.localdate() + dt.timedelta(days=days("label_hearing")) if kind == "revoke" else None
    change = LabelChange.objects.create(label=obj, kind=kind, reasons=reasons, proposed_by=by, hearing_until=heard)
    follow(obj)
    if heard:
        send_hearing(change, city_people(obj.city))
    return change


@transaction.atomic
def confirm_change(*, obj: Label, by: Any, kind: str, note: str = "", change: int | None = None) -> Label:
    """Sign second: the label changes, the public log says so, everybody who acted before reads the reasons.

    Args:
        obj: a label with an open proposal of this kind.
        by: somebody else than who proposed it, under the same conditions; for "withdraw" also a decider.
        kind: "suspend", "reinstate", "revoke" or "withdraw".
        note: a remark for the office's own log.
        change: id of the proposal that was read; another one in its place is refused as stale.

    Returns: the label in its new state.
    Raises: NotAllowed; Refused when the label is off; NotReady while the city is heard; Stale.
    """
    refuse_if_off()
    _countersigned(by, obj)
    waiting = _locked_change(obj, change)
    LABEL.apply(obj, kind, by=by, note=waiting.reasons, data={"remark": clean_text(note), "change": waiting.pk})
    _close(waiting, is_final=True, confirmed_by=by)
    data = {"reasons": waiting.reasons, "signatures": 2, "proposed_on": waiting.proposed_at.date().isoformat()}
    _tell(obj, ACTS[kind], data | {"reply_of_the_city": waiting.reply})
    _end_coming(obj, kind, waiting.reasons)
    return obj


@transaction.atomic
def drop_change(*, obj: Label, by: Any, note: str, change: int | None = None) -> Label:
    """Close a proposal without following it. Nothing becomes public.

    Args:
        obj: a label with an open proposal.
        by: a decider without conflict; an approver of the city for what the city itself asked.
        note: why.
        change: id of the proposal that was read.

    Raises: NotAllowed; Refused when the label is off; NotReady without a reason; Stale.
    """
    refuse_if_off()
    _countersigned(by, obj)
    waiting = _locked_change(obj, change)
    LABEL.apply(obj, "drop_change", by=by, note=clean_text(note))
    _close(waiting)
    return obj


@transaction.atomic
def answer_hearing(*, label: Label, by: Any, text: str) -> LabelChange:
    """Write down what the city says about a proposal to revoke its label. The deciders may then sign.

    Args:
        label: with an open proposal to revoke it.
        by: an approver of the city.
        text: the answer, published with the decision when the label is revoked.

    Raises: NotAllowed; NotReady without a text.
    """
    lock_label(label)
    if not may_answer_hearing(by, label):
        raise NotAllowed(_("There is nothing to answer, or an approver of the city has answered already."))
    reply = clean_text(text)
    if not 0 < len(reply) <= REASONS_LENGTH:
        raise NotReady([_("Write what the city says, in up to 10,000 characters.")])
    change = label.open_change
    change.reply, change.replied_at = reply, timezone.now()
    change.save(update_fields=["reply", "replied_at"])
    follow(label)
    audit.record("answer_hearing", by=by, obj=label, scope=label.city, data={"change": change.pk})
    return change


def expire_labels() -> int:
    """Note in the public log each label whose last day is over and that no renewal keeps valid.

    Every day; twice or at once does no harm.

    A suspended label stays suspended: nobody should read "expired" of a label that was taken away before.

    Returns: how many expired.
    """
    done = 0
    over = Label.objects.filter(state__in=EXPIRING, valid_until__lt=timezone.localdate(), carried_by=None)
    for pk in over.order_by("pk").values_list("pk", flat=True):
        done += _expire(pk)
    return done


@transaction.atomic
def _expire(pk: int) -> int:
    label = Label.objects.get(pk=pk)
    lock_label(label)
    if label.state not in EXPIRING or label.valid_until >= timezone.localdate() or label.is_carried:
        return 0
    expire_label(label)
    return 1


def expire_label(label: Label, *, ended_on: dt.date | None = None) -> None:
    """End a label whose last day is over: log, mails, and no proposal stays open.

    Args:
        label: locked; valid or on hold.
        ended_on: the day until which a pending renewal kept it valid; its last day if not given.
    """
    waiting = label.open_change
    ended_on = ended_on or label.valid_until
    LABEL.apply(label, "expire", by=None, also={"ended_on": ended_on, "carried_by": None})
    if waiting is not None:
        _close(waiting)
    _tell(label, Act.EXPIRED, {"until": ended_on.isoformat()})


@transaction.atomic
def break_glass(*, label: Label, kind: str, reason: str) -> Label:
    """Change a label past the two signatures. Only `manage.py break_glass` calls this, and the public log says so.

    Args:
        label: the label.
        kind: "suspend", "reinstate" or "revoke".
        reason: why, public, at least 20 characters.

    Raises: Refused; Stale when its state does not allow the change.
    """
    words = clean_text(reason)
    if len(words) < SHORTEST_REASON:
        raise Refused(_("Say in at least 20 characters why. The reason is public."))
    lock_label(label)
    waiting = label.open_change
    LABEL.apply(label, f"break_{kind}", by=None, note=words)
    if waiting is not None:
        _close(waiting)
    _tell(label, Act.BREAK_GLASS, {"change": str(ACTS[kind]), "reasons": words, "signatures": 0})
    _end_coming(label, kind, words)
    return label


def _end_coming(label: Label, kind: str, reasons: str) -> None:
    """When a label is revoked or given back, the renewed one that was to follow it never begins."""
    if kind not in ("revoke", "withdraw"):
        return
    for coming in Label.objects.filter(application__renews=label, valid_from__gt=timezone.localdate()):
        lock_label(coming)
        if coming.state not in HELD_STATES:
            continue
        waiting = coming.open_change
        LABEL.apply(coming, f"{kind}_coming", by=None, note=reasons)
        if waiting is not None:
            _close(waiting)
        _tell(coming, ACTS[kind], {"reasons": reasons, "with": label.code})


def _countersigned(by: Any, label: Label) -> None:
    if is_decider(by):
        require_countersigned(by, label.city)


def _locked_change(label: Label, seen: int | None) -> LabelChange:
    lock_label(label)
    waiting = label.open_change
    if waiting is None or (seen is not None and waiting.pk != seen):
        raise Stale(_("The proposal you read is no longer the one on the table. Read the new one first."))
    return waiting


def _close(change: LabelChange, **more: Any) -> None:
    if not LabelChange.objects.filter(pk=change.pk, closed_at=None).update(closed_at=timezone.now(), **more):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    let_go(change.label)
    change.is_final = bool(more.get("is_final"))
    follow_change(change)


def _tell(label: Label, act: str, data: dict[str, Any]) -> None:
    """Write the public log and the mails of a change that has just been made."""
    entry = log_act(act, city=label.city, label=label, data=data)
    City.objects.filter(pk=label.city_id).update(changed_at=entry.at)
    send_label_changed(label, entry, people_of_label(label))
    lapse_concerns(label)
