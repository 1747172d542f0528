"""Two deciders who are new to the case sign what the office proposes, one after the other, or send it back.

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
from labels.actions.clocks import end_clocks, start_clock
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.actions.renewal import first_day, let_go
from labels.emails import send_decision, send_proposal_returned
from labels.models import Decision, DecisionEntry, Label, LabelApplication
from labels.queries import people_of_case
from labels.queries.final_findings import findings_as_final, findings_digest
from labels.workflow import APPLICATION
from review.workflow import NotAllowed, Stale


@transaction.atomic
def sign_first(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Decision:
    """Sign a proposal first. Nothing is public before a second decider signs.

    Args:
        obj: an application with a proposal that nobody has signed.
        by: a decider without conflict and without an earlier part in the case.
        note: a remark for the office.
        proposal: id of the decision that the signer read; another one in its place is refused as stale.

    Returns: the decision, signed once.
    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    decision = _locked_for(obj, by, proposal)
    APPLICATION.apply(obj, "sign_first", by=by, note=clean_text(note))
    rows = Decision.objects.filter(pk=decision.pk, closed_at=None, signed_by=None)
    return _changed(decision, rows, {"signed_by": by, "signed_at": timezone.now()})


@transaction.atomic
def grant(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Label:
    """Sign second under a proposal to award the label: the decision is final, the label exists, the city is told.

    Args:
        obj: an application with a proposal to award, signed once.
        by: another decider without conflict and without an earlier part in the case.
        note: a remark for the log.
        proposal: id of the decision that the signer read; another one in its place is refused as stale.

    Returns: the label.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    seen, now = _locked_for(obj, by, proposal), timezone.now()
    begins = first_day(obj)
    APPLICATION.apply(obj, "grant", by=by, note=clean_text(note), also={"decided_at": now})
    decision = _countersign(seen, by, now)
    label = new_label(obj, begins)
    data = {"code": label.code, "valid_until": label.valid_until, "signed_by": _signers(decision)}
    audit.record("label_granted", by=by, obj=label, scope=obj.city, data=data)
    log_decision(obj, decision, label)
    let_go(obj, renewed=label)
    announce(obj, decision, label, now)
    return label


@transaction.atomic
def refuse(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Decision:
    """Sign second under a proposal without a label: the decision is final and public, the city is told.

    Args: as for `grant`, with a proposal "not yet" or "inadmissible".

    Returns: the final decision.
    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    seen, now = _locked_for(obj, by, proposal), timezone.now()
    APPLICATION.apply(obj, "refuse", by=by, note=clean_text(note), also={"decided_at": now})
    decision = _countersign(seen, by, now)
    log_decision(obj, decision, None)
    let_go(obj)
    announce(obj, decision, None, now)
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

    Returns: the application, to be decided; submitted again where nobody has admitted it yet.
    Raises: NotAllowed; Refused when the label is off; NotReady without a reason; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    decision = _locked_proposal(obj, proposal)
    reason = clean_text(note)
    put_back(obj, by=by, note=reason)
    if decision is not None:
        people = [person for person in (decision.proposed_by, decision.signed_by) if person and person.is_active]
        send_proposal_returned(obj, decision, reason, [person for person in people if person != by])
    return obj


def put_back(application: LabelApplication, *, by: Any, note: str) -> None:
    """Move an application with a proposal back to where the proposal came from, and close the proposal.

    Args:
        application: locked.
        by: who does it; nobody for the portal itself.
        note: why.
    """
    step = "reject_proposal" if application.admitted_at else "reopen_admissibility"
    APPLICATION.apply(application, step, by=by, note=note)
    application.decisions.filter(closed_at=None).update(closed_at=timezone.now())
    if not application.admitted_at:
        end_clocks(application, "decision.decide")
        start_clock(application, "admissibility", "check")


def _locked_for(application: LabelApplication, by: Any, proposal: int | None) -> Decision:
    """Lock the application for a signature, and return the proposal on the table."""
    refuse_if_off()
    require_countersigned(by, application.city)
    decision = _locked_proposal(application, proposal)
    if decision is None:
        raise Stale(_("This is no longer possible: the item has moved on. Reload the page to see where it is."))
    if by.pk in application.prepared_by:
        raise NotAllowed(_("You had a part in this case before. Two deciders who are new to it sign."))
    return decision


def _locked_proposal(application: LabelApplication, proposal: int | None) -> Decision | None:
    lock(application)
    decision = application.open_decision
    if proposal is not None and (decision is None or decision.pk != proposal):
        raise Stale(_("The proposal you read is no longer the one on the table. Read the new one first."))
    return decision


def _countersign(decision: Decision, by: Any, now: dt.datetime) -> Decision:
    rows = Decision.objects.filter(pk=decision.pk, closed_at=None)
    return _changed(decision, rows, {"is_final": True, "closed_at": now, "confirmed_by": by})


def _changed(decision: Decision, rows: Any, changes: dict[str, Any]) -> Decision:
    if not rows.update(**changes):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    for name, value in changes.items():
        setattr(decision, name, value)
    return decision


def new_label(application: LabelApplication, begins: dt.date) -> Label:
    """Make the label that a final decision awards, valid from `begins` on. The caller holds the application."""
    code = new_code("HRL")
    while Label.objects.filter(code=code).exists():
        code = new_code("HRL")
    return Label.objects.create(
        code=code,
        city=application.city,
        application=application,
        granted_on=timezone.localdate(),
        valid_from=begins,
        valid_until=_last_day(begins, application.scheme.valid_years),
        awarding_body=settings.PORTAL_AWARDING_BODY,
    )


def _last_day(granted_on: dt.date, years: int) -> dt.date:
    """The day before the anniversary: granted on 12 May 2026 for 3 years is valid until 11 May 2029."""
    try:
        return granted_on.replace(year=granted_on.year + years) - dt.timedelta(days=1)
    except ValueError:  # granted on 29 February
        return granted_on.replace(year=granted_on.year + years, day=28)


def _signers(decision: Decision) -> list[str]:
    return [audit.ref(person) for person in (decision.signed_by, decision.confirmed_by)]


def log_decision(application: LabelApplication, decision: Decision, label: Label | None) -> None:
    """Tell the public log what two deciders signed."""
    data = {
        "application": application.reference,
        "edition": application.scheme.code,
        "outcome": decision.outcome,
        "plain": decision.plain,
        "reasons": decision.reasons,
        **_found(application),
        "conditions": "\n".join(f"{row.due_on.isoformat()}: {row.text}" for row in decision.conditions.all()),
    }
    if label is not None:
        term = {"from": label.valid_from.isoformat(), "until": label.valid_until.isoformat()}
        data |= {"awarding_body": label.awarding_body, **term}
        data |= {"renews": application.renews.code} if application.renews else {}
    awarded = DecisionEntry.Act.RENEWED if application.renews else DecisionEntry.Act.GRANTED
    act = awarded if label else DecisionEntry.Act.REFUSED
    log_act(act, city=application.city, label=label, data={**data, "signatures": 2})


def announce(application: LabelApplication, decision: Decision, label: Label | None, now: dt.datetime) -> None:
    """End the clocks of a case that is decided, and tell everybody who acted in it."""
    City.objects.filter(pk=application.city_id).update(changed_at=now)
    end_clocks(application)
    send_decision(application, decision, label, people_of_case(application))


def _found(application: LabelApplication) -> dict[str, str]:
    """What the panel found, one line a criterion, and the digest of the published record; empty without a panel."""
    rows = findings_as_final(application)
    lines = "\n".join(f"{row.code}: {row.answer}" for row in rows)
    return {"findings": lines, "findings_sha256": findings_digest(rows)}
