"""Two refusals, both audit events when a signed-in person meets them; and which logs and mails are closed to whom."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404


class Refused(PermissionDenied):
    """403: the object is public, the act is not allowed. The text tells the reader why."""


class Hidden(Http404):
    """404: the object's existence is private to others."""


_hidden: list[Callable[[Any], list[str]]] = []


def register_hidden_scopes(find: Callable[[Any], list[str]]) -> None:
    """Say which scopes of the audit chain and the outbox are closed to a person; called from an app's `ready`."""
    _hidden.append(find)


def hidden_scopes(user: Any) -> list[str]:
    """Return the scopes that are closed to `user`: those of cities with which they are in conflict."""
    return [scope for find in _hidden for scope in find(user)]
