"""Page-shaped reads of cities, places, people and requests to join. Each costs a constant number of queries."""

import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import CONFLICT_AFTER_ROLE
from accounts.rules import is_administrator, is_decider
from cities.domains import domain_of
from cities.models import (
    City,
    CityRole,
    Conflict,
    Invitation,
    JoinRequest,
    JoinStatusChange,
    Mandate,
    Place,
    PlaceName,
)
from cities.queries.names import holds
from cities.rules import acts_for, may_verify_joins
from core.access import Hidden
from core.audit import office_scope
from core.text import fold
from core.tokens import hash_token
from core.wordforms import begins_with
from review.registry import Entry

QUERY_LENGTH, MOST_FOUND = 100, 50
DOMAINS_KEPT_FOR = 60
SHORTEST_PREFIX, SHORTEST_PART = 2, 3


# --- Places -------------------------------------------------------------------------------------------


def find_places(q: str, *, limit: int = 8) -> list[Place]:
    """Return the joinable places that have a name, in any language, starting with `q`.

    First the place whose own name is exactly `q`, then those whose own name starts with it, then the others; each group
    with most residents first. Accents, case and signs do not matter; what stands after a comma (a region, a country) is
    left out. Only when nothing starts with `q`, names that hold it in the middle are searched: one query, or two.
    """
    words = fold_query(q)
    if len(words) < SHORTEST_PREFIX:
        return []
    limit = max(1, min(limit, MOST_FOUND))
    found = list(_named(begins_with(words), words)[:limit])
    if not found and len(words) >= SHORTEST_PART:
        found = list(_named(holds("folded", words), words)[:limit])
    return found


def fold_query(q: str) -> str:
    """Return what a person typed as it is looked up; empty for what cannot be read."""
    readable = "".join(char for char in str(q)[:QUERY_LENGTH] if unicodedata.category(char) not in {"Cc", "Cs"})
    return fold(readable.split(",")[0].split("(")[0])


def places_named(rows: QuerySet[Place], q: str) -> QuerySet[Place]:
    """Keep the places that have a name starting with `q`; none when `q` is empty once folded."""
    words = fold_query(q)
    return rows.filter(pk__in=PlaceName.objects.filter(begins_with(words)).values("place")) if words else rows.none()


def _named(condition: Q, words: str) -> QuerySet[Place]:
    own = PlaceName.objects.filter(place=OuterRef("pk"), is_own=True)
    return (
        Place.objects.joinable()
        .filter(pk__in=PlaceName.objects.filter(condition).values("place"))
        .order_by(Exists(own.filter(folded=words)).desc(), Exists(own.filter(condition)).desc(), "-population", "pk")
    )


def place_for_join(pk: int) -> Place | None:
    """Return a place that a city can join for, or None."""
    return Place.objects.joinable().filter(pk=pk).first()


# --- Cities and their people at the desk ----------------------------------------------------------------


def cities_of(user: Any) -> QuerySet[City]:
    """Return the cities that `user` acts for, by name."""
    return City.objects.filter(pk__in=user.city_roles).by_name() if user.is_authenticated else City.objects.none()


def city_for_desk(user: Any, slug: str) -> City:
    """Return a city that `user` acts for, or keeps as administrator. Raises Hidden for everybody else."""
    city = City.objects.filter(slug=slug).first()
    if city is None or not (acts_for(user, city) or (user.is_authenticated and is_administrator(user))):
        raise Hidden
    return city


def members_of(city: City) -> QuerySet[CityRole]:
    """Return the roles held in `city` now with their people, approvers first."""
    return city.roles.current().select_related("user", "given_by").order_by("role", "user__name", "pk")


def open_invitations(city: City) -> QuerySet[Invitation]:
    """Return the invitations that are neither used nor taken back, latest first; some may have expired."""
    return city.invitations.open().select_related("invited_by").order_by("-created_at", "-pk")


def invitation_for(token: str) -> Invitation:
    """Return the invitation that a link's token opens, over or not. Raises Hidden for an unknown token."""
    invitation = Invitation.objects.select_related("city", "invited_by").filter(token_hash=hash_token(token)).first()
    if invitation is None:
        raise Hidden
    return invitation


def confirmed_addresses(user: Any) -> set[str]:
    """Return the addresses that `user` has confirmed, in lower case."""
    return {email.lower() for email in user.emailaddress_set.filter(verified=True).values_list("email", flat=True)}


def without_approver(rows: QuerySet[City]) -> QuerySet[City]:
    """Keep the cities that take part while no approver can act: their roles ended, or their accounts are off."""
    return rows.exclude(membership=City.Membership.NONE).exclude(
        Exists(CityRole.objects.approvers().filter(city=OuterRef("pk")))
    )


# --- Requests to join -----------------------------------------------------------------------------------


def waiting_joins() -> QuerySet[JoinRequest]:
    """Return every request that waits, whoever asks, with what `join_entry` reads. One query."""
    sent = JoinStatusChange.objects.filter(join_request=OuterRef("pk"), target=JoinRequest.State.SUBMITTED)
    rows = JoinRequest.objects.filter(state=JoinRequest.State.SUBMITTED).select_related("city", "place__city")
    return rows.annotate(sent_at=Subquery(sent.order_by("-at", "-pk").values("at")[:1]))


def join_entry(join_request: Any) -> Entry:
    """Return what the queue says of a row of `waiting_joins`; the city is the one that the place already has."""
    place = join_request.place
    city = join_request.city or (getattr(place, "city", None) if place else None)
    return Entry(
        city_id=city.pk if city else None,
        city_name=join_request.place_name,
        country=join_request.country,
        title=join_request.mandate_title,
        waiting_since=join_request.sent_at or join_request.created_at,
        state=join_request.state,
    )


def waiting_mandates() -> QuerySet[Mandate]:
    """Return every mandate that the office has to verify, whoever asks. One query."""
    return Mandate.objects.waiting().select_related("city")


def mandate_entry(mandate: Any) -> Entry:
    """Return what the queue says of a row of `waiting_mandates`."""
    city = mandate.city
    return Entry(
        city_id=city.pk,
        city_name=city.name,
        country=city.country,
        title=mandate.title,
        waiting_since=mandate.handed_in_at,
        state=mandate.state,
    )


def visible_join_requests(rows: QuerySet[JoinRequest], user: Any) -> QuerySet[JoinRequest]:
    """Leave out the requests of cities with which `user` has a hard conflict; nothing is left for outsiders."""
    if not may_verify_joins(user):
        return rows.none()
    hidden = conflicting_cities(user)
    hidden_places = hidden.exclude(place=None).values("place")
    return rows.exclude(Q(city__in=hidden) | Q(place__in=hidden_places)).select_related("applicant", "place")


def join_request_for_desk(user: Any, pk: int) -> JoinRequest:
    """Return a request for its applicant's page. Raises Hidden for everybody else."""
    found = JoinRequest.objects.select_related("place", "city", "applicant").filter(pk=pk, applicant_id=user.pk).first()
    if found is None:
        raise Hidden
    return found


def city_to_take_over(join_request: JoinRequest) -> City | None:
    """Return the city that a request is for, when it is listed already: same place, or same name close by."""
    place = join_request.place
    if place is None:
        return None
    listed = City.objects.filter(place=place).first()
    if listed is not None:
        return listed
    names = {fold(name) for name in (place.name, place.ascii_name, place.local_name) if name}
    near = City.objects.filter(
        country=place.country,
        place=None,
        origin=City.Origin.COMPILED,
        lat__range=(place.lat - 0.3, place.lat + 0.3),
        lon__range=(place.lon - 0.5, place.lon + 0.5),
    )
    return next((city for city in near if names & {fold(city.name), fold(city.local_name)}), None)


# --- Conflicts ------------------------------------------------------------------------------------------


def conflicts_of(user: Any) -> QuerySet[Conflict]:
    """Return the open declarations of `user`, latest first; for deciders also what waits for their countersign."""
    shown = Q(user=user)
    if is_decider(user):
        waits = Conflict.objects.filter(kind=Conflict.Kind.SOFT, countersigned_at=None)
        shown |= Q(pk__in=without_conflicts(waits, user).values("pk"))
    rows = Conflict.objects.filter(shown, withdrawn_at=None).select_related("city", "user")
    return rows.order_by("-declared_at", "-pk")


def conflicting_cities(user: Any) -> QuerySet[City]:
    """Return the cities with which `user` has a hard conflict: declared, a role now or lately, its e-mail domain."""
    return City.objects.filter(Q(pk__in=user.conflict_rows_by_city()) | Q(pk__in=cities_of_domain(user)))


def in_conflict_with(city: City) -> QuerySet[Any]:
    """Return the ids of the people with a hard conflict with `city`: declared, or a role now or lately."""
    since = timezone.now() - CONFLICT_AFTER_ROLE
    roles = CityRole.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), city=city).order_by()
    declared = Conflict.objects.filter(city=city, withdrawn_at=None, kind=Conflict.Kind.HARD).order_by()
    return roles.values_list("user_id", flat=True).union(declared.values_list("user_id", flat=True), all=True)


def cities_of_domain(user: Any) -> list[int]:
    """Return the ids of the cities whose own domain the address of `user` has; asked of the table once a minute.

    Lists may lag that long behind a new domain. Decisions never do: `cities.rules.has_its_domain` reads the city.
    """
    domain = domain_of(user.email)
    return cache.get_or_set(f"cities:domain:{domain}", lambda: _with_domain(domain), DOMAINS_KEPT_FOR) or []


def _with_domain(domain: str) -> list[int]:
    parts = domain.split(".")
    names = [".".join(parts[start:]) for start in range(len(parts) - 1)]
    if not names:
        return []
    found = reduce(or_, (Q(email_domains__icontains=f'"{name}"') for name in names))
    return list(City.objects.filter(found).order_by().values_list("pk", flat=True))


def hidden_scopes(user: Any) -> list[str]:
    """Return the scopes of the audit chain that a hard conflict hides from `user`, with what the office does inside."""
    ids = {*user.conflict_city_ids, *cities_of_domain(user)}
    scopes = city_scopes(ids)
    return [*scopes, *(office_scope(scope) for scope in scopes)]


def city_scopes(ids: Iterable[int]) -> list[str]:
    """Return how the audit chain and the outbox name cities (ids)."""
    return [f"{City._meta.label_lower}:{pk}" for pk in sorted(ids)]


def without_conflicts(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Leave out rows of cities (`city`) with which `user` has a hard conflict."""
    return rows.exclude(city__in=conflicting_cities(user))
