"""What the pictures for other sites show: only what is public. One query each."""

from django.utils.translation import get_language

from cities.models import City
from commitments.models import Commitment, CommitmentVersion
from commitments.queries import in_language
from core.languages import SOURCE

LONGEST = 80


def badge_city(slug: str) -> City | None:
    """Return a public city, or None."""
    return City.objects.public().filter(slug=slug).first() if len(slug) <= LONGEST else None


def card_version(code: str) -> CommitmentVersion | None:
    """Return the newest public text of a commitment with commitment and city, also of a withdrawn one, or None."""
    if len(code) > LONGEST:
        return None
    rows = CommitmentVersion.objects.ever_published().filter(commitment__code=code.upper())
    shown = rows.exclude(commitment__state=Commitment.State.DRAFT).filter(commitment__city__is_public=True)
    translated = in_language(get_language() or SOURCE)
    return shown.select_related("commitment__city").annotate(translated=translated).order_by("-number").first()
