"""What follows from an appeal, in the transaction of the vote that decided it. Two people stand behind each change."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from labels.actions.clocks import start_clock
from labels.actions.concern_clock import start_deadline
from labels.actions.decisions import announce, log_decision, new_label
from labels.models import Concern, Decision, Label, LabelApplication, LabelChange
from labels.models.application import OPEN_STATES
from labels.queries.appeals import Case
from labels.rules.appeals import REPLACE, SEND_BACK, UPHOLD
from labels.rules.concerns import HELD_STATES
from labels.workflow import APPLICATION, LABEL
from labels.workflow.concern import CONCERN
from review.workflow import NotReady

UNDO = {"suspend": "reinstate_on_appeal", "revoke": "restore_on_appeal"}


def outcomes_for(case: Case) -> tuple[str, ...]:
    """Return what the three may vote for: a refusal "not yet" and a concern that was not accepted can be replaced."""
    thing = case.thing
    if isinstance(thing, Decision):
        first = thing.outcome == Decision.Outcome.NOT_YET and case.application.kind == "first"
        return (UPHOLD, SEND_BACK, REPLACE) if first else (UPHOLD, SEND_BACK)
    if isinstance(thing, Concern) and thing.state == Concern.State.NOT_ACCEPTED:
        return UPHOLD, SEND_BACK, REPLACE
    return UPHOLD, SEND_BACK


def carry_out(case: Case, outcome: str, judges: list[Any], reasons: str) -> None:
    """Make so what an appeal came to.

    Args:
        case: locked.
        outcome: "uphold", "send_back" or "replace".
        judges: those who voted for it; two at least where something is replaced.
        reasons: theirs, public.

    Raises: NotReady when something stands against it, in words.
    """
    if outcome == UPHOLD:
        return
    thing = case.thing
    if isinstance(thing, LabelChange):
        _undo(thing)
    elif isinstance(thing, Concern):
        _concern(thing, outcome, judges, reasons)
    elif outcome == REPLACE:
        _award(case.application, thing, judges, reasons)
    else:
        _reopen(case.application, thing)


def _undo(change: LabelChange) -> None:
    """Take back what two deciders did to a label, unless something else has happened to it since."""
    label, today = change.label, timezone.localdate()
    done = {"suspend": Label.State.SUSPENDED, "revoke": Label.State.REVOKED}[change.kind]
    others = Label.objects.filter(city=label.city_id, state__in=HELD_STATES, valid_until__gte=today)
    if label.state == done and label.valid_until >= today and not others.exclude(pk=label.pk).exists():
        LABEL.apply(label, UNDO[change.kind], by=None)


def _reopen(application: LabelApplication, decision: Decision) -> None:
    """Let the office decide again; a refusal without a look at the case begins again with the check."""
    others = LabelApplication.objects.filter(city=application.city_id, state__in=OPEN_STATES).exclude(pk=application.pk)
    if others.exists():
        raise NotReady([_("The city has another open application. It takes that back before this one is reopened.")])
    step = "reopen_on_appeal" if application.admitted_at else "restart_on_appeal"
    APPLICATION.apply(application, step, by=None, also={"decided_at": None})
    Decision.objects.filter(pk=decision.pk).update(is_final=False)
    stage, key = ("decision", "decide") if application.admitted_at else ("admissibility", "check")
    start_clock(application, stage, key)


def _award(application: LabelApplication, old: Decision, judges: list[Any], reasons: str) -> None:
    """Award the label in place of a refusal: the two who voted for it sign."""
    now = timezone.now()
    Decision.objects.filter(pk=old.pk).update(is_final=False)
    APPLICATION.apply(application, "grant_on_appeal", by=None, also={"decided_at": now})
    first, second = judges[:2]
    decision = Decision.objects.create(
        application=application,
        outcome=Decision.Outcome.AWARDED,
        reasons=reasons[:10_000],
        signed_by=first,
        signed_at=now,
        confirmed_by=second,
        is_final=True,
        closed_at=now,
    )
    label = new_label(application, timezone.localdate())
    log_decision(application, decision, label)
    announce(application, decision, label, now)


def _concern(concern: Concern, outcome: str, judges: list[Any], reasons: str) -> None:
    if concern.label.state not in HELD_STATES:
        return
    if outcome == REPLACE:
        fields = {"accepted_at": timezone.now(), "triaged_by": judges[0], "triage_reasons": reasons, "ended_at": None}
        CONCERN.apply(concern, "accept_on_appeal", by=None, also=fields | start_deadline(concern, "answer"))
        return
    fresh: dict[str, Any] = dict.fromkeys(("triaged_by", "concluded_by", "ended_at"))
    fresh |= dict.fromkeys(("outcome", "outcome_reasons", "triage_reasons"), "")
    fresh |= {"submitted_at": timezone.now(), **start_deadline(concern, "triage")}
    CONCERN.apply(concern, "reopen_on_appeal", by=None, also=fresh)
