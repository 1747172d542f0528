"""Whether an application can be looked at: one person of the office proposes, another one confirms (process, stage 4).

While a soft conflict of the one who acts is not countersigned, every action raises NotAllowed and says so. Every action
first locks the application and reads it again, so of many who confirm at once exactly one does.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import require_countersigned
from core.text import clean_text
from labels.actions.clocks import end_clocks, start_clock, stop_clocks
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.emails import send_admitted, send_returned
from labels.models import Admissibility, Decision, DecisionEntry, LabelApplication
from labels.queries import city_people, people_of_case
from labels.workflow import APPLICATION
from review.workflow import NotReady, Stale

REASONS_LENGTH = 10_000


@transaction.atomic
def propose_admissibility(
    *, obj: LabelApplication, by: Any, note: str, admissible: bool | None = None, ticks: Iterable[str] = ()
) -> Admissibility:
    """Propose whether an application can be looked at. It counts when a second person confirms it.

    Args:
        obj: a submitted application without such a proposal.
        by: a reviewer or decider without conflict.
        note: the reasons, up to 10,000 characters. Where it is not admissible, they become the decision's.
        admissible: yes or no.

    Returns: the open proposal.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    lock(obj)
    reasons = clean_text(note)
    missing = [] if admissible is not None else [_("Choose: admissible or not admissible.")]
    if not reasons:
        missing.append(_("Write the reasons. Whoever confirms reads them."))
    if len(reasons) > REASONS_LENGTH:
        missing.append(_("Shorten the reasons to 10,000 characters."))
    APPLICATION.named(obj, "propose_admissibility")
    if missing and APPLICATION.may(obj, "propose_admissibility", by):
        raise NotReady(missing)
    APPLICATION.apply(obj, "propose_admissibility", by=by, note=reasons)
    return Admissibility.objects.create(application=obj, admissible=bool(admissible), reasons=reasons, proposed_by=by)


@transaction.atomic
def drop_admissibility(
    *, obj: LabelApplication, by: Any, note: str, ticks: Iterable[str] = (), proposal: int | None = None
) -> LabelApplication:
    """Do not confirm: close the open proposal with a reason. The application waits for another one.

    Args:
        obj: a submitted application with an open proposal.
        by: a reviewer or decider without conflict, also the one who made it.
        note: why; the office reads it.
        proposal: id of the proposal that was read; another one in its place is refused as stale.

    Raises: NotAllowed; Refused when the label is off; NotReady without a reason; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    _locked(obj, proposal)
    APPLICATION.apply(obj, "drop_admissibility", by=by, note=clean_text(note))
    close_admissibility(obj)
    return obj


@transaction.atomic
def admit(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> LabelApplication:
    """Confirm as the second person that the application is admissible: the public window opens.

    Args:
        obj: a submitted application with an open proposal that it is admissible.
        by: a reviewer or decider without conflict who did not propose it.
        note: a remark for the office.
        proposal: id of the proposal that was read.

    Returns: the application, in its public window.
    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    seen = _locked(obj, proposal)
    APPLICATION.apply(obj, "admit", by=by, note=clean_text(note), also={"admitted_at": timezone.now()})
    _confirm(seen, by)
    end_clocks(obj, "admissibility.check")
    clock = start_clock(obj, "window", "open")
    data = {"application": obj.reference, "edition": obj.scheme.code, "signatures": 2}
    log_act(DecisionEntry.Act.ADMITTED, city=obj.city, data=data)
    send_admitted(obj, clock.due_on if clock else None, people_of_case(obj))
    return obj


@transaction.atomic
def find_inadmissible(
    *, obj: LabelApplication, by: Any, note: str = "", ticks: Iterable[str] = (), proposal: int | None = None
) -> Decision:
    """Confirm as the second person that it is not admissible. Two deciders who are new to the case sign it.

    Args: as for `admit`, with an open proposal that it is not admissible.

    Returns: the open decision "inadmissible" with the reasons of the proposal.
    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    seen = _locked(obj, proposal)
    APPLICATION.apply(obj, "find_inadmissible", by=by, note=clean_text(note))
    found = _confirm(seen, by)
    end_clocks(obj, "admissibility.check")
    start_clock(obj, "decision", "decide")
    outcome = Decision.Outcome.INADMISSIBLE
    return Decision.objects.create(
        application=obj, outcome=outcome, reasons=found.reasons, proposed_by=found.proposed_by
    )


@transaction.atomic
def return_for_changes(*, obj: LabelApplication, by: Any, note: str, ticks: Iterable[str] = ()) -> LabelApplication:
    """Send an incomplete application back to the city, once: the office's clock stops, the city's begins.

    Args:
        obj: a submitted application that has not gone back before.
        by: a reviewer or decider without conflict.
        note: what is missing; the city reads it.

    Returns: the application, which the city completes and sends again.
    Raises: NotAllowed; Refused when the label is off; NotReady without a reason or the second time; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    lock(obj)
    words = clean_text(note)
    APPLICATION.apply(obj, "return_for_changes", by=by, note=words)
    close_admissibility(obj)
    stop_clocks(obj, "city")
    clock = start_clock(obj, "admissibility", "completion")
    send_returned(obj, words, clock.due_on if clock else None, city_people(obj.city))
    return obj


def close_admissibility(application: LabelApplication) -> None:
    """Close the open proposal, if there is one, without a second person. The application is locked."""
    application.admissibility.filter(closed_at=None).update(closed_at=timezone.now())


def _locked(application: LabelApplication, proposal: int | None) -> Admissibility | None:
    lock(application)
    waiting = application.open_admissibility
    if proposal is not None and (waiting is None or waiting.pk != proposal):
        raise Stale(_("The proposal you read is no longer the one on the table. Read the new one first."))
    return waiting


def _confirm(waiting: Admissibility | None, by: Any) -> Admissibility:
    changes = {"closed_at": timezone.now(), "confirmed_by": by}
    if waiting is None or not Admissibility.objects.filter(pk=waiting.pk, closed_at=None).update(**changes):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    return waiting
