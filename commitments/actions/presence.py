"""A sign that somebody has a text or a report open. It expires by itself; it is no act, so the audit chain has none."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments.actions.common import lock, require_writer
from commitments.models import CommitmentVersion, Presence, ProgressReport
from commitments.models.presence import KEPT


@transaction.atomic
def note_presence(*, draft: CommitmentVersion | ProgressReport, by: User, part: str = "") -> None:
    """Note that `by` has a draft open, and forget the signs that have expired.

    Args:
        draft: the text or the report.
        by: an editor or approver of the city.
        part: key of the part of a text.

    Raises: NotAllowed; Stale when the draft was deleted: it is locked first, so that no sign points to nothing.
    """
    seen: Any = draft
    require_writer(by, draft.commitment.city)
    place: dict[str, Any] = {"version" if isinstance(draft, CommitmentVersion) else "report": lock(seen)}
    now = timezone.now()
    Presence.objects.filter(at__lt=now - KEPT).delete()
    Presence.objects.update_or_create(**place, user=by, defaults={"part": part[:20], "at": now})
