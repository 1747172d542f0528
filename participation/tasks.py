"""Background work on what others say."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from core import clamd
from core.compat import task
from participation.actions import forget_people as forget
from participation.actions import scan_proof as scan
from participation.models import CounterEvidence

MOST_TRIES = 6


@task()
def forget_people() -> list[int]:
    """Forget addresses whose time is over; return the three counts. Safe to run twice."""
    done = forget()
    return [done.unconfirmed, done.ended, done.alerts]


@task()
def scan_proof(name: str, tries: int = 1) -> str:
    """Have a stored proof scanned for viruses; return the result. Safe to run twice.

    A scan that failed is tried again after 2, 4, 8, 16 and 32 minutes, later by `manage.py scan_evidence`.
    """
    result = scan(name=name)
    if result == clamd.ERROR and tries < MOST_TRIES:
        later = timezone.now() + dt.timedelta(minutes=2**tries)
        scan_proof.using(run_after=later).enqueue(name, tries + 1)
    return result


def scan_soon(statement: CounterEvidence) -> None:
    """Hand the file of a text to the scanner when it has not judged it yet; after the commit."""
    if statement.file and clamd.waits(statement.scan_state):
        scan_proof.enqueue(str(statement.file.name))


def scan_now(*, obj: CounterEvidence, by: User, note: str = "", reason: str = "", ticks: Iterable[str] = ()) -> None:
    """Hand the file of a text to the scanner, now: "Scan the files now".

    Args:
        obj: a text that waits.
        by: somebody of the office who sees it.
        note: not used; every decision takes the same arguments.
        reason: not used.
        ticks: not used.
    """
    scan_soon(obj)
