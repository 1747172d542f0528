"""Who gets mail about a city's commitments."""

from typing import Any

from accounts.models import User
from cities.models import CityRole


def people_of(city: Any, *, approvers_only: bool = False) -> list[User]:
    """Return the active people who act for a city now, in a fixed order. One query."""
    roles = CityRole.objects.filter(city=city, ended_at=None)
    if approvers_only:
        roles = roles.filter(role=CityRole.Role.APPROVER)
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("pk"))


def people_of_cities(keys: set[int]) -> dict[int, list[User]]:
    """Return the active people who act for each of some cities now, in a fixed order. One query."""
    roles = CityRole.objects.filter(city__in=keys, ended_at=None, user__is_active=True).select_related("user")
    found: dict[int, list[User]] = {}
    for role in roles.order_by("city", "user"):
        found.setdefault(role.city_id, []).append(role.user)
    return found
