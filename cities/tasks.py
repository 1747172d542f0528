"""Background work on cities: the virus scan of documents."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from cities.actions import scan_document
from cities.rules import document_name
from core import clamd
from core.compat import task

MOST_TRIES = 6


@task()
def scan_mandate(name: str, tries: int = 1) -> str:
    """Have a stored document scanned for viruses; return the result. Safe to run twice.

    A scan that failed is tried again after 2, 4, 8, 16 and 32 minutes, later by `manage.py scan_evidence`.
    """
    result = scan_document(name=name)
    if result == clamd.ERROR and tries < MOST_TRIES:
        later = timezone.now() + dt.timedelta(minutes=2**tries)
        scan_mandate.using(run_after=later).enqueue(name, tries + 1)
    return result


def scan_soon(obj: Any) -> None:
    """Hand the document of a request to join or a mandate to the scanner, when there is one; after the commit."""
    if (name := document_name(obj)) and clamd.waits(obj.scan_state):
        scan_mandate.enqueue(name)


def scan_now(*, obj: Any, by: Any, note: str = "", ticks: Iterable[str] = ()) -> None:
    """Hand the document of a case to the scanner, now: "Scan the files now".

    Args:
        obj: a request to join or a mandate.
        by: somebody of the office who sees it.
        note: not used; every decision takes the same arguments.
        ticks: not used.
    """
    scan_soon(obj)
