"""A reviewer finds out about a conflict of interest: what they hold goes back to the queue by itself."""

from typing import Any

from django.db import transaction

from accounts.models import User
from cities.models import City
from commitments.actions.common import close_assignment, lock, workflow_of
from commitments.models import CommitmentVersion, ProgressReport

WHY = "The person who proposed this has a conflict of interest."


@transaction.atomic
def release_held(by: User, city: City) -> None:
    """Take every submission of `city` out of the hands of `by`; a refusal they proposed is proposed no more.

    Args:
        by: who is in conflict from now on.
        city: with whom.
    """
    for table in (CommitmentVersion, ProgressReport):
        waiting: Any = table.objects.waiting().filter(commitment__city=city)
        held = waiting.filter(assignments__reviewer=by, assignments__released_at=None)
        ids = {*held.values_list("pk", flat=True), *waiting.filter(refusal_by=by).values_list("pk", flat=True)}
        for obj in waiting.filter(pk__in=ids).order_by("pk"):
            _release(lock(obj), by)


def _release(current: Any, by: User) -> None:
    workflow = workflow_of(current)
    if current.state == "refusal" and current.refusal_by_id == by.pk:
        values = {"refusal_by": None, "refusal_reasons": ""}
        workflow.apply(current, "reject_refusal", by=None, note=WHY, also=values)
    if not current.assignments.filter(released_at=None, reviewer=by).exists():
        return
    if current.state == "checking":
        workflow.apply(current, "release", by=None)
    close_assignment(current)
