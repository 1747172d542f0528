"""Reads of draws: which seats are free, who of the pool may be drawn today and why, what a draw shows to everybody."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.rules import OFFICE_ROLES
from cities.models import Conflict
from cities.queries import conflicting_cities, in_conflict_with
from cities.rules import has_its_domain
from labels.models import Label, LabelApplication, PanelDeclaration, PanelDraw, PanelMember, PanelSeat, PoolMember
from labels.queries.spoken import who_spoke
from labels.rules.clocks import DAY, next_working_day

Says = PanelDeclaration.Says
REFERENCE = re.compile(r"[A-Z0-9-]{1,40}", re.ASCII)
# States in which a seat can be filled; afterwards the panel has done its part.
FILLED_IN = ("panel", "reply", "second_look")


@dataclass(frozen=True)
class Standing:
    """The pool, seen from one case: who may be drawn with the reasons, and who may not. Both are public, no name is."""

    candidates: list[dict[str, Any]]
    excluded: list[dict[str, str]]
    members: dict[str, PoolMember]
    soft: set[str]
    # Ids of members whom a conflict or a role in the office bars, whatever they declared.
    barred: set[int]


@dataclass(frozen=True)
class PublicPanel:
    """Who sits or sat in a panel, and the day of the latest draw; None before the first was announced."""

    seats: list[PanelMember]
    draw_on: dt.date | None


def utc_today() -> dt.date:
    """Return the day in UTC: the days of the public log begin and end there."""
    return timezone.now().astimezone(dt.UTC).date()


def seats_of_panel(application: LabelApplication) -> list[PanelSeat]:
    """Return the seats that the edition asks for: of a first application, or of a renewal (1 query)."""
    renewal = application.kind == LabelApplication.Kind.RENEWAL
    kind = PanelSeat.Panel.RENEWAL if renewal else PanelSeat.Panel.APPLICATION
    return list(application.scheme.seats.filter(panel=kind).order_by("pk"))


def seated_in(application: LabelApplication) -> list[PanelMember]:
    """Return who sits in the panel now, in the order of their seats (1 query)."""
    rows = application.panel.filter(state=PanelMember.State.SEATED)
    return list(rows.select_related("member__user", "draw").order_by("place"))


def empty_seats(application: LabelApplication) -> list[dict[str, Any]]:
    """Return the seats nobody has yet, by kind, as a draw fills them (2 queries). Empty when the panel is whole."""
    taken = Counter(row.kind for row in seated_in(application))
    return [
        {
            "kind": seat.kind,
            "members": seat.members - taken[seat.kind],
            "other_state": seat.other_state,
            "distinct_states": seat.distinct_states,
        }
        for seat in seats_of_panel(application)
        if seat.members > taken[seat.kind]
    ]


def default_day(application: LabelApplication) -> dt.date:
    """Return the day of the draw when nobody names another: the next working day where the city is."""
    return next_working_day(utc_today() + DAY, application.city.country)


def standing(application: LabelApplication) -> Standing:
    """Return who of the pool may be drawn today, by public number, and who may not (11 queries)."""
    rows = PoolMember.objects.filter(Q(state=PoolMember.State.ACTIVE) | Q(seats__application=application))
    pool = list(rows.select_related("user", "city").distinct().order_by("public_id"))
    closed = _Closed(application, [member.user for member in pool])
    found = Standing([], [], {}, set(), set())
    for member in pool:
        if closed.bars(member):
            found.barred.add(member.pk)
        if member.state != PoolMember.State.ACTIVE:
            continue
        why = closed.against(member)
        if why:
            found.excluded.append({"id": member.public_id, "why": why})
            continue
        found.members[member.public_id] = member
        if member.user_id in closed.soft:
            found.soft.add(member.public_id)
        row = {"id": member.public_id, "kind": member.kind, "country": member.country}
        found.candidates.append(row | {"why": closed.reasons(member)})
    return found


class _Closed:
    """What stands against members of the pool in one case, read once for all of them."""

    def __init__(self, application: LabelApplication, people: list[User]) -> None:
        city = application.city
        self.city = city
        self.seated = set(application.panel.values_list("member_id", flat=True))
        self.hard = set(in_conflict_with(city))
        office = User.objects.filter(Q(groups__name__in=OFFICE_ROLES) | Q(is_staff=True))
        self.office = set(office.values_list("pk", flat=True))
        soft = Conflict.objects.filter(city=city, kind=Conflict.Kind.SOFT, withdrawn_at=None)
        rows = dict(soft.values_list("user_id", "countersigned_at"))
        self.soft = set(rows)
        self.open = {user for user, signed in rows.items() if signed is None}
        self.said = dict(PanelDeclaration.objects.filter(application=application).values_list("member_id", "says"))
        self.spoke = who_spoke(people, application)
        self.holding = set(Label.objects.valid().values_list("city_id", flat=True))

    def against(self, member: PoolMember) -> str:
        """Return why somebody may not be drawn: "same_state", "not_available", or nothing.

        Who has a conflict, said nothing, works for the office or sat in this panel before is "not available": the
        public reads no more about people who do not sit.
        """
        if member.country == self.city.country:
            return "same_state"
        is_free = member.pk not in self.seated and not self.bars(member)
        return "" if is_free and self._has_label(member) and self._declared(member) else "not_available"

    def bars(self, member: PoolMember) -> bool:
        """Whether a hard conflict with the city, its domain, what they said of it, or an office role bars them."""
        user = member.user
        barred = user.pk in self.office or user.pk in self.hard or user.pk in self.spoke
        return barred or not user.is_active or has_its_domain(user, self.city)

    def _has_label(self, member: PoolMember) -> bool:
        return member.kind != PanelSeat.Kind.OFFICIAL or member.city_id in self.holding

    def _declared(self, member: PoolMember) -> bool:
        said = self.said.get(member.pk)
        if member.user_id in self.soft:
            return said == Says.SOFT and member.user_id not in self.open
        return said == Says.NONE

    def reasons(self, member: PoolMember) -> list[str]:
        """Return why somebody may be drawn."""
        why = ["other_state", "may_judge"]
        return [*why, "label_held"] if member.kind == PanelSeat.Kind.OFFICIAL else why


def public_panel(application: LabelApplication) -> PublicPanel:
    """Return the panel of a case as everybody may know it (2 queries)."""
    draw_on = application.draws.order_by("-number").values_list("draw_on", flat=True).first()
    return PublicPanel(list(application.panel.select_related("member").order_by("place")), draw_on)


def open_draw(application: LabelApplication) -> PanelDraw | None:
    """Return the draw that is announced or listed and not held yet (1 query)."""
    return application.draws.filter(drawn_at=None).first()


def asked_cases() -> QuerySet[LabelApplication]:
    """Return the cases about which the pool is asked for conflicts: until the next candidates are listed."""
    open_draws = PanelDraw.objects.filter(application=OuterRef("pk"), drawn_at=None)
    listed, announced = Exists(open_draws.filter(listed_at__isnull=False)), Exists(open_draws)
    rows = LabelApplication.objects.filter(Q(state="window") | Q(announced, state="panel")).filter(~listed)
    return rows.select_related("city", "scheme").order_by("pk")


def cases_for_draw(user: Any) -> QuerySet[LabelApplication]:
    """Return the cases for which somebody of the office may announce a draw now, none in hard conflict with them."""
    listed = PanelDraw.objects.filter(application=OuterRef("pk"), drawn_at=None, listed_at__isnull=False)
    rows = LabelApplication.objects.filter(~Exists(listed), state__in=("window", *FILLED_IN))
    return rows.exclude(city__in=conflicting_cities(user)).select_related("city").order_by("city__name", "pk")


def application_named(reference: str) -> LabelApplication | None:
    """Return the application with this reference, with city and edition; None for what is no reference (1 query)."""
    code = reference.strip().upper()
    rows = LabelApplication.objects.select_related("city", "scheme")
    return rows.filter(reference=code).first() if REFERENCE.fullmatch(code) else None


def draws_for_page(reference: str) -> tuple[LabelApplication, list[PanelDraw]]:
    """Return an application of a public city with its draws and their seats, for everybody (3 queries).

    Raises: Http404 when there is none, or nothing was announced yet.
    """
    found = application_named(reference)
    if found is None or not found.city.is_public:
        raise Http404
    seated = Prefetch("seated", PanelMember.objects.select_related("member").order_by("place"))
    draws = list(found.draws.select_related("application__city").prefetch_related(seated).order_by("number"))
    if not draws:
        raise Http404
    return found, draws
