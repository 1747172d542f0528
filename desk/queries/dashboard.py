"""Everything that waits for one person at the desk: four queries, two more with a label, however many cities there are.

They are prepared: written anew each time, they took four times as long as the rest of the page.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    EmailField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cities.models import City, CityRole, Invitation, JoinRequest
from commitments.models import (
    Commitment,
    CommitmentVersion,
    Milestone,
    MilestoneClaim,
    ProgressReport,
    fresh_since,
)
from commitments.queries import care_counts, report_question_read, reports_asked, version_question_read, versions_asked
from commitments.rules import WAITING_STATES
from core.prepared import Given, Prepared
from desk.queries.facts import with_colleagues, with_facts
from labels.models import (
    Appeal,
    AppealVote,
    CaseClock,
    Concern,
    Condition,
    Label,
    LabelApplication,
    LabelChange,
    PanelMember,
    PoolMember,
)
from labels.queries import OPEN_STATES
from labels.queries.appeals import appeals_to_vote_on
from labels.queries.terms import LIVING, LifeDates, dates_of, living_labels
from labels.rules.panel import PANEL_STATES
from participation.models import CounterEvidence

MOST = 200
REFUSED_SHOWN = dt.timedelta(days=90)
KEPT = ("done", "dropped")
OF_LABEL = ("seat", "offer", "vote")
USER, SINCE = Given("user", BigIntegerField()), Given("since", DateTimeField())


@dataclass(frozen=True)
class Door:
    """A request to join, an invitation, a seat in a panel, an offer to sit in panels, a vote on an appeal.

    `state` is the state of a request or an offer, the role of an invitation, else a reference.
    """

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
    life: list[LifeDates]
    appeals: list[Appeal]

    @property
    def offer(self) -> Door | None:
        """The reader's offer to sit in panels, unless they left the pool."""
        return next((door for door in self.doors if door.kind == "offer"), None)


def dashboard(user: User) -> Dashboard:
    """Return what waits for `user`. Four queries, two more where a city holds a label; one for somebody without a city.

    `life` are the dates of the labels that the cities hold, `appeals` those in which the reader's vote is awaited (five
    queries at most, none without such a seat).
    """
    now = timezone.now()
    cities = {city.pk: city for city in _cities(user=user.pk, today=timezone.localdate(now))} if user.city_roles else {}
    versions = _versions(user=user.pk, since=fresh_since()) if cities else []
    commitments = _commitments(user=user.pk) if cities else []
    for commitment in [*commitments, *(version.commitment for version in versions)]:
        commitment.city = cities[commitment.city_id]
    doors = [Door(*row) for row in _doors(user=user.pk, email=user.email, now=now, since=now - REFUSED_SHOWN)]
    if not settings.LABEL_ENABLED:
        doors = [door for door in doors if door.kind not in OF_LABEL]
    doors.sort(key=lambda door: (door.kind, door.at))
    appeals = appeals_to_vote_on(user) if any(door.kind == "vote" for door in doors) else []
    return Dashboard(list(cities.values()), versions, commitments, doors, _life(cities.values()), appeals)


def _life(cities: Iterable[Any]) -> list[LifeDates]:
    holding = [city.pk for city in cities if city.holds_label]
    return dates_of(living_labels().filter(city__in=holding)) if holding and settings.LABEL_ENABLED else []


def _own_cities() -> Any:
    return CityRole.objects.current().filter(user=USER).order_by().values("city")


@Prepared
def _cities() -> Any:
    labels = Label.objects.valid(at=Given("today", DateField())).filter(city=OuterRef("pk"))
    said = (
        CounterEvidence.objects.without_reply().filter(commitment__city=OuterRef("pk")).order_by("reply_due_on", "pk")
    )
    count = said.order_by().values("commitment__city").annotate(number=Count("pk"))
    return (
        City.objects.filter(pk__in=_own_cities())
        .annotate(
            people=Count("roles", filter=Q(roles__ended_at=None)),
            **care_counts(),
            approvers=Count(
                "roles",
                filter=Q(roles__ended_at=None, roles__role="approver", roles__user__is_active=True),
            ),
            **_case_and_label(),
            label_until=Subquery(labels.order_by("-valid_until").values("valid_until")[:1]),
            statement_id=Subquery(said.values("public_id")[:1]),
            statement_due_on=Subquery(said.values("reply_due_on")[:1]),
            statements_open=Coalesce(Subquery(count.values("number")[:1]), 0),
        )
        .by_name()
    )


def _case_and_label() -> dict[str, Any]:
    """What the label asks of a city: a case that came back, a concern, a condition, a proposed change, a hold."""
    applications = LabelApplication.objects.filter(city=OuterRef("pk"), state__in=OPEN_STATES)
    clocks = CaseClock.objects.filter(
        application__city=OuterRef("pk"),
        ended_on=None,
        deadline__stage__key__in=("admissibility", "reply"),
        deadline__key__in=("completion", "answer"),
    )
    concerns = Concern.objects.filter(label__city=OuterRef("pk"), state__in=("accepted", "planned")).order_by("due_on")
    conditions = Condition.objects.filter(
        decision__is_final=True,
        decision__application__city=OuterRef("pk"),
        decision__application__label__state__in=LIVING,
        state__in=("open", "overdue"),
    ).order_by("due_on")
    labels = Label.objects.filter(city=OuterRef("pk"))
    changes = LabelChange.objects.filter(label__city=OuterRef("pk"), closed_at=None)
    return {
        "application_state": Subquery(applications.values("state")[:1]),
        "application_due_on": Subquery(clocks.values("due_on")[:1]),
        "concern_reference": Subquery(concerns.values("reference")[:1]),
        "concern_due_on": Subquery(concerns.values("due_on")[:1]),
        "condition_due_on": Subquery(conditions.values("due_on")[:1]),
        "holds_label": Exists(labels.filter(state__in=LIVING)),
        "hearing_until": Subquery(changes.filter(kind="revoke", reply="").values("hearing_until")[:1]),
        "given_back_by": Subquery(changes.filter(kind="withdraw").values("proposed_by")[:1]),
        "label_on_hold": Exists(labels.filter(state="on_hold")),
    }


@Prepared
def _versions() -> Any:
    rows = CommitmentVersion.objects.open().filter(commitment__city__in=_own_cities())
    rows = rows.annotate(
        is_asked=Case(When(state__in=WAITING_STATES, then=versions_asked()), default=False),
        is_question_read=version_question_read(USER),
    )
    return with_colleagues(with_facts(rows), USER, SINCE).order_by("-updated_at", "-pk")[:MOST]


@Prepared
def _commitments() -> Any:
    published = CommitmentVersion.objects.published().filter(commitment=OuterRef("pk"))
    reports = ProgressReport.objects.filter(commitment=OuterRef("pk"), state__in=("draft", *WAITING_STATES, "returned"))
    asked = reports.filter(reports_asked(), state__in=WAITING_STATES)
    steps = _next_steps()
    report = {f"report_{name}": Subquery(reports.values(name)[:1]) for name in ("pk", "state", "due_on", "answer_by")}
    step = {f"next_{name}": Subquery(steps.values(name)[:1]) for name in ("key", "title", "due_on", "position")}
    rows = Commitment.objects.filter(city__in=_own_cities(), state__in=("active", "on_hold")).exclude(origin="compiled")
    title = Subquery(published.values("title")[:1])
    rows = rows.annotate(title=title, asked_report=Subquery(asked.values("pk")[:1]), **report, **step)
    rows = rows.annotate(is_question_read=Exists(asked.filter(report_question_read(USER))))
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


@Prepared
def _doors() -> Any:
    """The fields of each `Door`."""
    refused = Q(state="refused", updated_at__gte=SINCE)
    joins = JoinRequest.objects.filter(Q(state__in=("submitted", "returned")) | refused, applicant=USER).order_by()
    invitations = Invitation.objects.filter(
        email=Given("email", EmailField()),
        used_at=None,
        revoked_at=None,
        expires_at__gt=Given("now", DateTimeField()),
    )
    seats = PanelMember.objects.filter(member__user=USER, state="seated", application__state__in=PANEL_STATES)
    offers = PoolMember.objects.filter(user=USER).exclude(state="left")
    votes = AppealVote.objects.filter(judge=USER, vote="", appeal__state="hearing")
    return joins.values_list(_text("join"), "pk", "place_name", "state", "updated_at").union(
        invitations.order_by().values_list(_text("invitation"), "pk", "city__name", "role", "expires_at"),
        seats.order_by().values_list(
            _text("seat"), "pk", "application__city__name", "application__reference", "seated_at"
        ),
        offers.order_by().values_list(_text("offer"), "pk", "institution", "state", "offered_at"),
        votes.order_by().values_list(_text("vote"), "pk", "appeal__reference", "appeal__reference", "named_at"),
        all=True,
    )


def _text(word: str) -> Value:
    return Value(word, output_field=CharField())
