"""Who may read the tables of the floor."""

from typing import Any


def may_read_audit(user: Any) -> bool:
    """Deciders and administrators read the whole audit log; nobody changes it."""
    return bool({"decider", "administrator"} & user.role_names)


def may_read_outbox(user: Any) -> bool:
    """Administrators see the mail outbox and send a mail again."""
    return "administrator" in user.role_names
