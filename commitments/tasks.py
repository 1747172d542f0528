"""Background work on commitments."""

from commitments.actions import lapse_returned as lapse
from core.compat import task


@task()
def lapse_returned() -> list[int]:
    """Give more time to returned texts and reports, or let them lapse; return both counts. Safe to run twice."""
    done = lapse()
    return [done.extended, done.lapsed]
