"""Everything that waits for one person at the desk. Four queries, however many cities and commitments there are."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cities.models import City, Invitation, JoinRequest
from commitments.models import Commitment, CommitmentVersion, Milestone, MilestoneClaim, ProgressReport
from commitments.queries import care_counts, report_question_read, reports_asked, version_question_read, versions_asked
from commitments.rules import WAITING_STATES
from desk.queries.facts import with_colleagues, with_facts
from labels.models import Label, LabelApplication
from participation.models import CounterEvidence

MOST = 200
REFUSED_SHOWN = dt.timedelta(days=90)
KEPT = ("done", "dropped")


@dataclass(frozen=True)
class Door:
    """A request to join, or an invitation: how somebody comes to act for a city. `state` is its state, or the role."""

    kind: str
    pk: int
    city: str
    state: str
    at: dt.datetime


@dataclass(frozen=True)
class Dashboard:
    """`versions` are open texts with their facts; `commitments` are public ones with open report and next milestone."""

    cities: list[Any]
    versions: list[Any]
    commitments: list[Any]
    doors: list[Door]


def dashboard(user: User) -> Dashboard:
    """Return what waits for `user`. Four queries; one for somebody without a city."""
    cities = {city.pk: city for city in _cities(user)} if user.city_roles else {}
    versions = list(_versions(cities, user)) if cities else []
    commitments = list(_commitments(cities, user)) if cities else []
    for commitment in [*commitments, *(version.commitment for version in versions)]:
        commitment.city = cities[commitment.city_id]
    return Dashboard(list(cities.values()), versions, commitments, _doors(user))


def _cities(user: User) -> Any:
    applications = LabelApplication.objects.filter(city=OuterRef("pk"), state__in=("draft", "submitted", "proposed"))
    labels = Label.objects.filter(city=OuterRef("pk"), state="valid", valid_until__gte=timezone.localdate())
    said = (
        CounterEvidence.objects.without_reply().filter(commitment__city=OuterRef("pk")).order_by("reply_due_on", "pk")
    )
    count = said.order_by().values("commitment__city").annotate(number=Count("pk"))
    return (
        City.objects.filter(pk__in=user.city_roles)
        .annotate(
            people=Count("roles", filter=Q(roles__ended_at=None)),
            **care_counts(),
            approvers=Count(
                "roles",
                filter=Q(roles__ended_at=None, roles__role="approver", roles__user__is_active=True),
            ),
            application_state=Subquery(applications.values("state")[:1]),
            label_until=Subquery(labels.order_by("-valid_until").values("valid_until")[:1]),
            statement_id=Subquery(said.values("public_id")[:1]),
            statement_due_on=Subquery(said.values("reply_due_on")[:1]),
            statements_open=Coalesce(Subquery(count.values("number")[:1]), 0),
        )
        .by_name()
    )


def _versions(cities: Any, user: User) -> Any:
    rows = CommitmentVersion.objects.open().filter(commitment__city__in=list(cities))
    rows = rows.annotate(
        is_asked=Case(When(state__in=WAITING_STATES, then=versions_asked()), default=False),
        is_question_read=version_question_read(user),
    )
    return with_colleagues(with_facts(rows), user).order_by("-updated_at", "-pk")[:MOST]


def _commitments(cities: Any, user: User) -> Any:
    published = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    reports = ProgressReport.objects.filter(commitment=OuterRef("pk"), state__in=("draft", *WAITING_STATES, "returned"))
    asked = reports.filter(reports_asked(), state__in=WAITING_STATES)
    steps = _next_steps()
    report = {f"report_{name}": Subquery(reports.values(name)[:1]) for name in ("pk", "state", "due_on", "answer_by")}
    step = {f"next_{name}": Subquery(steps.values(name)[:1]) for name in ("key", "title", "due_on", "position")}
    rows = Commitment.objects.filter(city__in=list(cities), state__in=("active", "on_hold")).exclude(origin="compiled")
    title = Subquery(published.values("title")[:1])
    rows = rows.annotate(title=title, asked_report=Subquery(asked.values("pk")[:1]), **report, **step)
    rows = rows.annotate(is_question_read=Exists(asked.filter(report_question_read(user))))
    return rows.order_by(F("next_due_on").asc(nulls_last=True), "-changed_at", "-pk")[:MOST]


def _next_steps() -> Any:
    """The milestones of the text in force that no published report calls completed or dropped, next date first."""
    kept = MilestoneClaim.objects.filter(
        report__commitment=OuterRef("version__commitment"),
        report__state="published",
        milestone_key=OuterRef("key"),
        progress__in=KEPT,
    )
    rows = Milestone.objects.filter(
        ~Exists(kept), version__commitment=OuterRef("pk"), version__state="published", due_on__isnull=False
    )
    return rows.order_by("due_on", "position")


def _doors(user: User) -> list[Door]:
    now = timezone.now()
    open_or_refused = Q(state__in=("submitted", "returned")) | Q(state="refused", updated_at__gte=now - REFUSED_SHOWN)
    joins = JoinRequest.objects.filter(open_or_refused, applicant=user).order_by()
    invitations = Invitation.objects.filter(email=user.email, used_at=None, revoked_at=None, expires_at__gt=now)
    rows = joins.values_list(_text("join"), "pk", "place_name", "state", "updated_at").union(
        invitations.order_by().values_list(_text("invitation"), "pk", "city__name", "role", "expires_at"), all=True
    )
    return sorted((Door(*row) for row in rows), key=lambda door: (door.kind, door.at))


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())
