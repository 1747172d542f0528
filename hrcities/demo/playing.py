"""The invented people's part while somebody plays a case by hand: what would else take many sign-ins."""

from accounts.models import User
from labels.actions.declaring import declare_about_case
from labels.actions.findings import agree, save_finding, send_panel_answer
from labels.actions.replies import look_again
from labels.models import LabelApplication, PanelMember
from labels.queries.findings import is_all_in, panel_room, seen_of
from labels.queries.panel import not_asked_yet

ANSWER = {"answer": "met", "reasons": "Invented: the record of the city shows it.", "language": "en"}


def play(application: LabelApplication, *, but: str = "") -> str:
    """Let the invented people do what the case waits for now, through the same actions that people use.

    Args:
        application: of an invented city.
        but: address of a member whom somebody plays by hand.

    Returns: what was done, one English sentence.
    """
    if application.state in ("window", "panel") and not application.panel.exists():
        return _declare(application, but)
    seats = [seat for seat in _seats(application) if seat.member.user.email != but]
    if application.state == "panel":
        return _answer(application, seats)
    if application.state == "second_look":
        return _look_again(seats)
    return "Nothing waits for the pool or the panel: go on by hand."


def _declare(application: LabelApplication, but: str) -> str:
    members = [member for member in not_asked_yet(application) if member.user.email != but]
    for member in members:
        declare_about_case(application=application, by=User.objects.get(pk=member.user_id), says="none")
    return f"Members of the pool who declared no conflict: {len(members)}. Now the draw."


def _seats(application: LabelApplication) -> list[PanelMember]:
    rows = application.panel.filter(state="seated").select_related("member__user", "application__city")
    return list(rows.order_by("place"))


def _answer(application: LabelApplication, seats: list[PanelMember]) -> str:
    for seat in seats:
        open_items = [item for item in panel_room(seat).items if not item.is_sent]
        for item in open_items:
            words = {"criterion": item.criterion, "by": seat.member.user, "values": ANSWER}
            send_panel_answer(application=application, revision=item.own.revision if item.own else 0, **words)
    if not is_all_in(application):
        return "The others have sent their answers. Send those of your member at the desk, then run this again."
    _find(application, seats)
    return "The panel answered, wrote its findings and agreed. Now the city replies."


def _find(application: LabelApplication, seats: list[PanelMember]) -> None:
    first = seats[0]
    for item in panel_room(first).items:
        if item.finding is None:
            words = {"criterion": item.criterion, "by": first.member.user, "values": ANSWER}
            save_finding(application=application, revision=0, **words)
    seen = seen_of(panel_room(first).findings)
    for seat in seats:
        if application.state == "panel":
            agree(application=application, by=seat.member.user, seen=seen)


def _look_again(seats: list[PanelMember]) -> str:
    for item in panel_room(seats[0]).items:
        if item.needs_second_look and item.finding:
            other = next(seat for seat in seats if seat.pk != item.finding.author_id)
            look_again(finding=item.finding, by=other.member.user, values=ANSWER)
    return "The panel looked again at what the city disputes. Now the office proposes the outcome."
