"""What depends on a city's names, country and origin: apps above are told in the same transaction when these change."""

from collections.abc import Callable
from typing import Any

from cities.models import City

_followers: list[Callable[..., Any]] = []


def register_after_move(follow: Callable[..., Any]) -> None:
    """Say what follows a new name, country, region or origin of a city, called with `city=`; from an app's `ready`."""
    _followers.append(follow)


def city_moved(city: City) -> None:
    """Tell the apps above, after the audit event of the change."""
    for follow in _followers:
        follow(city=city)
