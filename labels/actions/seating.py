"""Taking and leaving seats: who was drawn sits down; a free seat goes to the next of the same draw, in one transaction.

Every action locks the application first, as the actions about answers and findings do: somebody who leaves while they
send an answer has either sent it before, or does not send it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import City
from core.text import clean_text
from labels.actions.locking import lock, refuse_if_off
from labels.actions.log import log_act
from labels.drawing import next_one
from labels.emails.panel import send_drawn, send_left, send_not_needed, send_seats_free
from labels.models import DecisionEntry, LabelApplication, PanelDeclaration, PanelDraw, PanelMember, PoolMember
from labels.queries.draws import FILLED_IN, Standing, seated_in, standing
from labels.queries.panel import office_for_panels
from labels.rules import switched_off
from labels.workflow.panel import SEAT
from review.workflow import NotReady, Stale

Says = PanelDeclaration.Says
State = PanelMember.State
REASON_LENGTH = 2_000


# --- Sitting down ----------------------------------------------------------------------------------
def seat_drawn(draw: PanelDraw, numbers: list[str], pool: Standing) -> list[PanelMember]:
    """Seat people of one draw, in its order, and tell them. The application is locked.

    Args:
        draw: the draw.
        numbers: public numbers.
        pool: the pool as it stands now; all `numbers` are in it.
    """
    place = draw.application.panel.count()
    found = []
    for number in numbers:
        place += 1
        found.append(_sit(draw, pool.members[number], place, number in pool.soft))
    send_drawn(draw.application, found)
    return found


def _sit(draw: PanelDraw, member: PoolMember, place: int, is_soft: bool) -> PanelMember:
    return PanelMember.objects.create(
        application=draw.application,
        member=member,
        draw=draw,
        place=place,
        kind=member.kind,
        name=member.name,
        institution=member.institution,
        country=member.country,
        declared=Says.SOFT if is_soft else Says.NONE,
    )


def left_over(draw: PanelDraw, numbers: list[str], pool: Standing) -> None:
    """Tell candidates that others were drawn."""
    send_not_needed(draw.application, [pool.members[number] for number in numbers if number in pool.members])


# --- Leaving ---------------------------------------------------------------------------------------
@transaction.atomic
def decline_seat(*, seat: PanelMember, by: User, reason: str = "") -> PanelMember | None:
    """Decline the own seat; the next of the same draw takes it.

    Args:
        seat: the own seat.
        by: whose seat it is.
        reason: a word to the office, if wished.

    Returns: who sits there now; None when nobody of the draw can.
    Raises: NotAllowed; Refused while the label is off; NotReady; Stale when it is free already, or the panel is done.
    """
    refuse_if_off()
    _lock(seat)
    words = _reason(reason)
    SEAT.apply(seat, "decline", by=by, note=words, also={"left_at": timezone.now(), "reason": words})
    return _fill(seat, "declined")


@transaction.atomic
def propose_removal(*, obj: PanelMember, by: User, note: str) -> PanelMember:
    """Propose to remove a member, with the reason. Nothing happens before a second person signs.

    Args:
        obj: a seat that is taken.
        by: a reviewer or decider without conflict who does not sit in the panel.
        note: why; office and member read it.

    Raises: NotAllowed; Refused while the label is off; NotReady without a reason; Stale.
    """
    refuse_if_off()
    _lock(obj)
    words = _reason(note)
    SEAT.apply(obj, "propose_removal", by=by, note=words, also={"removal_by": by, "reason": words})
    return obj


@transaction.atomic
def drop_removal(*, obj: PanelMember, by: User, note: str = "") -> PanelMember:
    """Close a proposal to remove a member: they stay.

    Raises: NotAllowed; Refused while the label is off; Stale.
    """
    refuse_if_off()
    _lock(obj)
    SEAT.apply(obj, "drop_removal", by=by, note=_reason(note), also={"removal_by": None, "reason": ""})
    return obj


@transaction.atomic
def remove_member(*, obj: PanelMember, by: User, note: str = "") -> PanelMember | None:
    """Sign second: the member leaves, the next of the same draw takes the seat, the public log says so.

    Args:
        obj: a seat with a proposal to remove its member.
        by: another person of the office than who proposed it.
        note: a remark for the office.

    Returns: who sits there now; None when nobody of the draw can.
    Raises: NotAllowed; Refused while the label is off; NotReady; Stale.
    """
    refuse_if_off()
    _lock(obj)
    SEAT.apply(obj, "remove", by=by, note=_reason(note), also={"left_at": timezone.now(), "removed_by": by})
    return _fill(obj, "removed")


def release_seats(by: Any, city: City) -> None:
    """Take the seats in panels about `city` from somebody who is in conflict with it from now on.

    Args:
        by: who.
        city: with whom.
    """
    rows = PanelMember.objects.filter(application__city=city, application__state__in=FILLED_IN, state=State.SEATED)
    for seat in rows.filter(member__user_id=by.pk).select_related("application"):
        _leave_in_conflict(seat)


def release_conflicting() -> int:
    """Take the seats of members who are in conflict by now without saying so: a role in the city, or in the office.

    Returns: how many; none while the label is switched off. Daily; twice or at once does no harm.
    """
    if switched_off():
        return 0
    rows = LabelApplication.objects.filter(state__in=FILLED_IN, panel__state=State.SEATED).distinct()
    found = [(row, standing(row)) for row in rows.select_related("city", "scheme")]
    return sum(
        _leave_in_conflict(seat) for row, pool in found for seat in seated_in(row) if seat.member_id in pool.barred
    )


@transaction.atomic
def _leave_in_conflict(seat: PanelMember) -> int:
    _lock(seat)
    if seat.state != State.SEATED:
        return 0
    SEAT.apply(seat, "leave_in_conflict", by=None, also={"left_at": timezone.now(), "in_conflict": True})
    _fill(seat, "conflict")
    return 1


def _lock(seat: PanelMember) -> None:
    """Hold the application until the transaction ends, and read the seat again.

    Raises: Stale once the panel has done its part.
    """
    application = seat.application
    lock(application)
    rows = PanelMember.objects.select_related("member__user", "application__city", "application__scheme", "draw")
    seat.refresh_from_db(from_queryset=rows)
    if seat.application.state not in FILLED_IN:
        raise Stale(_("The panel has not begun, or has done its part; its seats stay as they are."))


def _reason(words: str) -> str:
    text = clean_text(words)
    if len(text) > REASON_LENGTH:
        raise NotReady([_("Shorten the reason to 2,000 characters.")])
    return text


def _fill(seat: PanelMember, why: str) -> PanelMember | None:
    """Give a seat that has just become free to the next of the same draw, if anybody can take it."""
    application, draw = seat.application, seat.draw
    number, found = "", None
    skipped: list[str] = []
    if draw is not None:
        pool = standing(application)
        beside = [person_of(row) for row in seated_in(application)]
        number, skipped = _next(draw, seat, beside, pool)
        row = {"out": seat.member.public_id, "why": why, "in": number, "skipped": skipped, "beside": beside}
        draw.result = draw.result | {"replaced": [*draw.result["replaced"], row]}
        draw.save(update_fields=["result"])
        found = seat_drawn(draw, [number], pool)[0] if number else None
        if found is None:
            send_seats_free(draw, [seat.kind], office_for_panels(application.city), left=seat)
    data = {
        "application": application.reference,
        "draw": draw.number if draw else None,
        "out": seat.member.public_id,
        "why": why,
        "in": number,
        "skipped": " ".join(skipped),
    }
    log_act(DecisionEntry.Act.PANEL_REPLACED, city=application.city, data=data)
    send_left(seat, found)
    return found


def person_of(seat: PanelMember) -> dict[str, str]:
    """Return what a draw knows of somebody who sits in the panel."""
    return {"id": seat.member.public_id, "kind": seat.kind, "country": seat.country}


def _next(draw: PanelDraw, seat: PanelMember, beside: list[dict[str, str]], pool: Standing) -> tuple[str, list[str]]:
    """Return who comes next in the draw and can serve now, and who was passed over because they cannot."""
    rows = draw.result["replaced"]
    gone = {*draw.result["gone"], *(row["out"] for row in rows), seat.member.public_id}
    gone |= {number for row in rows for number in row["skipped"]}
    skipped: list[str] = []
    while number := next_one(draw.document, seat.kind, beside=beside, gone={*gone, *skipped}):
        if number in pool.members:
            return number, skipped
        skipped.append(number)
    return "", skipped
