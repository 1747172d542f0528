"""The conditions of a decision: the city reports with evidence, two people of the office confirm or ask again.

Every action locks the label first and reads the condition again, so of many who confirm at once two do, one after the
other. Nothing follows by itself from a condition that is late: people see it in the queue and may propose a suspension.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import require_countersigned
from cities.models import City
from commitments.models import Evidence
from core.text import clean_text
from labels.actions.locking import refuse_if_off
from labels.actions.log import log_act
from labels.emails import send_condition
from labels.models import Condition, ConditionReport, DecisionEntry
from labels.queries import city_people
from labels.queries.conditions import confirmed_first_by, lock_condition, open_conditions
from labels.queries.life import people_of_label
from labels.rules import switched_off
from labels.workflow import CONDITION
from review.workflow import NotReady, Stale

TEXT_LENGTH = 5_000


@transaction.atomic
def report_condition(
    *, condition: Condition, by: Any, text: str, language: str, evidence: Iterable[Evidence] = ()
) -> ConditionReport:
    """Report how a condition is met. The office reads it; both are public.

    Args:
        condition: of the decision behind a label that the city holds; open or late.
        by: an approver of the city.
        text: how it is met, up to 5,000 characters.
        language: the language of the text, such as "de".
        evidence: public pieces of the city.

    Returns: the open report.
    Raises: NotAllowed; Refused when the label is off; NotReady without a text; Stale when it was reported already.
    """
    refuse_if_off()
    lock_condition(condition)
    words = clean_text(text)
    CONDITION.named(condition, "report")
    if CONDITION.may(condition, "report", by) and not 0 < len(words) <= TEXT_LENGTH:
        raise NotReady([_("Say in up to 5,000 characters how the condition is met.")])
    now = timezone.now()
    CONDITION.apply(condition, "report", by=by, also={"waiting_since": now})
    report = ConditionReport.objects.create(condition=condition, text=words, language=language, sent_by=by, sent_at=now)
    report.evidence.set([piece for piece in evidence if piece.city_id == condition.city.pk])
    return report


@transaction.atomic
def confirm_condition_first(
    *, obj: Condition, by: Any, note: str = "", ticks: Iterable[str] = (), report: int | None = None
) -> Condition:
    """Say first that a condition is met. It counts when a second person says so, too.

    Args:
        obj: a condition about which the city reported.
        by: a reviewer or decider without conflict.
        note: a remark for the office.
        report: id of the report that was read; another one in its place is refused as stale.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    seen = _locked(obj, by, report)
    CONDITION.apply(obj, "confirm_first", by=by, note=clean_text(note))
    _change(seen, {"confirmed_by": by})
    return obj


@transaction.atomic
def confirm_condition(
    *, obj: Condition, by: Any, note: str = "", ticks: Iterable[str] = (), report: int | None = None
) -> Condition:
    """Say as the second person that a condition is met: it is, in public, and the city is told.

    Args: as for `confirm_condition_first`; `by` is another person than the first.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    seen, now = _locked(obj, by, report), timezone.now()
    CONDITION.apply(obj, "confirm", by=by, note=clean_text(note), also={"met_at": now})
    _change(seen, {"met_by": by, "is_met": True, "closed_at": now})
    label = obj.label
    data = {"condition": obj.text, "due": obj.due_on.isoformat(), "signatures": 2}
    log_act(DecisionEntry.Act.CONDITION_MET, city=obj.city, label=label, data=data)
    City.objects.filter(pk=obj.city.pk).update(changed_at=now)
    send_condition(obj, people_of_label(label), answer="")
    return obj


@transaction.atomic
def ask_condition_again(
    *, obj: Condition, by: Any, note: str, ticks: Iterable[str] = (), report: int | None = None
) -> Condition:
    """Say what is still missing: the report is closed, the city writes another one.

    Args:
        obj: a condition about which the city reported.
        by: a reviewer or decider without conflict; also the one who confirmed first.
        note: what is missing; public beside the report.
        report: id of the report that was read.

    Raises: NotAllowed; Refused when the label is off; NotReady without a note; Stale.
    """
    seen, words = _locked(obj, by, report), clean_text(note)
    CONDITION.apply(obj, "ask_again", by=by, note=words)
    _change(seen, {"answer": words, "closed_at": timezone.now()})
    send_condition(obj, city_people(obj.city), answer=words)
    return obj


@transaction.atomic
def release_confirmations(by: Any, city: City) -> None:
    """Take back what somebody confirmed first who finds out about a conflict of interest with `city`.

    Args:
        by: who is in conflict from now on.
        city: with whom.
    """
    for condition in confirmed_first_by(by, city):
        lock_condition(condition)
        report = condition.open_report
        if condition.state == Condition.State.CONFIRMED and report is not None and report.confirmed_by_id == by.pk:
            CONDITION.apply(condition, "release_confirmation", by=None, note=str(_("A conflict of interest.")))
            _change(report, {"confirmed_by": None})


def note_late_conditions(*, today: dt.date | None = None) -> int:
    """Put each condition whose day is over, and about which nobody reported, into the queue of the office.

    Every day; twice or at once does no harm. The label stays as it is: only people propose to suspend it.

    Args:
        today: the day to judge by; today in the portal's time zone if not given.

    Returns: how many fell due.
    """
    if switched_off():
        return 0
    now = today or timezone.localdate()
    return sum(_fall_due(row.pk, now) for row in open_conditions().filter(due_on__lt=now))


@transaction.atomic
def _fall_due(pk: int, today: dt.date) -> int:
    condition = open_conditions().get(pk=pk)
    lock_condition(condition)
    if condition.state != Condition.State.OPEN or condition.due_on >= today:
        return 0
    CONDITION.apply(condition, "fall_due", by=None, also={"waiting_since": timezone.now()})
    return 1


def _locked(condition: Condition, by: Any, seen: int | None) -> ConditionReport:
    refuse_if_off()
    require_countersigned(by, condition.city)
    lock_condition(condition)
    report = condition.open_report
    if report is None or (seen is not None and report.pk != seen):
        raise Stale(_("The report you read is no longer the one on the table. Read the new one first."))
    return report


def _change(report: ConditionReport, changes: dict[str, Any]) -> None:
    if not ConditionReport.objects.filter(pk=report.pk, closed_at=None).update(**changes):
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
