"""How far somebody has read a conversation. A mark of their own, for their own lists; it is no record of their work."""

import datetime as dt

from accounts.models import User
from review.models import ReadMark


def mark_read(*, kind: str, object_id: int, by: User, until: dt.datetime) -> None:
    """Note that somebody has read a conversation. A mark that is there already only moves on.

    Args:
        kind: key of the kind of submission, such as "version".
        object_id: primary key of the submission.
        by: the reader, who may read it.
        until: moment of the last message on the page they opened.
    """
    ReadMark.objects.bulk_create(
        [ReadMark(person=by, kind=kind, object_id=object_id, until=until)],
        update_conflicts=True,
        unique_fields=["person", "kind", "object_id"],
        update_fields=["until"],
    )
