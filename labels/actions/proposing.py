"""The office proposes an outcome with public reasons. Nothing of it is public before two deciders have signed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.actions import require_countersigned
from cities.models import City
from core import local
from core.text import clean_text
from labels.actions.locking import lock, refuse_if_off
from labels.models import Condition, Decision, LabelApplication, StageDeadline
from labels.rules import missing_for_grant
from labels.rules.clocks import due_on
from labels.workflow import APPLICATION
from review.workflow import NotReady

REASONS_LENGTH = 10_000
SHORT_LENGTH = 2_000
PLAIN_LENGTH = 1_000
PROPOSABLE = (Decision.Outcome.AWARDED, Decision.Outcome.CONDITIONS, Decision.Outcome.NOT_YET)
Rows = Iterable[tuple[str, dt.date | None]]


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes, with cleaned texts."""

    outcome: str
    reasons: str
    plain: str
    conditions: list[tuple[str, dt.date | None]]
    plan: str
    mentor: City | None
    mentor_reason: str


@transaction.atomic
def propose(
    *,
    obj: LabelApplication,
    by: Any,
    note: str,
    outcome: str,
    plain: str = "",
    conditions: Rows = (),
    plan: str = "",
    mentor: City | None = None,
    mentor_reason: str = "",
    ticks: Iterable[str] = (),
) -> Decision:
    """Propose the outcome. Two deciders who are new to the case sign it, or send it back.

    Args:
        obj: an application that is to be decided.
        by: a reviewer or decider without conflict.
        note: the reasons, published with the decision, up to 10,000 characters.
        outcome: "awarded", "conditions" or "not_yet".
        plain: for "awarded" and "conditions": in up to 1,000 characters and in plain language what the city did for
            people and what is still open; the first thing that the page of the label says.
        conditions: for "conditions": what the city has to do, and until which day.
        plan: for "not_yet": what the city can do until it applies again; public.
        mentor: for "not_yet": a city that helps, one with a public page.
        mentor_reason: why this city, or why none; public.

    Returns: the open decision.
    Raises: NotAllowed; Refused when the label is off; NotReady; Stale.
    """
    refuse_if_off()
    require_countersigned(by, obj.city)
    lock(obj)
    rows = [(clean_text(text), day) for text, day in conditions]
    reasons, plain, plan, why = (clean_text(text) for text in (note, plain, plan, mentor_reason))
    words = Proposal(outcome, reasons, plain, rows, plan, mentor, why)
    APPLICATION.named(obj, "propose")
    missing = _faults_of(obj, words)
    if missing and APPLICATION.may(obj, "propose", by):
        raise NotReady(missing)
    APPLICATION.apply(obj, "propose", by=by, note=words.reasons)
    return _kept(obj, words, by)


def _kept(application: LabelApplication, words: Proposal, by: Any) -> Decision:
    """Store the proposal, with what belongs to its outcome only."""
    not_yet = words.outcome == Decision.Outcome.NOT_YET
    decision = Decision.objects.create(
        application=application,
        outcome=words.outcome,
        reasons=words.reasons,
        proposed_by=by,
        plain="" if not_yet else words.plain,
        plan=words.plan if not_yet else "",
        mentor=words.mentor if not_yet else None,
        mentor_reason=words.mentor_reason if not_yet else "",
    )
    if words.outcome == Decision.Outcome.CONDITIONS:
        rows = [Condition(decision=decision, text=text, due_on=day) for text, day in words.conditions if day]
        Condition.objects.bulk_create(rows)
    return decision


def _faults_of(application: LabelApplication, words: Proposal) -> list[str]:
    faults = [] if words.outcome in PROPOSABLE else [_("Choose the outcome.")]
    if not words.reasons:
        faults.append(_("Write the reasons. They are published with the decision."))
    if len(words.reasons) > REASONS_LENGTH:
        faults.append(_("Shorten the reasons to 10,000 characters."))
    if words.outcome == Decision.Outcome.CONDITIONS:
        faults += _faults_of_conditions(application, words)
    if words.outcome == Decision.Outcome.NOT_YET:
        faults += _faults_of_plan(application, words)
    elif words.outcome in PROPOSABLE:
        faults += _faults_of_plain(words) + missing_for_grant(application)
    return faults


def _faults_of_plain(words: Proposal) -> list[str]:
    if not words.plain:
        return [_("Say in plain language what the city did for people, and what is still open.")]
    return [_("Shorten the words in plain language to 1,000 characters.")] if len(words.plain) > PLAIN_LENGTH else []


def _faults_of_conditions(application: LabelApplication, words: Proposal) -> list[str]:
    if not words.conditions:
        return [_("Write at least one condition, with the day until which the city has to meet it.")]
    today, last = timezone.localdate(), last_day_for_conditions(application)
    faults = []
    if any(not text or day is None for text, day in words.conditions):
        faults.append(_("Each condition needs a text and a day."))
    if any(len(text) > SHORT_LENGTH for text, _day in words.conditions):
        faults.append(_("Shorten each condition to 2,000 characters."))
    days = [day for _text, day in words.conditions if day is not None]
    if any(day <= today for day in days):
        faults.append(_("Give the city a day in the future for each condition."))
    if last is not None and any(day > last for day in days):
        sentence = _("Conditions are met within the time of the rules: give days until %(day)s.")
        faults.append(sentence % {"day": local.day(last)})
    return faults


def last_day_for_conditions(application: LabelApplication) -> dt.date | None:
    """Return the latest day for a condition that is proposed today, by the application's edition; None without one."""
    rows = StageDeadline.objects.filter(stage__scheme=application.scheme_id, stage__key="decision", key="conditions")
    deadline = rows.first()
    if deadline is None:
        return None
    return due_on(timezone.localdate(), deadline.length, deadline.unit, application.city.country)


def _faults_of_plan(application: LabelApplication, words: Proposal) -> list[str]:
    faults = []
    if not words.plan:
        faults.append(_("Write a plan: what the city can do until it applies again."))
    if len(words.plan) > REASONS_LENGTH:
        faults.append(_("Shorten the plan to 10,000 characters."))
    if len(words.mentor_reason) > SHORT_LENGTH:
        faults.append(_("Shorten the words about the city that helps to 2,000 characters."))
    if words.mentor is None and not words.mentor_reason:
        faults.append(_("Name a city that helps, or say why there is none."))
    if words.mentor is not None and (words.mentor == application.city or not words.mentor.is_public):
        faults.append(_("Choose another city that takes part, as the one that helps."))
    return faults
