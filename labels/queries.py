"""Page-shaped reads of labels and applications."""

from typing import Any

from django.db.models import QuerySet

from labels.models import LabelApplication


def applications_waiting(user: Any) -> QuerySet[LabelApplication]:
    """Return the applications to decide, oldest first, without those of cities `user` is in conflict with."""
    hidden = set(user.city_roles) | set(user.conflict_city_ids)
    waiting = LabelApplication.objects.filter(state__in=("submitted", "proposed"))
    return waiting.exclude(city__in=hidden).order_by("submitted_at", "pk")
