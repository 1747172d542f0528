"""What the office and the city do with a concern that was filed. One winner, however many press at once.

Every action locks the label, then the concern, and reads both again.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cities.actions import require_countersigned
from cities.models import City
from core import audit
from core.text import clean_text
from labels.actions.concern_clock import NO_DEADLINE, extended, start_deadline
from labels.actions.life import propose_change
from labels.actions.locking import refuse_if_off
from labels.actions.log import log_act
from labels.emails.concern import concern_news
from labels.models import ANSWER_LENGTH, Concern, ConcernAnswer, DecisionEntry
from labels.queries.concerns import lock_concern, people_of_concern
from labels.queries.life import lock_label
from labels.rules.concerns import may_extend_answer
from labels.workflow.concern import CONCERN
from review.workflow import NotAllowed, NotReady

REASONS_LENGTH = 10_000
Act = DecisionEntry.Act
Ticks = Iterable[str]


@transaction.atomic
def accept_concern(*, obj: Concern, by: User, note: str = "", ticks: Ticks = ()) -> Concern:
    """Go on with a concern: it is public from now on, and the city answers.

    Args:
        obj: a concern that came to the office.
        by: a reviewer or decider without conflict.
        note: a word about it, public.
        ticks: not used; every decision takes the same arguments.

    Returns: the concern.
    Raises: NotAllowed; NotReady when the label ended or the file is not scanned; Refused when the label is off; Stale.
    """
    begin(obj, by)
    reasons = _reasons(note)
    words = {"accepted_at": obj.accepted_at or timezone.now(), "triaged_by": by, "triage_reasons": reasons}
    CONCERN.apply(obj, "accept", by=by, note=reasons, also=words | start_deadline(obj, "answer"))
    what = gettext_lazy("the office goes on with it, and the city answers")
    tell(obj, Act.CONCERN_ACCEPTED, what, reasons=reasons, text=obj.text, due_on=obj.due_on)
    return obj


@transaction.atomic
def not_accept_concern(*, obj: Concern, by: User, note: str, ticks: Ticks = ()) -> Concern:
    """Do not go on with a concern. The reasons are public in the log, what was said is not.

    Args:
        obj: a concern that came to the office.
        by: a reviewer or decider without conflict.
        note: the reasons.
        ticks: not used.

    Raises: NotAllowed; NotReady without reasons; Refused when the label is off; Stale.
    """
    begin(obj, by)
    reasons = _reasons(note)
    words = {"triaged_by": by, "triage_reasons": reasons, "ended_at": timezone.now(), **NO_DEADLINE}
    CONCERN.apply(obj, "not_accept", by=by, note=reasons, also=words)
    entry = log_act(Act.CONCERN_NOT_ACCEPTED, city=obj.label.city, label=obj.label, data=_data(obj, obj.triage_reasons))
    _changed(obj, entry.at)
    concern_news(obj, gettext_lazy("the office does not go on with it"), (), text=obj.triage_reasons, name="not_accept")
    return obj


@transaction.atomic
def answer_concern(*, concern: Concern, by: User, text: str, language: str) -> Concern:
    """Answer for the city: once, and once more if an appeal opens it again. It is public at once, and stays as it is.

    Args:
        concern: an accepted one.
        by: an approver of the city.
        text: the answer.
        language: its language.

    Raises: NotAllowed; NotReady without a text; Refused when the label is off; Stale when a colleague was faster, or
        the time was over.
    """
    begin(concern, None)
    reply = clean_text(text)
    if CONCERN.may(concern, "answer", by) and not 0 < len(reply) <= ANSWER_LENGTH:
        raise NotReady([_("Write what the city says, in up to 5,000 characters.")])
    CONCERN.apply(concern, "answer", by=by, also=NO_DEADLINE)
    ConcernAnswer.objects.create(concern=concern, text=reply, language=language, written_by=by)
    tell(concern, Act.CONCERN_ANSWERED, gettext_lazy("the city has answered"), text=reply)
    return concern


@transaction.atomic
def extend_answer(*, concern: Concern, by: User, reason: str) -> Concern:
    """Take more time for the answer, once, as the edition of the label knows it.

    Args:
        concern: an accepted one.
        by: an approver of the city.
        reason: why, up to 2,000 characters; the office reads it.

    Raises: NotAllowed when it was extended, or the edition knows no extension; NotReady without a reason; Refused.
    """
    begin(concern, None)
    if not may_extend_answer(by, concern):
        raise NotAllowed(_("An approver of the city takes more time once, where the rules know an extension."))
    words = clean_text(reason)
    if not 0 < len(words) <= 2_000:
        raise NotReady([_("Say in up to 2,000 characters why you need more time.")])
    before, concern.due_on = concern.due_on, extended(concern)
    concern.extended_on, concern.extension_reason = timezone.localdate(), words
    concern.save(update_fields=["due_on", "extended_on", "extension_reason"])
    data = {"before": before, "after": concern.due_on, "reason": words}
    audit.record("extend_answer", by=by, obj=concern, scope=concern.label.city, data=data)
    return concern


def solve_concern(*, obj: Concern, by: User, note: str, ticks: Ticks = ()) -> Concern:
    """Close a concern as solved, with public reasons.

    Args:
        obj: an answered one, with a plan or without.
        by: a decider without conflict, without part in granting the label, who did not read the concern first.
        note: the reasons.
        ticks: not used.

    Raises: NotAllowed; NotReady without reasons; Refused when the label is off; Stale.
    """
    return _close(obj, by, note, "solve", Concern.Outcome.SOLVED)


def find_unfounded(*, obj: Concern, by: User, note: str, ticks: Ticks = ()) -> Concern:
    """Close a concern as not founded, with public reasons. Arguments and refusals: `solve_concern`."""
    return _close(obj, by, note, "find_unfounded", Concern.Outcome.UNFOUNDED)


@transaction.atomic
def propose_suspension(*, obj: Concern, by: User, note: str, ticks: Ticks = ()) -> Concern:
    """Propose to suspend the label because of a concern, after the city answered and the plan ended.

    A second decider signs or drops the proposal on the page of the label; the concern follows.

    Args:
        obj: a concern whose plan ended, or whose city let the time for it pass.
        by: a decider without conflict, without part in granting the label, who did not read the concern first.
        note: the reasons, published with the suspension.
        ticks: not used.

    Raises: NotAllowed; NotReady without reasons; Refused when the label is off; Stale when the label is not valid.
    """
    begin(obj, by)
    CONCERN.named(obj, "propose_suspension")
    if not CONCERN.may(obj, "propose_suspension", by):
        raise NotAllowed(_("Whoever granted the label or read the concern first does not propose to suspend it."))
    change = propose_change(obj=obj.label, by=by, kind="suspend", note=note)
    also = {"change": change, "concluded_by": by}
    CONCERN.apply(obj, "propose_suspension", by=by, note=change.reasons, also=also)
    return obj


@transaction.atomic
def _close(obj: Concern, by: User, note: str, step: str, outcome: Concern.Outcome) -> Concern:
    begin(obj, by)
    reasons = _reasons(note)
    also = {"outcome": outcome, "outcome_reasons": reasons, "concluded_by": by, "ended_at": timezone.now()}
    CONCERN.apply(obj, step, by=by, note=reasons, also=also | NO_DEADLINE)
    what = gettext_lazy("closed, it is solved") if step == "solve" else gettext_lazy("closed, it is not founded")
    tell(obj, Act.CONCERN_DECIDED, what, reasons=reasons, text=reasons, outcome=str(outcome))
    return obj


def begin(concern: Concern, by: User | None) -> None:
    """Refuse while the label is off or a soft conflict waits; lock the label, then the concern."""
    refuse_if_off()
    if by is not None:
        require_countersigned(by, concern.label.city)
    label = concern.label
    lock_label(label)
    lock_concern(concern)
    concern.label = label


def _reasons(note: str) -> str:
    reasons = clean_text(note)
    if len(reasons) > REASONS_LENGTH:
        raise NotReady([_("Shorten the reasons to 10,000 characters.")])
    return reasons


def _data(concern: Concern, reasons: str = "", **more: Any) -> dict[str, Any]:
    return {"concern": concern.reference, "filed_by": concern.filer, "reasons": reasons, **more}


def _changed(concern: Concern, at: dt.datetime) -> None:
    City.objects.filter(pk=concern.label.city_id).update(changed_at=at)


def tell(
    concern: Concern, act: Act, what: Any, *, reasons: str = "", text: str = "", due_on: Any = None, outcome: str = ""
) -> None:
    """Write the public log and the mails of a step that has just been made."""
    entry = log_act(act, city=concern.label.city, label=concern.label, data=_data(concern, reasons, outcome=outcome))
    _changed(concern, entry.at)
    concern_news(concern, what, people_of_concern(concern), text=text, due_on=due_on, name=f"{act}-{entry.seq}")
