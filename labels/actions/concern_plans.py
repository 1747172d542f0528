"""The plan with support: proposed by the office, agreed by the city, at most as long as the edition says."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.text import clean_line, clean_text
from labels.actions.concern_clock import start_deadline
from labels.actions.concerns import Act, begin, tell
from labels.emails.concern import concern_news
from labels.models import Concern, PlanReport, PlanStep, SupportPlan
from labels.queries.concerns import city_people_of
from labels.rules.concerns import may_report_on_plan, step_faults
from labels.workflow.concern import CONCERN
from review.workflow import NotAllowed, NotReady, Stale

PLAN_LENGTH, REPORT_LENGTH, STEP_LENGTH = 10_000, 5_000, 500
Steps = list[tuple[dt.date, str]]


def read_steps(text: str) -> Steps:
    """Return the steps that somebody typed, one a line: a day such as 2027-03-31, then what happens by then.

    Raises: NotReady that names the first line which cannot be read.
    """
    steps = []
    for line in filter(None, map(clean_line, text.splitlines())):
        day, _blank, what = line.partition(" ")
        try:
            due = parse_date(day)
        except ValueError:
            due = None
        if due is None or not 0 < len(what.strip()) <= STEP_LENGTH:
            words = _("This line is no step: “%(line)s”. Begin with the day: 2027-03-31 The desk opens on Saturdays")
            raise NotReady([words % {"line": line[:80]}])
        steps.append((due, what.strip()))
    return steps


@transaction.atomic
def propose_plan(*, obj: Concern, by: User, note: str, steps: str = "", ticks: Iterable[str] = ()) -> Concern:
    """Propose what the city does, with which support, by when. The city reads it and agrees, or sends it back once.

    Args:
        obj: an answered concern.
        by: a reviewer or decider without conflict.
        note: the plan in words, public once it is agreed.
        steps: one a line, each with its day.
        ticks: not used; every decision takes the same arguments.

    Raises: NotAllowed; NotReady without words or steps, or with a step too late; Refused when the label is off; Stale.
    """
    begin(obj, by)
    CONCERN.named(obj, "propose_plan")
    if not CONCERN.may(obj, "propose_plan", by):
        raise NotAllowed(_("A reviewer or decider without conflict proposes the plan."))
    rows, text = read_steps(steps), clean_text(note)
    faults = step_faults(rows, timezone.localdate(), start_deadline(obj, "support")["due_on"])
    if not 0 < len(text) <= PLAN_LENGTH:
        faults.append(_("Say in up to 10,000 characters what the city does, and who supports it."))
    if faults:
        raise NotReady(faults)
    plan = SupportPlan.objects.create(concern=obj, text=text, proposed_by=by)
    PlanStep.objects.bulk_create([PlanStep(plan=plan, due_on=day, text=what) for day, what in rows])
    CONCERN.apply(obj, "propose_plan", by=by, note=text, also=start_deadline(obj, "answer"))
    what = gettext_lazy("the office proposes a plan with support, and the city agrees or sends it back")
    people = city_people_of(obj)
    concern_news(obj, what, people, text=text, due_on=obj.due_on, name=f"plan-{plan.pk}", author=False)
    return obj


@transaction.atomic
def agree_plan(*, concern: Concern, by: User, plan: int) -> Concern:
    """Agree to the plan: it is public from now on and runs until its last step.

    Args:
        concern: with a plan that waits for the city.
        by: an approver of the city.
        plan: id of the plan that was read; another one in its place is refused as stale.

    Raises: NotAllowed; Refused when the label is off; Stale.
    """
    begin(concern, None)
    waiting = _open_plan(concern, plan)
    last = max(waiting.steps.values_list("due_on", flat=True))
    CONCERN.apply(concern, "agree_plan", by=by, also=start_deadline(concern, "support") | {"due_on": last})
    SupportPlan.objects.filter(pk=waiting.pk).update(agreed_by=by, agreed_at=timezone.now())
    tell(concern, Act.PLAN_AGREED, gettext_lazy("a plan with support is agreed"), text=waiting.text, due_on=last)
    return concern


@transaction.atomic
def return_plan(*, concern: Concern, by: User, plan: int, note: str) -> Concern:
    """Send the plan back, once, with words for the office.

    Args:
        concern: with a plan that waits for the city.
        by: an approver of the city.
        plan: id of the plan that was read.
        note: what should be different.

    Raises: NotAllowed; NotReady without words, or the second time; Refused when the label is off; Stale.
    """
    begin(concern, None)
    waiting = _open_plan(concern, plan)
    words = clean_text(note)[:5_000]
    none: dict[str, Any] = {"due_on": None, "deadline": None, "started_on": None}
    CONCERN.apply(concern, "return_plan", by=by, note=words, also=none)
    SupportPlan.objects.filter(pk=waiting.pk).update(returned_at=timezone.now(), note=words)
    return concern


@transaction.atomic
def report_on_plan(*, concern: Concern, by: User, text: str, language: str) -> PlanReport:
    """Say what the city did of the plan. Public at once, and it stays as it is.

    Args:
        concern: whose plan runs.
        by: an editor or approver of the city.
        text: the report.
        language: its language.

    Raises: NotAllowed; NotReady without a text; Refused when the label is off.
    """
    begin(concern, None)
    if not may_report_on_plan(by, concern):
        raise NotAllowed(_("People of the city report while a plan runs."))
    words = clean_text(text)
    if not 0 < len(words) <= REPORT_LENGTH:
        raise NotReady([_("Write what the city did, in up to 5,000 characters.")])
    plan = concern.plans.filter(agreed_at__isnull=False).latest("pk")
    report = PlanReport.objects.create(plan=plan, text=words, language=language, written_by=by)
    audit.record("report_on_plan", by=by, obj=concern, scope=concern.label.city, data={"report": words})
    return report


def _open_plan(concern: Concern, seen: int) -> SupportPlan:
    waiting = concern.plans.filter(returned_at=None, agreed_at=None).first()
    if waiting is None or waiting.pk != seen:
        raise Stale(_("The plan you read is no longer the one on the table. Read the new one first."))
    return waiting
