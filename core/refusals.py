"""Refusals that a signed-in person meets, for the audit chain."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from core import audit
from core.access import Hidden


def note_refusal(request: HttpRequest, refusal: Exception) -> None:
    """Write into the audit chain that a signed-in person was refused; other exceptions are none."""
    if isinstance(refusal, (PermissionDenied, Hidden)) and request.user.is_authenticated:
        audit.record(
            "refused",
            by=request.user,
            obj=f"{request.method} {request.path}"[:120],
            data={"reason": str(refusal)[:300]},
        )
