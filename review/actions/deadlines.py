"""How many days each step may take."""

from django.db import transaction

from accounts.models import User
from accounts.rules import is_administrator
from core import audit
from review.deadlines import days as current
from review.models import Deadline
from review.queue import follow_deadline
from review.workflow import NotAllowed


@transaction.atomic
def set_deadline(*, key: str, days: int, by: User) -> Deadline:
    """Change a deadline from now on; dates that were given to a city stay as they are.

    Args:
        key: one of `Deadline.Key`.
        days: how many days, 1 to 3,650.
        by: an administrator.

    Returns: the row that holds it.
    Raises: NotAllowed for everybody else.
    """
    if not is_administrator(by):
        raise NotAllowed
    before = current(key)
    row, _created = Deadline.objects.update_or_create(key=key, defaults={"days": days})
    audit.record("set_deadline", by=by, obj=row, data={"key": key, "old": before, "new": days})
    follow_deadline(key)
    return row
