"""How much a commitment and a city may store. Asked under the city's lock, so that two uploads never pass together."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from commitments.models import Commitment, Evidence
from core.templatetags.portal_ui import filesize


def require_room(commitment: Commitment, *, sha256: str, size: int) -> None:
    """Refuse a file that the commitment, or its city, has no room for; the same file counts once.

    Args:
        commitment: its city is locked by the caller.
        sha256: of the file to be listed.
        size: its bytes.

    Raises: ValidationError for the field `file` that says how much is left.
    """
    listed = (
        Q(in_versions__version__commitment=commitment)
        | Q(in_reports__report__commitment=commitment)
        | Q(archive_of__in_versions__version__commitment=commitment)
        | Q(archive_of__in_reports__report__commitment=commitment)
    )
    files = Evidence.objects.filter(kind=Evidence.Kind.FILE).exclude(sha256=sha256).order_by()
    of_commitment = settings.COMMITMENT_MAX_BYTES - _bytes(files.filter(listed))
    if size > of_commitment:
        words = _("The files of this commitment may have %(most)s together; %(left)s are left, this file has %(size)s.")
        raise _refusal(words, settings.COMMITMENT_MAX_BYTES, of_commitment, size)
    of_city = settings.CITY_MAX_BYTES - _bytes(files.filter(city=commitment.city_id))
    if size > of_city:
        words = _("All files of your city may have %(most)s together; %(left)s are left, this file has %(size)s.")
        raise _refusal(words, settings.CITY_MAX_BYTES, of_city, size)


def _bytes(files: QuerySet[Evidence]) -> int:
    return files.values("sha256", "size").distinct().aggregate(total=Sum("size"))["total"] or 0


def _refusal(words: str, most: int, left: int, size: int) -> ValidationError:
    numbers = {"most": filesize(most), "left": filesize(max(0, left)), "size": filesize(size)}
    mend = _("Make it smaller, remove another file, or add a link instead.")
    return ValidationError({"file": f"{words % numbers} {mend}"})
