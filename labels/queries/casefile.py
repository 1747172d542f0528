"""What the office reads of applications: its queue, and the page of one case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import DECIDER, is_administrator, is_decider
from cities.models import City
from cities.queries import in_conflict_with
from cities.rules import has_its_domain
from commitments.models import Commitment
from labels.models import (
    Admissibility,
    ApplicationStatusChange,
    Assessment,
    CaseClock,
    Criterion,
    Decision,
    LabelApplication,
)
from labels.models.application import TIMED_STATES, WAITING_STATES
from labels.queries.cases import mentor_candidates
from labels.rules import PUBLISHED_STATES, missing_for_grant
from labels.workflow import APPLICATION
from review.registry import Entry

HELPERS = 5
# What is written here stands on the page already, in its own section.
SHOWN_ELSEWHERE = ("propose", "propose_admissibility")
OF_OFFICE = Q(deadline__stage__key="admissibility", deadline__key="check") | Q(
    deadline__stage__key="decision", deadline__key="decide"
)


@dataclass(frozen=True)
class Check:
    """An admissibility with the people as its reader may name them."""

    row: Admissibility
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class Proposal:
    """A decision with the people as its reader may name them."""

    row: Decision
    proposed_by: str
    signed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class CaseFile:
    """What the office sees beside the application: the record, the proposals, who may sign, what was before.

    Names of colleagues are for deciders and administrators; a reviewer reads the own only (process, section 4).
    """

    city: City
    is_waiting: bool
    commitments: list[dict[str, Any]]
    missing: list[str]
    proposal: Proposal | None
    proposed_by_reader: bool
    shows_names: bool
    signers: list[User]
    helpers: list[City]
    earlier: list[Proposal]
    admissibility: Check | None
    checks: list[Check]
    criteria: list[Criterion]
    steps: list[dict[str, Any]]
    assessment: Assessment | None


def waits_for_office() -> Any:
    """What the office has to move: its own turn, and a window or reply for which the edition names no time."""
    found: Any = Q(state__in=WAITING_STATES)
    for state, key in TIMED_STATES.items():
        stage, deadline = key.split(".")
        running = CaseClock.objects.filter(application=OuterRef("pk"), ended_on=None)
        found |= Q(state=state) & ~Exists(running.filter(deadline__stage__key=stage, deadline__key=deadline))
    return found


def waiting_applications() -> QuerySet[LabelApplication]:
    """Return every application that waits, whoever asks, with what `application_entry` reads. One query.

    `due_on` is the last day of the office's own deadline, counted with the holidays of the city's country; empty
    where the edition has none. `waits_since` is when the office got the turn.
    """
    clocks = CaseClock.objects.filter(OF_OFFICE, application=OuterRef("pk"), ended_on=None).order_by()
    moves = ApplicationStatusChange.objects.filter(application=OuterRef("pk"))
    turns = moves.filter(target__in=(*WAITING_STATES, *TIMED_STATES)).order_by("-at", "-pk")
    turns = turns.exclude(source__in=WAITING_STATES, target__in=WAITING_STATES)
    rows = LabelApplication.objects.filter(waits_for_office()).select_related("city", "scheme")
    return rows.annotate(
        due_on=Subquery(clocks.values("application").annotate(first=Min("due_on")).values("first")),
        waits_since=Subquery(turns.values("at")[:1]),
    )


def application_entry(application: Any) -> Entry:
    """Return what the queue says of a row of `waiting_applications`."""
    return Entry(
        city_id=application.city_id,
        city_name=application.city.name,
        country=application.city.country,
        title=application.scheme.title,
        reference=application.reference,
        waiting_since=application.waits_since or application.submitted_at or application.created_at,
        state=application.state,
        due_on=application.due_on,
    )


def counted_commitments(city: City) -> list[dict[str, Any]]:
    """Return the commitments that count for the label: public, and written by the city itself."""
    rows = Commitment.objects.filter(city=city, state__in=PUBLISHED_STATES, versions__state="published")
    shown = rows.exclude(origin="compiled").order_by("first_published_at", "pk")
    return [
        {"code": code, "title": title, "language": language, "url": Commitment(code=code).get_absolute_url()}
        for code, title, language in shown.values_list("code", "versions__title", "versions__language")
    ]


def case_file(application: LabelApplication, reader: User) -> CaseFile:
    """Return what the page of one application shows to `reader`."""
    rows = application.decisions.select_related("proposed_by", "signed_by", "confirmed_by", "mentor")
    shows_names = is_decider(reader) or is_administrator(reader)

    def named(person: User | None) -> str:
        if person is None:
            return ""
        return str(person) if shows_names or person == reader else _("a colleague")

    decisions = [
        Proposal(row, named(row.proposed_by), named(row.signed_by), named(row.confirmed_by))
        for row in rows.prefetch_related("conditions")
    ]
    proposal = next((found for found in decisions if found.row.closed_at is None), None)
    checks = [
        Check(row, named(row.proposed_by), named(row.confirmed_by))
        for row in application.admissibility.select_related("proposed_by", "confirmed_by")
    ]
    steps = application.status_changes.select_related("by")
    return CaseFile(
        city=application.city,
        is_waiting=application.state in WAITING_STATES,
        commitments=counted_commitments(application.city),
        missing=missing_for_grant(application),
        proposal=proposal,
        proposed_by_reader=proposal is not None and proposal.row.proposed_by_id == reader.pk,
        shows_names=shows_names,
        signers=possible_signers(application, proposal.row) if proposal and shows_names else [],
        helpers=mentor_candidates(application.city)[:HELPERS] if application.state == "deciding" else [],
        earlier=[found for found in decisions if found.row.closed_at is not None],
        admissibility=next((found for found in checks if found.row.closed_at is None), None),
        checks=[found for found in checks if found.row.closed_at is not None],
        criteria=list(application.scheme.criteria.all()),
        steps=[_step(row, named(row.by)) for row in steps],
        assessment=Assessment.objects.filter(application=application).first(),
    )


def _step(row: ApplicationStatusChange, who: str) -> dict[str, Any]:
    words = {t.name: t.label for t in APPLICATION.transitions}
    note = "" if row.transition in SHOWN_ELSEWHERE else row.note
    return {"label": words.get(row.transition, row.transition), "at": row.at, "who": who, "note": note}


def possible_signers(application: LabelApplication, proposal: Decision | None) -> list[User]:
    """Return the deciders who may sign next: no hard conflict with the city, no earlier part in the case."""
    rows = User.objects.filter(groups__name=DECIDER, is_active=True).exclude(pk__in=in_conflict_with(application.city))
    signed = {proposal.signed_by_id} - {None} if proposal is not None else set()
    rows = rows.exclude(pk__in=application.prepared_by | signed)
    return [person for person in rows.order_by("name", "pk") if not has_its_domain(person, application.city)]
