"""What the virus scanner says of the file that proves what somebody says, after it was kept."""

from django.db import transaction

from core import audit, clamd
from core.actions import note_scan
from core.models import Scan
from participation.models import CounterEvidence


def scan_proof(*, name: str, by: None = None) -> str:
    """Have a proof scanned and note the result. The scan itself runs outside every transaction.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `core.models.Scan`; empty when no text names this file any more.
    """
    return _note(name, clamd.scan_stored(name)) if CounterEvidence.objects.filter(file=name).exists() else ""


@transaction.atomic
def _note(name: str, verdict: clamd.Verdict) -> str:
    """Write the result under the lock of the text: its author may take it back at this moment."""
    rows = CounterEvidence.objects.filter(file=name).select_related("commitment__city")
    list(CounterEvidence.objects.select_for_update().filter(file=name).order_by("pk").values_list("pk"))
    fresh = note_scan(rows=rows, verdict=verdict)
    for statement in fresh if verdict.state == Scan.INFECTED else ():
        data = {"found": verdict.found, "sha256": statement.sha256}
        audit.record("quarantine_proof", by=None, obj=statement, scope=statement.audit_scope, data=data)
    return verdict.state
