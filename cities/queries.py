"""Page-shaped reads of cities, places and requests to join."""

from typing import Any

from django.db.models import QuerySet

from cities.models import JoinRequest


def join_requests_waiting(user: Any) -> QuerySet[JoinRequest]:
    """Return the requests to join that wait to be verified, oldest first."""
    return JoinRequest.objects.filter(state=JoinRequest.State.SUBMITTED).order_by("created_at", "pk")
