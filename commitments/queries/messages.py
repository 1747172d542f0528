"""Words about submissions, as each side may read them. What is internal never leaves `notes_of`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from cities.rules import has_hard_conflict
from commitments.models import ReportMessage, VersionMessage
from commitments.rules import may_see_notes, may_see_reviewer
from review.models import Message
from review.registry import Talk


@dataclass(frozen=True)
class Line:
    """One message. `who` signs it: a person of the city, the office as a whole, or a colleague."""

    who: str
    at: dt.datetime
    text: str
    from_city: bool


def conversation(obj: Any) -> list[Line]:
    """Return what the city and the office wrote to one another, oldest first; the office signs. One query."""
    rows = obj.messages.filter(visibility=Message.Visibility.CITY).select_related("author")
    office = _("The review office")
    return [Line(str(row.author) if row.from_city else office, row.written_at, row.text, row.from_city) for row in rows]


def notes_of(obj: Any, user: Any) -> list[Line]:
    """Return the internal notes, for those who may read them; else nothing. One query at most."""
    if not may_see_notes(user, obj):
        return []
    rows = obj.messages.filter(visibility=Message.Visibility.INTERNAL).select_related("author")
    colleague = _("A colleague")
    return [
        Line(str(row.author) if may_see_reviewer(user, row.author) else colleague, row.written_at, row.text, False)
        for row in rows
    ]


def versions_asked() -> Exists:
    """Return a condition for versions: the last word between city and office is a question of the office."""
    return _asked(VersionMessage, "version")


def reports_asked() -> Exists:
    """As `versions_asked`, for reports."""
    return _asked(ReportMessage, "report")


def version_talk(ids: Iterable[int]) -> Talk:
    """Return what city and office wrote to one another about some versions. One query."""
    return _talk(VersionMessage, "version", ids)


def report_talk(ids: Iterable[int]) -> Talk:
    """As `version_talk`, for reports."""
    return _talk(ReportMessage, "report", ids)


def _talk(table: Any, owner: str, ids: Iterable[int]) -> Talk:
    said = table.objects.filter(visibility=Message.Visibility.CITY, **{f"{owner}__in": list(ids)}).order_by("pk")
    found: Talk = {}
    for pk, at, from_city in said.values_list(owner, "written_at", "from_city"):
        found.setdefault(pk, []).append((at, from_city))
    return found


def _asked(table: Any, owner: str) -> Exists:
    said = table.objects.filter(visibility=Message.Visibility.CITY)
    last = said.filter(**{owner: OuterRef(owner)}).order_by("-pk").values("pk")[:1]
    return Exists(said.filter(**{owner: OuterRef("pk")}, pk=Subquery(last), from_city=False))


def who_checks(obj: Any) -> list[User]:
    """Return who gets what the city writes: the holder, else who asked last; never with a conflict. Four queries."""
    held = obj.assignments.filter(released_at=None).values("reviewer")
    asked = obj.messages.filter(visibility=Message.Visibility.CITY, from_city=False).order_by("-pk").values("author")
    people: QuerySet[User] = User.objects.filter(Q(pk__in=held) | Q(pk__in=asked[:1]), is_active=True).order_by("pk")
    return [person for person in people if not has_hard_conflict(person, obj.commitment.city)]
