"""What the virus scanner says of a stored file, noted on every piece of evidence that shows it."""

from django.db import transaction
from django.utils import timezone

from commitments import emails
from commitments.actions.common import lock_city
from commitments.models import Evidence
from core import audit, clamd
from core.storage import private_storage


def scan_stored_file(*, name: str, by: None = None) -> str:
    """Have a file scanned and note the result. The scan itself runs outside every transaction.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result, one of `Evidence.Scan`; empty when nothing shows this file any more.
    """
    city = Evidence.objects.filter(file=name).values_list("city", flat=True).first()
    if city is None:
        return ""
    try:
        with private_storage.open(name) as file:
            verdict = clamd.scan(file)
    except FileNotFoundError:
        verdict = clamd.Verdict(clamd.ERROR, "the file is missing")
    return _note(city, name, verdict)


@transaction.atomic
def _note(city: int, name: str, verdict: clamd.Verdict) -> str:
    """Write the result on all pieces, under the city's lock: nobody adds the same file meanwhile."""
    lock_city(city)
    pieces = list(Evidence.objects.filter(file=name).select_related("city", "uploaded_by").order_by("pk"))
    if not pieces:
        return ""
    Evidence.objects.filter(file=name).update(
        scan_state=verdict.state, scanned_at=timezone.now(), scan_found=verdict.found
    )
    fresh = [piece for piece in pieces if piece.scan_state != verdict.state]
    if verdict.state == Evidence.Scan.INFECTED and fresh:
        for piece in fresh:
            data = {"found": verdict.found, "sha256": piece.sha256}
            audit.record("quarantine_evidence", by=None, obj=piece, scope=piece.city, data=data)
        emails.infected(fresh, found=verdict.found)
    return verdict.state
