"""Reads of pool and panel: the own offer, the cases a member is asked about, the seats they hold."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from accounts.rules import ADMINISTRATOR, DECIDER
from cities.models import City
from cities.queries import conflicting_cities, in_conflict_with
from cities.rules import has_its_domain
from core.access import Hidden
from labels.models import (
    Label,
    LabelApplication,
    PanelDeclaration,
    PanelDraw,
    PanelMember,
    PoolMember,
    PoolStatusChange,
)
from labels.queries.draws import application_named, asked_cases
from labels.rules.panel import PANEL_STATES, is_seated
from review.registry import Entry


def offer_of(user: Any) -> PoolMember | None:
    """Return the offer of `user` to sit in panels, or None (1 query)."""
    return PoolMember.objects.select_related("city").filter(user_id=user.pk).first()


def waiting_offers() -> QuerySet[PoolMember]:
    """Return every offer that nobody has answered, whoever asks, with `waits_since` (1 query)."""
    turns = PoolStatusChange.objects.filter(member=OuterRef("pk"), target=PoolMember.State.WAITING).order_by(
        "-at", "-pk"
    )
    rows = PoolMember.objects.filter(state=PoolMember.State.WAITING)
    return rows.annotate(waits_since=Subquery(turns.values("at")[:1]))


def offer_entry(member: Any) -> Entry:
    """Return what the queue says of a row of `waiting_offers`. It is about no city, so no conflict hides it."""
    return Entry(
        city_id=None,
        city_name=member.institution,
        country=member.country,
        title=member.name,
        reference=member.public_id,
        waiting_since=member.waits_since or member.offered_at,
        state=member.state,
    )


def why_turned_down(member: PoolMember) -> str:
    """Return what the office said when it did not accept an offer, if that was the last step (1 query)."""
    last = member.status_changes.order_by("-at", "-pk").first()
    return last.note if last and last.transition == "turn_down" else ""


def labelled_cities() -> list[City]:
    """Return the cities that hold a valid label today, by name: whose officials may serve (1 query)."""
    valid = Label.objects.valid().values("city")
    return list(City.objects.filter(pk__in=valid, is_public=True).by_name())


def seats_of(user: Any) -> list[PanelMember]:
    """Return the seats that `user` holds in panels that still work, none of a city in hard conflict (2 queries)."""
    rows = PanelMember.objects.filter(
        member__user_id=user.pk, state=PanelMember.State.SEATED, application__state__in=PANEL_STATES
    )
    rows = rows.select_related("application__city", "application__scheme", "member").order_by("seated_at", "pk")
    return list(rows.exclude(application__city__in=conflicting_cities(user)))


def seat_of(user: Any, reference: str) -> PanelMember:
    """Return the seat that `user` holds in the panel of one case. Raises Hidden when there is none."""
    found = next((row for row in seats_of(user) if row.application.reference == reference.upper()), None)
    if found is None:
        raise Hidden
    return found


def seated_application(user: Any, reference: str) -> LabelApplication:
    """Return the application in whose panel `user` sits now, with city and edition.

    Raises: Hidden for everybody else, also with a hard conflict, before the panel's stage and once it is decided.
    """
    found = application_named(reference)
    if found is None or not is_seated(user, found):
        raise Hidden
    return found


def not_asked_yet(application: LabelApplication) -> list[PoolMember]:
    """Return the members of the pool who may be drawn for this case and have not said whether they have a conflict.

    Whom a rule excludes already is not asked: same state, hard conflict, office, sat in this panel before (4 queries).
    """
    city = application.city
    said = PanelDeclaration.objects.filter(application=application).values("member")
    rows = PoolMember.objects.filter(state=PoolMember.State.ACTIVE, user__is_active=True, user__is_staff=False)
    rows = rows.exclude(country=city.country).exclude(pk__in=said).exclude(seats__application=application)
    barred = set(in_conflict_with(city))
    people = rows.select_related("user", "city").order_by("pk")
    return [row for row in people if row.user_id not in barred and not has_its_domain(row.user, city)]


def office_for_panels(city: City) -> list[User]:
    """Return who of the office accepts people into the pool and announces draws, without conflict (2 queries)."""
    rows = User.objects.filter(groups__name__in=(DECIDER, ADMINISTRATOR), is_active=True).distinct()
    people = rows.exclude(pk__in=in_conflict_with(city)).order_by("pk")
    return [person for person in people if not has_its_domain(person, city)]


def cases_to_declare(member: PoolMember) -> list[Any]:
    """Return the cases about which a member is asked for conflicts now (2 queries).

    Each is an application with `said`, what the member declared, and `draw_on`, the day of the draw; None without.
    """
    user = member.user
    said = PanelDeclaration.objects.filter(application=OuterRef("pk"), member=member).values("says")
    day = PanelDraw.objects.filter(application=OuterRef("pk"), drawn_at=None).values("draw_on")
    rows = asked_cases().exclude(city__country=member.country).exclude(panel__member=member)
    rows = rows.exclude(city__in=conflicting_cities(user)).annotate(said=Subquery(said[:1]), draw_on=Subquery(day[:1]))
    return list(rows)
