"""Who may appeal against what, who may hear an appeal, and what three votes come to (process, stage 15).

Duck-typed. A thing that can be appealed is a decision, a change of a label, or a concern.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.rules import is_administrator, is_decider, is_reviewer
from cities.rules import has_hard_conflict, has_open_soft_conflict, is_approver

UPHOLD, SEND_BACK, REPLACE = "uphold", "send_back", "replace"
MAJORITY = 2


def may_lodge(user: Any, city: Any) -> bool:
    """An approver of the city appeals for it; the author of a concern does so by their link."""
    return is_approver(user, city)


def may_see_appeals(user: Any) -> bool:
    """Administrators see the appeals and name who hears them, while the label is switched on."""
    return settings.LABEL_ENABLED and is_administrator(user)


def may_name(user: Any, appeal: Any) -> bool:
    """An administrator names the three; their names are not public."""
    return is_administrator(user)


def may_hold_appeal(user: Any, appeal: Any) -> bool:
    """Nobody holds an appeal: the three who are named vote, and administrators see to it."""
    return False


def by_votes(user: Any, appeal: Any) -> bool:
    """Nobody alone: two equal votes decide."""
    return False


def may_hear_appeal(user: Any, city: Any) -> bool:
    """Whether somebody may hear an appeal of `city`, parts aside: of the office or the pool, without conflict."""
    serves = is_reviewer(user) or is_decider(user) or is_from_pool(user, city)
    return bool(serves and user.is_active) and not (has_hard_conflict(user, city) or has_open_soft_conflict(user, city))


def is_from_pool(user: Any, city: Any) -> bool:
    """Whether somebody is in the pool of panel members, from another state than the city."""
    member = getattr(user, "pool_member", None)
    return member is not None and member.state == "active" and member.country != city.country


def why_not_appealed(appealable: bool, last: dt.date | None, today: dt.date) -> list[str]:
    """Return why nothing can be lodged.

    Args:
        appealable: whether the rules know an appeal against this.
        last: the last day to lodge it, if the edition names one.
        today: the day to judge by.
    """
    if not appealable:
        return [_("There is no appeal against this.")]
    if last is not None and today > last:
        return [_("The time to appeal is over.")]
    return []


def result_of(votes: Iterable[str]) -> str:
    """Return the outcome as soon as it is certain, else an empty text.

    Two equal votes decide. When all three differ, two of them do not let it stand and only one would replace it: it is
    sent back.

    Args:
        votes: those given so far.
    """
    counted = Counter(votes)
    for vote, number in counted.most_common(1):
        if number >= MAJORITY:
            return vote
    return SEND_BACK if sum(counted.values()) == MAJORITY + 1 else ""
