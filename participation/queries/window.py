"""Reads of statements on label applications. Public ones hold what is published and no address."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst

from cities.models import City
from commitments.queries import without_conflicts
from labels.models import Criterion, LabelApplication
from participation.models import LabelStatement
from participation.queries.statements import is_outsider
from participation.rules import may_speak_on
from review.registry import Entry

State = LabelStatement.State


@dataclass(frozen=True)
class SaidOnCase:
    """A published statement on a label application, about one or several questions of its edition.

    `kind` is one of `LabelStatement.Kind`, as the author says themselves; `speaker` is empty without their consent.
    """

    public_id: uuid.UUID
    criteria: list[Criterion]
    text: str
    language: str
    kind: str
    speaker: str
    url: str
    published_at: dt.datetime

    @property
    def who(self) -> str:
        """For whom the author speaks, in the reader's language."""
        return capfirst(str(LabelStatement.Kind(self.kind).label))

    @property
    def site(self) -> str:
        """The host of the page that shows it."""
        return urlsplit(self.url).hostname or ""


def statements_on(application: LabelApplication) -> list[SaidOnCase]:
    """Return the published statements on `application`, oldest first: for the public, the city and the panel.

    The same for all three: nobody reads more than the public. 2 queries; none when nothing was said is 1.
    """
    questions = Criterion.objects.order_by("position", "pk")
    rows = LabelStatement.objects.published().filter(application=application).order_by("published_at", "pk")
    shown = rows.prefetch_related(Prefetch("criteria", questions)).defer("email", "email_hash")
    return [_said(row, list(row.criteria.all())) for row in shown]


def statements_about(city: City, *, limit: int) -> list[tuple[str, SaidOnCase]]:
    """Return the newest published statements on all applications of a city, each with the reference (1 query)."""
    rows = LabelStatement.objects.published().filter(application__city=city).select_related("application")
    newest = rows.defer("email", "email_hash").order_by("-published_at", "-pk")[:limit]
    return [(row.application.reference, _said(row, [])) for row in newest]


def _said(row: Any, criteria: list[Criterion]) -> SaidOnCase:
    return SaidOnCase(
        public_id=row.public_id,
        criteria=criteria,
        text=row.text,
        language=row.language,
        kind=row.kind,
        speaker=row.shown_name,
        url=row.url,
        published_at=row.published_at,
    )


def is_new_to_case(email: str, application: LabelApplication) -> bool:
    """Return whether an address may speak: of nobody of a city or the office, nor of the panel of this case."""
    return is_outsider(email, application.city, may=lambda person: may_speak_on(person, application))


def marks_on(applications: Iterable[LabelApplication]) -> dict[int, set[str]]:
    """Return the fingerprints of the addresses that confirmed a statement on each application (1 query)."""
    found: dict[int, set[str]] = {}
    rows = LabelStatement.objects.filter(application__in=list(applications)).exclude(state=State.UNCONFIRMED)
    for application, mark in rows.exclude(email_hash="").values_list("application", "email_hash"):
        found.setdefault(application, set()).add(mark)
    return found


# --- Office ---------------------------------------------------------------------------------------------


def waiting_label_statements() -> QuerySet[LabelStatement]:
    """Return every statement that waits for moderation, whoever asks, with what its entry reads. One query."""
    return LabelStatement.objects.waiting().with_subject().defer("email", "email_hash")


def label_statement_entry(statement: Any) -> Entry:
    """Return what the queue says of a row of `waiting_label_statements`."""
    city = statement.city
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=statement.application.reference,
        reference=statement.reference,
        waiting_since=statement.submitted_at,
        state=statement.state,
    )


def label_statements_for_office(user: Any) -> QuerySet[LabelStatement]:
    """Return everything confirmed, oldest first, with its case; conflicts are left out. One query a page."""
    rows = LabelStatement.objects.exclude(state=State.UNCONFIRMED).with_subject().defer("email", "email_hash")
    return without_conflicts(rows.order_by("submitted_at", "pk"), user, city="application__city")
