"""How one public text of a city is cited: in a sentence, and as a work for reference managers.

Nobody is named as author of a text they did not submit. What was withdrawn stays citable, and says so.
"""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commitments.models import Commitment, CommitmentVersion
from core import local
from core.citing import Work
from core.languages import SOURCE, interface_language, language_in_words

# For machines, so English whatever the reader's language, like all words in the open data.
COMPILED = "Compiled from public sources, not submitted by %(city)s."
SAMPLE = "Invented sample."
WITHDRAWN = "Withdrawn by the city on %(day)s."


def work_of(version: CommitmentVersion, address: str) -> Work:
    """Return a public text as reference managers cite it.

    Args:
        version: with its commitment and city.
        address: its whole permanent address, in the same language for everybody.
    """
    commitment = version.commitment
    compiled = commitment.origin == Commitment.Origin.COMPILED
    return Work(
        key=f"{commitment.code}-v{version.number}",
        author=settings.PORTAL_NAME if compiled else commitment.city.name,
        title=version.title,
        day=timezone.localdate(version.published_at) if version.published_at else None,
        edition=str(version.number),
        number=commitment.code,
        publisher=settings.PORTAL_NAME,
        address=address,
        language=version.language,
        note=_note(commitment),
    )


def sentence(version: CommitmentVersion, address: str) -> str:
    """Return how to cite one public text, in the active language: who, when, what, which version, where.

    Args:
        version: with its commitment and city.
        address: its whole permanent address.
    """
    commitment = version.commitment
    details = {
        "city": commitment.city.name,
        "year": f"{timezone.localtime(version.published_at):%Y}" if version.published_at else "",
        "day": local.day(version.published_at),
        "title": _title(version),
        "code": commitment.code,
        "number": version.number,
        "portal": settings.PORTAL_NAME,
        "address": address,
    }
    if commitment.origin == Commitment.Origin.COMPILED:
        text = _("%(portal)s (%(year)s): %(title)s, %(city)s. Compiled from public sources. "
                 "Commitment %(code)s, version %(number)s of %(day)s. %(address)s")  # fmt: skip
    else:
        text = _("%(city)s (%(year)s): %(title)s. "
                 "Commitment %(code)s, version %(number)s of %(day)s. %(portal)s. %(address)s")  # fmt: skip
    return text % details


def _title(version: CommitmentVersion) -> str:
    """Return the title the city gave; in another language than the sentence, with its name."""
    if version.language == interface_language(translation.get_language() or SOURCE):
        return version.title
    return _("%(title)s (in %(language)s)") % {"title": version.title, "language": language_in_words(version.language)}


def _note(commitment: Commitment) -> str:
    notes = {Commitment.Origin.COMPILED: COMPILED % {"city": commitment.city.name}, Commitment.Origin.SAMPLE: SAMPLE}
    is_sample = commitment.city.origin == Commitment.Origin.SAMPLE
    parts = [notes.get(Commitment.Origin.SAMPLE if is_sample else Commitment.Origin(commitment.origin), "")]
    if commitment.state == Commitment.State.WITHDRAWN and commitment.withdrawn_at:
        with translation.override("en"):
            parts.append(WITHDRAWN % {"day": local.day(commitment.withdrawn_at)})
    return " ".join(part for part in parts if part)
