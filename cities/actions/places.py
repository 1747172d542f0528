"""Requests to join know which city they are for by its place: the queue hides them from people in conflict with it."""

from cities.models import City, JoinRequest
from review.models import QueueItem

KIND = "join"


def settle_joins(city: City) -> None:
    """Point the waiting requests for the place of `city` to it, and no others. After the audit event of the change."""
    rows = QueueItem.objects.filter(kind=KIND)
    here = JoinRequest.objects.filter(place=city.place_id, place__isnull=False).values("pk")
    rows.filter(city_id=city.pk).exclude(object_id__in=here).update(city_id=None)
    rows.filter(object_id__in=here).update(city_id=city.pk)
