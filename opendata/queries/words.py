"""Words of the portal in the data: always English, so that a record reads the same for everybody."""

from functools import cache

from django.db.models import Choices
from django.utils import translation

from cities.models import City
from commitments.models import Commitment, Progress


def _english(choices: type[Choices]) -> dict[str, str]:
    with translation.override("en"):
        return {value: str(label) for value, label in choices.choices}


@cache
def memberships() -> dict[str, str]:
    """Membership of a city in words."""
    return _english(City.Membership)


@cache
def city_origins() -> dict[str, str]:
    """Where the entry of a city comes from, in words."""
    return _english(City.Origin)


@cache
def origins() -> dict[str, str]:
    """Where a commitment comes from, in words."""
    return _english(Commitment.Origin)


@cache
def progress() -> dict[str, str]:
    """Progress as the city claims it, in words."""
    return _english(Progress)


@cache
def states() -> dict[str, str]:
    """Where a commitment is in its life, in words."""
    return _english(Commitment.State)
