"""What follows from an appeal, in the transaction of the vote that decided it. Two people stand behind each change."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from labels.actions.clocks import start_clock
from labels.actions.concern_clock import start_deadline
from labels.actions.decisions import announce, log_decision, new_label
from labels.actions.renewal import carry_again
from labels.models import AppealVote, Concern, Decision, Label, LabelApplication, LabelChange
from labels.models.application import OPEN_STATES
from labels.queries.appeals import Case
from labels.rules.appeals import REPLACE, SEND_BACK, UPHOLD
from labels.rules.concerns import HELD_STATES
from labels.workflow import APPLICATION, LABEL
from labels.workflow.concern import CONCERN
from review.queue import follow
from review.workflow import NotReady


def outcomes_for(case: Case) -> tuple[str, ...]:
    """Return what the three may vote for.

    A "not yet" of a first application and a concern that was not accepted can be replaced. Conditions stay or fall: the
    city has its label, so nobody decides about it again.
    """
    thing = case.thing
    if isinstance(thing, Decision):
        if thing.outcome == Decision.Outcome.CONDITIONS:
            return UPHOLD, REPLACE
        first = thing.outcome == Decision.Outcome.NOT_YET and case.application.kind == "first"
        return (UPHOLD, SEND_BACK, REPLACE) if first else (UPHOLD, SEND_BACK)
    if isinstance(thing, Concern) and thing.state == Concern.State.NOT_ACCEPTED:
        return UPHOLD, SEND_BACK, REPLACE
    return UPHOLD, SEND_BACK


def needs_plain(case: Case, vote: str) -> bool:
    """Whether a vote would award: then it says in plain words what the city did and what is still open."""
    return vote == REPLACE and isinstance(case.thing, Decision)


def plain_of(votes: list[AppealVote]) -> str:
    """Return the plain words of those who agree, one after the other."""
    return "\n\n".join(row.plain for row in votes if row.plain)


def carry_out(case: Case, outcome: str, votes: list[AppealVote], reasons: str) -> None:
    """Make so what an appeal came to.

    Args:
        case: locked.
        outcome: "uphold", "send_back" or "replace".
        votes: those for it; two at least where something is replaced.
        reasons: theirs, public.

    Raises: NotReady when something stands against it, in words.
    """
    if outcome == UPHOLD:
        return
    thing = case.thing
    if isinstance(thing, LabelChange):
        _undo(thing)
    elif isinstance(thing, Concern):
        _concern(thing, outcome, votes, reasons)
    elif outcome == REPLACE:
        _award(case.application, thing, votes, reasons)
    else:
        _reopen(case.application, thing)


def _undo(change: LabelChange) -> None:
    """Take back what two deciders did to a label, unless something else has happened to it since."""
    label, today = change.label, timezone.localdate()
    done = {"suspend": Label.State.SUSPENDED, "revoke": Label.State.REVOKED}[change.kind]
    others = Label.objects.filter(city=label.city_id, state__in=HELD_STATES, valid_until__gte=today)
    lasts = label.valid_until >= today or label.is_carried
    if label.state == done and lasts and not others.exclude(pk=label.pk).exists():
        LABEL.apply(label, _step_back(change), by=None)


def _step_back(change: LabelChange) -> str:
    """A suspension before the revocation was another act of two people: nobody appealed against it here."""
    if change.kind == "suspend":
        return "reinstate_on_appeal"
    revoked = change.label.status_changes.filter(transition="revoke").latest("pk")
    return "suspend_again_on_appeal" if revoked.source == Label.State.SUSPENDED else "restore_on_appeal"


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
    carry_again(application)


def _award(application: LabelApplication, old: Decision, votes: list[AppealVote], reasons: str) -> None:
    """Award the label in place of a refusal, or without the conditions: the two who voted for it sign."""
    now, had_label = timezone.now(), old.is_award
    Decision.objects.filter(pk=old.pk).update(is_final=False)
    step = "lift_conditions_on_appeal" if had_label else "grant_on_appeal"
    APPLICATION.apply(application, step, by=None, also={"decided_at": now})
    first, second = votes[:2]
    decision = Decision.objects.create(
        application=application,
        outcome=Decision.Outcome.AWARDED,
        reasons=reasons[:10_000],
        plain=plain_of(votes),
        signed_by=first.judge,
        signed_at=now,
        confirmed_by=second.judge,
        is_final=True,
        closed_at=now,
    )
    if had_label:
        follow(*old.conditions.all())
        return
    label = new_label(application, timezone.localdate())
    log_decision(application, decision, label)
    announce(application, decision, label, now)


def _concern(concern: Concern, outcome: str, votes: list[AppealVote], reasons: str) -> None:
    if concern.label.state not in HELD_STATES:
        return
    if outcome == REPLACE:
        fields = {"accepted_at": timezone.now(), "triaged_by": votes[0].judge, "triage_reasons": reasons}
        also = fields | {"ended_at": None, **start_deadline(concern, "answer")}
        CONCERN.apply(concern, "accept_on_appeal", by=None, also=also)
        return
    fresh: dict[str, Any] = dict.fromkeys(("triaged_by", "concluded_by", "ended_at"))
    fresh |= dict.fromkeys(("outcome", "outcome_reasons", "triage_reasons"), "")
    fresh |= {"submitted_at": timezone.now(), **start_deadline(concern, "triage")}
    CONCERN.apply(concern, "reopen_on_appeal", by=None, also=fresh)
