"""What is due when: reads of the rhythm of public commitments. Each walks the index of its date."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.queries.milestones import MilestoneRow, milestones_as_json, read_milestones
from review.deadlines import days


def overdue_commitments(last: dt.date) -> QuerySet[Commitment]:
    """Return active commitments whose report was due by `last`, oldest first; not while the office checks one."""
    waiting = ProgressReport.objects.waiting().order_by().filter(commitment=OuterRef("pk"))
    rows = Commitment.objects.filter(~Exists(waiting), state=Commitment.State.ACTIVE, next_report_on__lte=last)
    return rows.order_by("next_report_on", "pk")


def extended_until(due_on: dt.date, *, today: dt.date | None = None) -> dt.date:
    """Return the new due date of a report that gets more time: counted from its date, or from today when it is late."""
    return max(due_on, today or timezone.localdate()) + dt.timedelta(days=days("extension"))


def confirmation_page(commitment: Commitment) -> tuple[CommitmentVersion | None, list[MilestoneRow]]:
    """Return the text in force and its milestones as last reported: what a city confirms. One query."""
    texts = CommitmentVersion.objects.published().filter(commitment=commitment)
    text: Any = texts.annotate(steps=milestones_as_json()).first()
    return text, read_milestones(text.steps) if text else []
