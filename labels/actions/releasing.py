"""A decider finds out about a conflict of interest: what they proposed is proposed no more."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cities.models import City
from labels.actions.clocks import end_clocks
from labels.actions.locking import lock
from labels.models import LabelApplication
from labels.workflow import APPLICATION

WHY = "The person who proposed this has a conflict of interest."


@transaction.atomic
def release_proposals(by: Any, city: City) -> None:
    """Close the open proposals about `city` that `by` wrote; the applications wait for new ones.

    Args:
        by: who is in conflict from now on.
        city: with whom.
    """
    proposed = {"decisions__closed_at": None, "decisions__proposed_by": by}
    for application in LabelApplication.objects.filter(city=city, state=LabelApplication.State.PROPOSED, **proposed):
        lock(application)
        APPLICATION.apply(application, "reject_proposal", by=None, note=WHY)
        application.decisions.filter(closed_at=None).update(closed_at=timezone.now())
        end_clocks(application, "decision.decide")
