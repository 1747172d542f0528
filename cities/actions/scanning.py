"""What the virus scanner says of the document of a mandate or a request to join; a joined city shares one with it."""

from typing import Any

from django.db import transaction

from cities import emails
from cities.models import JoinRequest, Mandate
from core import audit, clamd
from core.actions import note_scan
from core.models import Scan


def scan_document(*, name: str, by: None = None) -> str:
    """Have a document scanned and note the result. The scan itself runs outside every transaction.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `core.models.Scan`; empty when no row names this document any more.
    """
    return _note(name, clamd.scan_stored(name)) if any(rows.exists() for rows in _rows(name)) else ""


def _rows(name: str) -> tuple[Any, Any]:
    requests = JoinRequest.objects.filter(mandate_file=name).select_related("applicant", "city")
    return requests, Mandate.objects.filter(file=name).select_related("city", "handed_in_by")


@transaction.atomic
def _note(name: str, verdict: clamd.Verdict) -> str:
    """Lock the request first: accepting it copies its state of the scan to the mandate."""
    requests, mandates = _rows(name)
    list(JoinRequest.objects.select_for_update().filter(mandate_file=name).order_by("pk"))
    for rows in (requests, mandates):
        fresh = note_scan(rows=rows, verdict=verdict)
        if verdict.state == Scan.INFECTED:
            for row in fresh:
                _lock_away(row, verdict.found)
    return verdict.state


def _lock_away(row: JoinRequest | Mandate, found: str) -> None:
    audit.record("quarantine_document", by=None, obj=row, scope=row.audit_scope, data={"found": found})
    if isinstance(row, JoinRequest):
        if row.state in (JoinRequest.State.SUBMITTED, JoinRequest.State.RETURNED):
            emails.join_infected(row, found=found)
    elif row.state in (Mandate.State.SUBMITTED, Mandate.State.ON_FILE):
        emails.mandate_infected(row, found=found)
