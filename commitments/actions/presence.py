"""A sign that somebody has a text open. It expires by itself and stays out of the audit chain: it is no act."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from commitments.actions.common import require_writer
from commitments.models import CommitmentVersion, Presence
from commitments.models.presence import KEPT


@transaction.atomic
def note_presence(*, version: CommitmentVersion, by: User, part: str) -> None:
    """Note that `by` has a part of a draft open, and forget the signs that have expired.

    Args:
        version: the draft.
        by: an editor or approver of the city.
        part: key of the part.

    Raises: NotAllowed.
    """
    require_writer(by, version.commitment.city)
    now = timezone.now()
    Presence.objects.filter(at__lt=now - KEPT).delete()
    Presence.objects.update_or_create(version=version, user=by, defaults={"part": part[:20], "at": now})
