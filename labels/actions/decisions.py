"""What the office does: one decider proposes with public reasons, another one signs or sends it back.

While a soft conflict of the one who acts is not countersigned, every action raises NotAllowed and says so.

Every action first locks the application and reads it again. So whoever signs signs what stands there now, and of many
people who sign at once exactly one does it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import require_countersigned
from cities.models import City
from core import audit
from core.codes import new_code
from core.text import clean_text
from labels.actions.clocks import end_clocks, start_clock, stop_clocks
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.emails import send_decision, send_proposal_returned, send_returned
from labels.models import Decision, Label, LabelApplication, Signature
from labels.queries import city_people, people_of_case
from labels.rules import missing_for_grant
from labels.workflow import APPLICATION
from review.workflow import NotReady, Stale

REASONS_LENGTH = 10_000


@transaction.atomic
def propose(*, obj: LabelApplication, by: Any, note: str, outcome: str, ticks: Iterable[str] = ()) -> Decision:
    """Write the outcome with its reasons and sign first. Nothing is public before a second decider signs.

    Args:
        obj: a submitted application.
        by: a decider without conflict.
        note: the reasons, published with the decision.
        outcome: "granted" or "refused".

    Returns: the open decision.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    lock(obj)
    reasons = clean_text(note)
    APPLICATION.named(obj, "propose")
    missing = _faults_of(obj, reasons, outcome)
    if missing and APPLICATION.may(obj, "propose", by):
        raise NotReady(missing)
    APPLICATION.apply(obj, "propose", by=by, note=reasons)
    decision = Decision.objects.create(application=obj, outcome=outcome, reasons=reasons, proposed_by=by)
    Signature.objects.create(decision=decision, decider=by)
    start_clock(obj, "decision", "decide")
    return decision


@transaction.atomic
def return_for_changes(*, obj: LabelApplication, by: Any, note: str, ticks: Iterable[str] = ()) -> LabelApplication:
    """Send an incomplete application back to the city, once: the office's clock stops, the city's begins.

    Args:
        obj: a submitted application that has not gone back before.
        by: a decider without conflict.
        note: what is missing; the city reads it.

    Returns: the application, which the city completes and sends again.
    Raises: NotAllowed; Refused when the label is off; NotReady without a reason or the second time; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    lock(obj)
    words = clean_text(note)
    APPLICATION.apply(obj, "return_for_changes", by=by, note=words)
    stop_clocks(obj, "city")
    clock = start_clock(obj, "admissibility", "completion")
    send_returned(obj, words, clock.due_on if clock else None, city_people(obj.city))
    return obj


def _faults_of(application: LabelApplication, reasons: str, outcome: str) -> list[str]:
    faults = [] if outcome in Decision.Outcome.values else [_("Choose the outcome.")]
    if not reasons:
        faults.append(_("Write the reasons. They are published with the decision."))
    if len(reasons) > REASONS_LENGTH:
        faults.append(_("Shorten the reasons to 10,000 characters."))
    return faults + (missing_for_grant(application) if outcome == Decision.Outcome.GRANTED else [])


@transaction.atomic
def grant(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Label:
    """Sign second under a proposal to grant: the decision is final, the label exists, the city is told.

    Args:
        obj: an application with a proposal to grant.
        by: a decider without conflict who did not propose it.
        note: a remark for the log.
        proposal: id of the decision that the signer read; another one in its place is refused as stale.

    Returns: the label.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    seen = _locked_proposal(obj, proposal)
    now = timezone.now()
    APPLICATION.apply(obj, "grant", by=by, note=clean_text(note), also={"decided_at": now})
    decision = _countersign(seen, by, now)
    label = _new_label(obj)
    data = {"code": label.code, "valid_until": label.valid_until, "signed_by": _signers(decision)}
    audit.record("label_granted", by=by, obj=label, scope=obj.city, data=data)
    _log(obj, decision, label)
    _announce(obj, decision, label, now)
    return label


@transaction.atomic
def refuse(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Decision:
    """Sign second under a proposal to refuse: the decision is final and public, the city is told.

    Args: as for `grant`.

    Returns: the final decision.
    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    seen = _locked_proposal(obj, proposal)
    now = timezone.now()
    APPLICATION.apply(obj, "refuse", by=by, note=clean_text(note), also={"decided_at": now})
    decision = _countersign(seen, by, now)
    _log(obj, decision, None)
    _announce(obj, decision, None, now)
    return decision


@transaction.atomic
def reject_proposal(
    *, obj: LabelApplication, by: Any, note: str, ticks: Iterable[str] = (), proposal: int | None = None
) -> LabelApplication:
    """Do not sign: close the proposal with a reason, and the application waits for a new one.

    Args:
        obj: an application with an open proposal.
        by: a decider without conflict; whoever proposed it may take it back this way.
        note: why; the office reads it, the city does not.
        proposal: id of the decision that was read.

    Returns: the application, submitted again.
    Raises: NotAllowed; Refused when the label is off; NotReady without a reason; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    decision = _locked_proposal(obj, proposal)
    reason = clean_text(note)
    APPLICATION.apply(obj, "reject_proposal", by=by, note=reason)
    obj.decisions.filter(closed_at=None).update(closed_at=timezone.now())
    end_clocks(obj, "decision.decide")
    if decision is not None:
        signers = [row.decider for row in decision.signatures.select_related("decider") if row.decider_id != by.pk]
        send_proposal_returned(obj, decision, reason, [person for person in signers if person.is_active])
    return obj


def _locked_proposal(application: LabelApplication, proposal: int | None) -> Decision | None:
    lock(application)
    decision = application.open_decision
    if proposal is not None and (decision is None or decision.pk != proposal):
        raise Stale(_("The proposal you read is no longer the one on the table. Read the new one first."))
    return decision


def _countersign(decision: Decision | None, by: Any, now: dt.datetime) -> Decision:
    changes = {"is_final": True, "closed_at": now, "confirmed_by": by}
    if decision is None or not Decision.objects.filter(pk=decision.pk, closed_at=None).update(**changes):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    Signature.objects.create(decision=decision, decider=by, signed_at=now)
    return decision


def _new_label(application: LabelApplication) -> Label:
    code = new_code("HRL")
    while Label.objects.filter(code=code).exists():
        code = new_code("HRL")
    today = timezone.localdate()
    return Label.objects.create(
        code=code,
        city=application.city,
        application=application,
        granted_on=today,
        valid_from=today,
        valid_until=_last_day(today, application.scheme.valid_years),
        awarding_body=settings.PORTAL_AWARDING_BODY,
    )


def _last_day(granted_on: dt.date, years: int) -> dt.date:
    """The day before the anniversary: granted on 12 May 2026 for 3 years is valid until 11 May 2029."""
    try:
        return granted_on.replace(year=granted_on.year + years) - dt.timedelta(days=1)
    except ValueError:  # granted on 29 February
        return granted_on.replace(year=granted_on.year + years, day=28)


def _signers(decision: Decision) -> list[str]:
    return [audit.ref(row.decider) for row in decision.signatures.select_related("decider")]


def _log(application: LabelApplication, decision: Decision, label: Label | None) -> None:
    """Tell the public log what two deciders signed."""
    data = {"application": application.reference, "edition": application.scheme.code, "reasons": decision.reasons}
    if label is not None:
        term = {"from": label.granted_on.isoformat(), "until": label.valid_until.isoformat()}
        data |= {"awarding_body": label.awarding_body, **term}
    log_act(decision.outcome, city=application.city, label=label, data={**data, "signatures": 2})


def _announce(application: LabelApplication, decision: Decision, label: Label | None, now: dt.datetime) -> None:
    City.objects.filter(pk=application.city_id).update(changed_at=now)
    end_clocks(application)
    send_decision(application, decision, label, people_of_case(application))
