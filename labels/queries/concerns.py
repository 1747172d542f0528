"""Reads of concerns. Public ones hold what was accepted and no address; office ones leave conflicts out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from accounts.rules import is_office
from cities.models import City
from commitments.models import CommitmentVersion
from commitments.queries import without_conflicts
from core.models import Scan
from labels.models import (
    Concern,
    ConcernAnswer,
    ConcernStatusChange,
    Filer,
    Label,
    PlanReport,
    PlanStep,
    PoolMember,
    SupportPlan,
)
from labels.queries import city_people, may_hear
from labels.queries.life import labels_with_changes, people_of_label
from labels.rules.concerns import HELD_STATES, has_domain_of
from labels.workflow.concern import CONCERN
from review.registry import Entry

CODE_LENGTH = 12
OFFICE_WAITS = ("submitted", "answered", "reviewing")
CITY_HAS_IT = ("accepted", "planned", "supported")
# The steps of a concern that everybody reads, in words.
PUBLIC_STEPS = {step.name: step.public_label for step in CONCERN.transitions if step.public_label}
Groups = list[tuple[str, list[tuple[str, str]]]]


def label_to_concern(code: str) -> Label:
    """Return a public label that a city holds today, suspended or not. Raises: Http404."""
    label = _public_label(code)
    if label is None or label.status not in HELD_STATES:
        raise Http404
    return label


def _public_label(code: str) -> Label | None:
    code = code.strip().upper()
    if not settings.LABEL_ENABLED or len(code) > CODE_LENGTH or not code.isascii():
        return None
    return Label.objects.public().select_related("city", "application__scheme").filter(code=code).first()


def things_to_concern(label: Label) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the criteria and the published commitments that a concern may be about: (id, title). Two queries."""
    criteria = [(str(row.pk), row.title) for row in label.application.scheme.criteria.all()]
    texts = CommitmentVersion.objects.published().filter(commitment__city=label.city)
    texts = texts.exclude(commitment__state__in=("draft", "withdrawn")).order_by("commitment__code")
    return criteria, [(str(pk), title) for pk, title in texts.values_list("commitment_id", "title")]


def title_of(concern: Concern) -> str:
    """Return what a concern is about, in words."""
    if concern.criterion is not None:
        return concern.criterion.title
    texts = CommitmentVersion.objects.published().filter(commitment=concern.commitment_id)
    return texts.values_list("title", flat=True).first() or str(concern.commitment)


def people_behind(email: str) -> list[User]:
    """Return the active accounts whose confirmed or own address this is."""
    confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return list(User.objects.filter(Q(email=email.lower()) | confirmed, is_active=True).distinct())


def why_not_entitled(email: str, label: Label, filer: str) -> str:
    """Return why an address may not file or support a concern: "own", "city" or "panel"; empty when it may.

    Only a mail to that address says so: the page answers every address alike.
    """
    people = people_behind(email)
    of_city = has_domain_of(email, label.city) or any(label.city_id in person.city_roles for person in people)
    if of_city or any(is_office(person) for person in people):
        return "own"
    if filer == Filer.CITY and labelled_city_of(email, people) is None:
        return "city"
    if filer == Filer.PANEL and not PoolMember.objects.filter(user__in=people, state=PoolMember.State.ACTIVE).exists():
        return "panel"
    return ""


def labelled_city_of(email: str, people: list[User]) -> City | None:
    """Return the city with a valid label that an address belongs to, by its domain or by the roles behind it."""
    ids = {pk for person in people for pk in person.city_roles}
    holders = City.objects.filter(pk__in=Label.objects.valid().values("city")).order_by("pk")
    return next((city for city in holders if city.pk in ids or has_domain_of(email, city)), None)


def marks_against(cities: Iterable[int]) -> dict[int, set[str]]:
    """Return the fingerprints of the addresses that filed or support a concern about a label of each city (1 query).

    Whoever did is in conflict: they judge nothing of the city. Known as long as the address is.
    """
    found: dict[int, set[str]] = {}
    rows = Concern.objects.filter(label__city__in=list(cities)).exclude(state=Concern.State.UNCONFIRMED).order_by()
    confirmed = rows.filter(supports__confirmed_at__isnull=False).values_list("label__city", "supports__email_hash")
    for city, mark in rows.exclude(email_hash="").values_list("label__city", "email_hash").union(confirmed):
        found.setdefault(city, set()).add(mark)
    return found


def lock_concern(concern: Concern) -> None:
    """Read `concern` again with its label and city, and hold its row until the transaction ends."""
    rows = Concern.objects.select_for_update(of=("self",)).select_related("label__city", "deadline")
    concern.refresh_from_db(from_queryset=rows)


def behind(concern: Concern) -> int:
    """Return how many people stand behind a concern: its author and who confirmed. For its threshold only."""
    return 1 + concern.supports.filter(confirmed_at__isnull=False).count()


def own_concern(reference: str) -> Concern:
    """Return a confirmed concern by its reference, for its author. Raises: Http404."""
    return _opened(reference, Concern.objects.exclude(state=Concern.State.UNCONFIRMED))


def concern_to_support(reference: str) -> Concern:
    """Return a concern that waits for more people. Raises: Http404."""
    return _opened(reference, Concern.objects.filter(state=Concern.State.GATHERING))


def _opened(reference: str, rows: QuerySet[Concern]) -> Concern:
    found = rows.select_related("label__city", "criterion", "commitment").filter(reference=reference).first()
    if found is None or not reference or not settings.LABEL_ENABLED:
        raise Http404
    return found


# --- Public ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ConcernPage:
    """A concern as everybody reads it: what was said, the answer, plans that were agreed, how it went on."""

    concern: Concern
    title: str
    answers: list[ConcernAnswer]
    plans: list[SupportPlan]
    steps: list[tuple[dt.datetime, str]]
    went_unanswered: bool


def concern_page(code: str, reference: str) -> ConcernPage:
    """Return an accepted concern (4 queries, 6 with a plan). Raises: Http404."""
    rows = Concern.objects.public().select_related("label__city", "criterion", "commitment", "deadline", "appeal")
    found = rows.filter(label__code=code.strip().upper(), reference=reference.upper()).first()
    if found is None or not settings.LABEL_ENABLED:
        raise Http404
    plans = found.plans.filter(agreed_at__isnull=False).prefetch_related(*plan_rows())
    steps = list(found.status_changes.filter(transition__in=PUBLIC_STEPS).values_list("at", "transition"))
    last = next((name for _at, name in reversed(steps) if name in {"answer", "close_answer"}), "")
    return ConcernPage(
        concern=found,
        title=title_of(found),
        answers=list(found.answers.all()),
        plans=list(plans),
        steps=[(at, str(PUBLIC_STEPS[name])) for at, name in steps],
        went_unanswered=last == "close_answer",
    )


def plan_rows() -> tuple[Prefetch, Prefetch]:
    """Return what a plan is shown with: its steps and the city's reports."""
    return Prefetch("steps", PlanStep.objects.all()), Prefetch("reports", PlanReport.objects.all())


def concerns_of_label(label: Label) -> list[Concern]:
    """Return the public concerns about a label, oldest first. One query."""
    return list(Concern.objects.public().filter(label=label).select_related("label").order_by("accepted_at", "pk"))


def concern_proof(code: str, reference: str) -> Concern:
    """Return an accepted concern whose proof is a file that may be opened. Raises: Http404."""
    concern = concern_page(code, reference).concern
    if concern.proof != Concern.Proof.FILE or concern.scan_state == Scan.INFECTED:
        raise Http404
    return concern


# --- City, office ------------------------------------------------------------------------------------
def concerns_at_desk(city: City) -> QuerySet[Concern]:
    """Return what was accepted about the labels of a city, with what its page reads."""
    rows = Concern.objects.filter(label__city=city, accepted_at__isnull=False)
    return rows.select_related("label__city", "criterion", "commitment", "deadline").order_by("-accepted_at", "-pk")


def waiting_concerns() -> QuerySet[Concern]:
    """Return every concern in which the office has the turn, whoever asks. One query."""
    moved = ConcernStatusChange.objects.filter(concern=OuterRef("pk")).order_by("-at", "-pk")
    rows = Concern.objects.filter(state__in=OFFICE_WAITS).select_related("label__city").defer("email", "email_hash")
    return rows.annotate(moved_at=Subquery(moved.values("at")[:1]))


def concern_entry(concern: Any) -> Entry:
    """Return what the queue says of a row of `waiting_concerns`."""
    city = concern.label.city
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=concern.label.code,
        reference=concern.reference,
        waiting_since=concern.moved_at or concern.created_at,
        state=concern.state,
        due_on=concern.due_on,
    )


def concerns_for_office(user: User) -> QuerySet[Concern]:
    """Return everything that came to the office, newest first; conflicts are left out. One query a page."""
    rows = Concern.objects.filter(submitted_at__isnull=False).defer("email", "email_hash")
    labels = Prefetch("label", labels_with_changes())
    rows = rows.select_related("criterion", "commitment", "deadline").prefetch_related(labels)
    return without_conflicts(rows, user, city="label__city").order_by("-submitted_at", "-pk")


def overdue_concerns(today: dt.date) -> QuerySet[Concern]:
    """Return what moves on because a day is over."""
    return Concern.objects.filter(state__in=CITY_HAS_IT, due_on__lt=today).order_by("pk")


def people_of_concern(concern: Concern) -> list[User]:
    """Return everybody who hears of a concern: those of the label, and all who took a step of it."""
    people = {person.pk: person for person in people_of_label(concern.label)}
    steps = concern.status_changes.exclude(by=None).values("by")
    for person in User.objects.filter(pk__in=steps, is_active=True).order_by("pk"):
        if may_hear(person, concern.label.city):
            people.setdefault(person.pk, person)
    return list(people.values())


def concerns_with_city(cities: Iterable[int]) -> QuerySet[Concern]:
    """Return the concerns in which these cities have a deadline to keep (1 query)."""
    rows = Concern.objects.filter(label__city__in=list(cities), state__in=CITY_HAS_IT, due_on__isnull=False)
    return rows.select_related("label__city", "deadline")


def city_people_of(concern: Concern) -> list[User]:
    """Return the active people who act for the city of a concern."""
    return list(city_people(concern.label.city))
