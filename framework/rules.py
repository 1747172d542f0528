"""Who keeps the reference tables."""

from typing import Any

from accounts.rules import is_administrator, is_office


def may_see_reference_desk(user: Any) -> bool:
    """Whether `user` may look at the reference tables in the admin (everybody reads them on the public pages)."""
    return is_office(user)


def may_edit_reference(user: Any) -> bool:
    """Whether `user` may add and edit reference rows. Nobody deletes them: published texts cite them."""
    return is_administrator(user)
