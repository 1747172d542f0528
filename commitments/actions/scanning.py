"""What the virus scanner says of a stored file, noted on every piece of evidence that shows it."""

from django.db import transaction

from commitments import emails
from commitments.actions.common import lock_city
from commitments.models import Evidence
from core import audit, clamd
from core.actions import note_scan


def scan_stored_file(*, name: str, by: None = None) -> str:
    """Have a file scanned and note the result. The scan itself runs outside every transaction.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `Evidence.Scan`; empty when nothing shows this file any more.
    """
    city = Evidence.objects.filter(file=name).values_list("city", flat=True).first()
    return "" if city is None else _note(city, name, clamd.scan_stored(name))


@transaction.atomic
def _note(city: int, name: str, verdict: clamd.Verdict) -> str:
    """Write the result on all pieces, under the city's lock: nobody adds the same file meanwhile."""
    lock_city(city)
    rows = Evidence.objects.filter(file=name).select_related("city", "uploaded_by")
    if not rows.exists():
        return ""
    fresh = note_scan(rows=rows, verdict=verdict)
    if verdict.state == Evidence.Scan.INFECTED and fresh:
        _record("quarantine_evidence", fresh, verdict)
        emails.infected(fresh, found=verdict.found)
    # Newer signatures found nothing: an earlier alarm was false.
    _record("release_evidence", [piece for piece in fresh if piece.scan_state == Evidence.Scan.INFECTED], verdict)
    return verdict.state


def _record(action: str, pieces: list[Evidence], verdict: clamd.Verdict) -> None:
    for piece in pieces:
        data = {"found": verdict.found, "before": piece.scan_found, "sha256": piece.sha256}
        audit.record(action, by=None, obj=piece, scope=piece.city, data=data)
