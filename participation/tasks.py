"""Background work on what others say."""

from core.compat import task
from participation.actions import forget_people as forget


@task()
def forget_people() -> list[int]:
    """Forget addresses whose time is over; return both counts. Safe to run twice."""
    done = forget()
    return [done.unconfirmed, done.ended]
