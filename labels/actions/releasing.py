"""Somebody finds out about a conflict of interest: what they proposed or signed is on the table no more."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from cities.models import City
from labels.actions.admissibility import close_admissibility
from labels.actions.decisions import put_back
from labels.actions.locking import lock
from labels.models import LabelApplication
from labels.workflow import APPLICATION

WHY = "Somebody who proposed or signed this has a conflict of interest."


@transaction.atomic
def release_proposals(by: Any, city: City) -> None:
    """Close the open proposals about `city` that `by` made or signed; the applications wait for new ones.

    Args:
        by: who is in conflict from now on.
        city: with whom.
    """
    own = Q(decisions__proposed_by=by) | Q(decisions__signed_by=by)
    rows = LabelApplication.objects.filter(city=city, decisions__closed_at=None, state="proposed")
    for application in rows.filter(own):
        lock(application)
        put_back(application, by=None, note=WHY)
    checked = {"admissibility__closed_at": None, "admissibility__proposed_by": by, "state": "submitted"}
    for application in LabelApplication.objects.filter(city=city, **checked):
        lock(application)
        APPLICATION.apply(application, "drop_admissibility", by=None, note=WHY)
        close_admissibility(application)
