"""Background work on commitments."""

from commitments.actions import lapse_returned as lapse
from commitments.actions import scan_stored_file
from commitments.models import Evidence
from core import clamd
from core.compat import task


@task()
def lapse_returned() -> list[int]:
    """Give more time to returned texts and reports, or let them lapse; return both counts. Safe to run twice."""
    done = lapse()
    return [done.extended, done.lapsed]


@task()
def scan_file(name: str) -> str:
    """Have a stored file scanned for viruses; return the result. Safe to run twice."""
    return scan_stored_file(name=name)


def scan_soon(evidence: Evidence) -> None:
    """Hand a file that was just added to the scanner, when there is one; call it after the commit."""
    for piece in (evidence, evidence.archive):
        if piece and piece.file and piece.scan_state == Evidence.Scan.UNSCANNED and clamd.is_set_up():
            scan_file.enqueue(str(piece.file.name))
