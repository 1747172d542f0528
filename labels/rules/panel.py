"""Who sits in the panel of a case. Objects are duck-typed: an application has `city` and `panel`."""

from typing import Any

from cities.rules import has_hard_conflict, has_open_soft_conflict

# Before, there is no panel; afterwards, its members read what the public reads.
PANEL_STATES = ("panel", "reply", "second_look", "deciding", "proposed")


def is_seated(user: Any, application: Any) -> bool:
    """Whether `user` sits in the panel of `application` now, without a hard conflict, until it is decided."""
    if application.state not in PANEL_STATES or has_hard_conflict(user, application.city):
        return False
    return bool(application.panel.filter(state="seated", member__user_id=user.pk).exists())


def may_answer(user: Any, application: Any) -> bool:
    """As `is_seated`, and every soft conflict is countersigned: who may judge in the panel."""
    return is_seated(user, application) and not has_open_soft_conflict(user, application.city)
