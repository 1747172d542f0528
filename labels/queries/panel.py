"""Reads of pool and panel: the own offer, the cases a member is asked about, the seats they hold."""

from typing import Any

from cities.models import City
from cities.queries import conflicting_cities
from core.access import Hidden
from labels.models import Label, LabelApplication, PanelMember, PoolMember
from labels.rules.panel import PANEL_STATES, is_seated


def offer_of(user: Any) -> PoolMember | None:
    """Return the offer of `user` to sit in panels, or None (1 query)."""
    return PoolMember.objects.select_related("city").filter(user_id=user.pk).first()


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


def seated_application(user: Any, reference: str) -> LabelApplication:
    """Return the application in whose panel `user` sits now, with city and edition.

    Raises: Hidden for everybody else, also with a hard conflict, before the panel's stage and once it is decided.
    """
    rows = LabelApplication.objects.select_related("city", "scheme")
    found = rows.filter(reference=reference.upper()).exclude(reference="").first()
    if found is None or not is_seated(user, found):
        raise Hidden
    return found
