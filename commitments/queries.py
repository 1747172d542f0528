"""Page-shaped reads of commitments, versions, reports and evidence."""

from typing import Any

from django.db.models import QuerySet

from commitments.models import CommitmentVersion, ProgressReport


def _hidden_cities(user: Any) -> set[int]:
    return set(user.city_roles) | set(user.conflict_city_ids)


def versions_waiting(user: Any) -> QuerySet[CommitmentVersion]:
    """Return the versions to check, oldest first, without those of cities `user` is in conflict with."""
    return CommitmentVersion.objects.waiting().exclude(commitment__city__in=_hidden_cities(user))


def reports_waiting(user: Any) -> QuerySet[ProgressReport]:
    """Return the reports to check, oldest first, without those of cities `user` is in conflict with."""
    return ProgressReport.objects.waiting().exclude(commitment__city__in=_hidden_cities(user))
