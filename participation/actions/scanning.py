"""What the virus scanner says of the file that proves what somebody says, after it was kept."""

from core.actions import scan_proofs
from participation.models import CounterEvidence


def scan_proof(*, name: str, by: None = None) -> str:
    """Have a proof scanned and note the result.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `core.models.Scan`; empty when no text names this file any more.
    """
    return scan_proofs(model=CounterEvidence, name=name, about="commitment__city")
