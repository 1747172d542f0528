"""The pool and the panel."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from core.codes import new_code
from labels.models import LabelApplication, LabelScheme, PanelDeclaration, PanelDraw, PanelMember, PoolMember
from tests.factories.labels import make_application, make_label, make_scheme
from tests.factories.people import make_user
from tests.factories.places import make_city

KINDS = ("official", "official", "institution", "civil_society", "academic")
STATES = ("DE", "FR", "IT", "ES", "PL")


def make_pool_member(
    *, kind: str = "academic", country: str = "DE", state: str = "active", user: User | None = None, **fields: Any
) -> PoolMember:
    """Somebody of the pool, accepted unless `state` is "waiting"; an official gets a labelled city in `country`."""
    name = fields.pop("name", None) or f"Mika {kind} {country}"
    user = user or make_user(name)
    if kind == "official" and "city" not in fields:
        city = make_city(country=country)
        make_label(city=city)
        fields["city"] = city
    if state != "waiting":
        user.groups.add(Group.objects.get_or_create(name="panel")[0])
        user.forget("role_names")
        fields = {
            "accepted_at": timezone.now(),
            "accepted_by": make_user("Ada Accepts", roles=("administrator",)),
        } | fields
    values = {"institution": "University of Examples", "languages": ["en"], "public_id": new_code("HRP"), **fields}
    return PoolMember.objects.create(user=user, name=name, kind=kind, country=country, state=state, **values)


def make_panel_scheme() -> LabelScheme:
    """An edition that asks for a panel of five, and of three at a renewal."""
    scheme = make_scheme(code="panel", title="Rules with a panel", is_current=False, published_at=timezone.now())
    for panel, kinds in (("application", KINDS), ("renewal", KINDS[1:4])):
        for kind in dict.fromkeys(kinds):
            number, is_official = kinds.count(kind), kind == "official"
            scheme.seats.create(panel=panel, kind=kind, members=number, distinct_states=is_official)
    return scheme


def make_panel_case(*, state: str = "panel", **fields: Any) -> LabelApplication:
    """An application under `make_panel_scheme`, with its panel's stage begun, nobody seated."""
    scheme = fields.pop("scheme", None) or make_panel_scheme()
    return make_application(state=state, scheme=scheme, **fields)


def make_panel_draw(city: str) -> PanelDraw:
    """An announced draw of the panel about a city of this name."""
    case = make_panel_case(city=make_city(city, slug=f"at-{city.lower()}"))
    return PanelDraw.objects.create(application=case, draw_on=timezone.localdate())


def declare(application: LabelApplication, *members: PoolMember, says: str = "none") -> None:
    """Let members of the pool say whether they have a conflict."""
    for member in members:
        PanelDeclaration.objects.create(application=application, member=member, says=says)


def make_pool(application: LabelApplication, *, each: int = 2) -> list[PoolMember]:
    """Accepted members of every kind from other states than the city's, who declare no conflict about the case."""
    states = [state for state in (*STATES, "NL", "SE", "PT") if state != application.city.country]
    pool = [
        make_pool_member(kind=kind, country=states[number % len(states)], name=f"Mika {kind} {number}")
        for kind in dict.fromkeys(KINDS)
        for number in range(each + (kind == "official"))
    ]
    declare(application, *pool)
    return pool


def seat(member: PoolMember, application: LabelApplication, *, place: int = 1, **fields: Any) -> PanelMember:
    """A seat of one member of the pool."""
    kept = {name: getattr(member, name) for name in ("kind", "name", "institution", "country")}
    return PanelMember.objects.create(application=application, member=member, place=place, **kept | fields)


def seat_panel(application: LabelApplication) -> list[PanelMember]:
    """A panel of five, as the edition asks for, none from the city's state."""
    states = [state for state in STATES if state != application.city.country]
    pairs = zip(KINDS, [*states, "NL"], strict=False)
    return [
        seat(make_pool_member(kind=kind, country=country), application, place=place)
        for place, (kind, country) in enumerate(pairs, start=1)
    ]
