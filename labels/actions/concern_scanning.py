"""What the virus scanner says of the file that proves a concern, after it was kept."""

from collections.abc import Iterable

from accounts.models import User
from core import clamd
from core.actions import scan_proofs
from labels.models import Concern


def scan_concern(*, name: str, by: None = None) -> str:
    """Have a proof scanned and note the result.

    Args:
        name: its name in the private storage.
        by: nobody: the scanner says what it finds.

    Returns: the result of this scan, one of `core.models.Scan`; empty when no concern names this file any more.
    """
    return scan_proofs(model=Concern, name=name, about="label__city")


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
