"""Background work on commitments."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from commitments.actions import lapse_returned as lapse
from commitments.actions import scan_stored_file
from commitments.models import Evidence
from commitments.rules import unsettled_files
from core import clamd
from core.compat import task

MOST_TRIES = 6


@task()
def lapse_returned() -> list[int]:
    """Give more time to returned texts and reports, or let them lapse; return both counts. Safe to run twice."""
    done = lapse()
    return [done.extended, done.lapsed]


@task()
def scan_file(name: str, tries: int = 1) -> str:
    """Have a stored file scanned for viruses; return the result. Safe to run twice.

    A scan that failed is tried again after 2, 4, 8, 16 and 32 minutes, later by `manage.py scan_evidence`.
    """
    result = scan_stored_file(name=name)
    if result == Evidence.Scan.ERROR and tries < MOST_TRIES:
        later = timezone.now() + dt.timedelta(minutes=2**tries)
        scan_file.using(run_after=later).enqueue(name, tries + 1)
    return result


def scan_soon(evidence: Evidence) -> None:
    """Hand a file that was just added to the scanner, when there is one; call it after the commit."""
    for piece in (evidence, evidence.archive):
        if piece and piece.file and piece.scan_state == Evidence.Scan.UNSCANNED and clamd.is_set_up():
            scan_file.enqueue(str(piece.file.name))


def scan_listed(*, obj: Any, by: Any, note: str = "", ticks: Iterable[str] = ()) -> None:
    """Hand the files of a submission that the scanner has not judged to it, now: "Scan the files now".

    Args:
        obj: a version or report.
        by: somebody of the office who sees it.
        note: not used; every decision takes the same arguments.
        ticks: not used.
    """
    for name in unsettled_files(obj):
        scan_file.enqueue(name)
