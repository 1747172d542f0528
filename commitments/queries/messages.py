"""Words about submissions, as each side may read them. What is internal leaves by `talk_of` only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from cities.rules import has_hard_conflict
from commitments.models import ProgressReport, ReportMessage, VersionMessage
from commitments.rules import may_see_notes, may_see_reviewer
from review.models import Message, ReadMark
from review.registry import Talk


@dataclass(frozen=True)
class Line:
    """One message. `who` signs it: a person of the city, the office as a whole, or a colleague."""

    who: str
    at: dt.datetime
    text: str
    from_city: bool
    pk: int


def conversation(obj: Any) -> list[Line]:
    """Return what the city and the office wrote to one another, oldest first; the office signs. One query."""
    rows = obj.messages.filter(visibility=Message.Visibility.CITY).select_related("author")
    office = _("The review office")
    return [_line(row, str(row.author) if row.from_city else office) for row in rows]


def talk_of(obj: Any, user: Any) -> tuple[list[Line], list[Line]]:
    """Return the conversation, and the internal notes: those only for people who may read them. One query."""
    rows = obj.messages.select_related("author")
    if not may_see_notes(user, obj):
        return conversation(obj), []
    colleague, office = _("A colleague"), _("The review office")
    lines: tuple[list[Line], list[Line]] = ([], [])
    for row in rows:
        if row.visibility == Message.Visibility.CITY:
            lines[0].append(_line(row, str(row.author) if row.from_city else office))
        else:
            lines[1].append(_line(row, str(row.author) if may_see_reviewer(user, row.author) else colleague))
    return lines


def _line(row: Message, who: str) -> Line:
    return Line(who, row.written_at, row.text, row.from_city, row.pk)


def versions_asked() -> Exists:
    """Return a condition for versions: the last word between city and office is a question of the office."""
    return _asked(VersionMessage, "version")


def reports_asked() -> Exists:
    """As `versions_asked`, for reports."""
    return _asked(ReportMessage, "report")


def version_question_read(person: Any) -> Exists:
    """Return a condition for versions: `person` (key or `Given`) has read what the office wrote last."""
    return _question_read(VersionMessage, "version", person)


def report_question_read(person: Any) -> Exists:
    """As `version_question_read`, for reports."""
    return _question_read(ReportMessage, "report", person)


def _question_read(table: Any, owner: str, person: Any) -> Exists:
    said = table.objects.filter(visibility=Message.Visibility.CITY, from_city=False)
    last = said.filter(**{owner: OuterRef("object_id")}).order_by("-pk").values("written_at")[:1]
    marks = ReadMark.objects.filter(person=person, kind=owner, object_id=OuterRef("pk"))
    return Exists(marks.filter(until__gte=Subquery(last)))


def last_new_line(obj: Any, user: Any, lines: Iterable[Line]) -> Line | None:
    """Return what the office wrote last, when `user`, of the city, has not marked it as read. One query at most."""
    last = max((line for line in lines if not line.from_city), key=lambda line: line.pk, default=None)
    kind = "report" if isinstance(obj, ProgressReport) else "version"
    if last is None:
        return None
    marks = ReadMark.objects.filter(person=user.pk, kind=kind, object_id=obj.pk, until__gte=last.at)
    return None if marks.exists() else last


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
