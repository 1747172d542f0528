"""Who is who in the office. Roles of the office are groups; a superuser has none of them by itself."""

from typing import Any

REVIEWER, DECIDER, ADMINISTRATOR = "reviewer", "decider", "administrator"
OFFICE_ROLES = frozenset({REVIEWER, DECIDER, ADMINISTRATOR})
# Members of the pool of panels are no staff. The group follows the office's acceptance, `labels.actions.pool`.
PANEL = "panel"


def _has(user: Any, role: str) -> bool:
    return bool(user.is_authenticated and user.is_active and role in user.role_names)


def is_reviewer(user: Any) -> bool:
    """Whether `user` checks submissions for the office."""
    return _has(user, REVIEWER)


def is_decider(user: Any) -> bool:
    """Whether `user` signs decisions for the office."""
    return _has(user, DECIDER)


def is_administrator(user: Any) -> bool:
    """Whether `user` keeps accounts, taxonomy and texts."""
    return _has(user, ADMINISTRATOR)


def is_panel_member(user: Any) -> bool:
    """Whether the office accepted `user` into the pool from which panels are drawn."""
    return _has(user, PANEL)


def is_office(user: Any) -> bool:
    """Whether `user` has any role of the office."""
    return bool(user.is_authenticated and user.is_active and OFFICE_ROLES & user.role_names)


def is_resident(user: Any) -> bool:
    """Whether `user` is signed in at all: every account has a confirmed e-mail address."""
    return bool(user.is_authenticated and user.is_active)
