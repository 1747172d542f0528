"""One function per mail of pool and panel. Each person gets a mail of their own, in their language."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from accounts.models import User
from accounts.rules import ADMINISTRATOR
from core.mail import send_named_mail
from labels.models import LabelApplication, PanelDraw, PanelMember, PanelSeat, PoolMember


def send_offer_received(member: PoolMember) -> None:
    """Tell the administrators that somebody offers to serve, or changed their offer, and waits to be accepted."""
    words = {"name": member.name, "kind": member.get_kind_display(), "offer": member.pk}
    people = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("pk")
    for person in people:
        _send("panel_offer_received", person, words, key=f"{member.pk}-{member.revision}")


def send_offer_answered(member: PoolMember, note: str = "") -> None:
    """Tell somebody whether the office accepted their offer, and why not."""
    words = {"accepted": not note, "note": note, "number": member.public_id}
    _send("panel_offer_answered", member.user, words, key=f"{member.pk}-{member.revision}-{member.state}")


def send_declare(application: LabelApplication, draw_on: dt.date | None, people: Iterable[PoolMember]) -> None:
    """Ask members of the pool whether they have a conflict with the city of a case, once each."""
    last_day = draw_on - dt.timedelta(days=1) if draw_on else None
    for member in people:
        _about("panel_declare", member.user, application, {"last_day": last_day}, key=str(application.pk))


def send_drawn(application: LabelApplication, seats: Iterable[PanelMember]) -> None:
    """Tell members that they sit in the panel, and until when it works."""
    clocks = application.clocks.filter(ended_on=None, deadline__stage__key="panel")
    due_on = clocks.values_list("due_on", flat=True).first()
    for seat in seats:
        _about("panel_drawn", seat.member.user, application, {"due_on": due_on}, key=str(seat.pk))


def send_left(seat: PanelMember, after: PanelMember | None) -> None:
    """Tell a member that the seat is no longer theirs, why, and who takes it."""
    words = {
        "in_conflict": seat.in_conflict,
        "declined": seat.state == PanelMember.State.DECLINED,
        "was_removed": seat.removed_by_id is not None,
        "note": seat.reason if seat.removed_by_id else "",
        "new_name": after.name if after else "",
    }
    _about("panel_left", seat.member.user, seat.application, words, key=str(seat.pk))


def send_seats_free(
    draw: PanelDraw, kinds: Iterable[str], people: Iterable[User], *, left: PanelMember | None = None
) -> None:
    """Tell the office that seats of a panel stay free: nobody of the draw can take them.

    Args:
        draw: that gave nobody.
        kinds: of the free seats, each once; members of `PanelSeat.Kind`.
        people: who accepts people into the pool and announces draws.
        left: who left the seat; None when the draw itself found nobody.
    """
    words = {"kinds": [PanelSeat.Kind(kind).label for kind in kinds], "has_left": left is not None, "draw": draw.pk}
    key = f"{draw.pk}-{left.pk if left else 0}"
    for person in people:
        _about("panel_seat_free", person, draw.application, words, key=key)


def send_not_needed(application: LabelApplication, people: Iterable[PoolMember]) -> None:
    """Tell candidates that others were drawn."""
    number = application.draws.count()
    for member in people:
        _about("panel_not_needed", member.user, application, {}, key=f"{application.pk}-{number}")


def _about(name: str, person: Any, application: LabelApplication, words: dict[str, Any], *, key: str) -> None:
    known = {"city_name": application.city.name, "reference": application.reference}
    _send(name, person, known | words, key=key, scope=application.city)


def _send(name: str, person: Any, words: dict[str, Any], *, key: str, scope: Any = "") -> None:
    send_named_mail(
        name,
        to=person.email,
        context={"person": person, **words},
        language=person.language,
        key=f"{name}:{key}:{person.pk}",
        user=person,
        scope=scope,
    )
