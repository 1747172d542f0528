"""What the virus scanner says of the file that proves a concern, after it was kept."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from core import audit, clamd
from core.actions import note_scan
from core.models import Scan
from labels.models import Concern


def scan_concern(*, name: str, by: None = None) -> str:
    """Have a proof scanned and note the result. The scan itself runs outside every transaction.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `core.models.Scan`; empty when no concern names this file any more.
    """
    return _note(name, clamd.scan_stored(name)) if Concern.objects.filter(file=name).exists() else ""


def scan_concern_now(*, obj: Concern, by: User, note: str = "", ticks: Iterable[str] = ()) -> None:
    """Have the file of a concern scanned: "Scan the files now".

    Args:
        obj: a concern that waits.
        by: somebody of the office who sees it.
        note: not used; every decision takes the same arguments.
        ticks: not used.
    """
    if obj.file and clamd.waits(obj.scan_state):
        scan_concern(name=str(obj.file.name))


@transaction.atomic
def _note(name: str, verdict: clamd.Verdict) -> str:
    rows = Concern.objects.filter(file=name).select_related("label__city")
    list(Concern.objects.select_for_update().filter(file=name).order_by("pk").values_list("pk"))
    fresh = note_scan(rows=rows, verdict=verdict)
    for concern in fresh if verdict.state == Scan.INFECTED else ():
        data = {"found": verdict.found, "sha256": concern.sha256}
        audit.record("quarantine_proof", by=None, obj=concern, scope=concern.audit_scope, data=data)
    return verdict.state
