"""Whose desk it is."""

from typing import Any

from cities.models import City


def only_city(user: Any) -> City | None:
    """Return the city that `user` acts for, when it is one alone: its navigation stands on pages without a city."""
    return City.objects.filter(pk__in=user.city_roles).first() if len(user.city_roles) == 1 else None
