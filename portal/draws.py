"""The draws of a panel in words: what was drawn from, in which order, who sits, who left. Also the panel of a case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import local
from labels.drawing import order_of
from labels.models import PanelDeclaration, PanelDraw, PanelMember, PanelSeat
from labels.queries.draws import PublicPanel
from portal.words import Row, country_name, tag

KINDS = dict(PanelSeat.Kind.choices)
WHY_LEFT = {
    "declined": gettext_lazy("declined the seat"),
    "removed": gettext_lazy("was removed by two people of the office"),
    "conflict": gettext_lazy("has a conflict of interest"),
}
WHY_NOT = {
    "same_state": gettext_lazy("from the same state as the city"),
    "not_available": gettext_lazy("has a conflict, did not declare, or cannot serve"),
}
WHY = {
    "other_state": gettext_lazy("from another state"),
    "may_judge": gettext_lazy("declared, and nothing stands against judging"),
    "label_held": gettext_lazy("the city of this official holds the label"),
}


def panel_of(panel: PublicPanel) -> Row:
    """Return what the page of an application says of its panel."""
    return {
        "panel": member_rows([seat for seat in panel.seats if seat.left_at is None]),
        "panel_left": member_rows([seat for seat in panel.seats if seat.left_at is not None]),
        "draw_on": panel.draw_on,
    }


def member_rows(seats: list[PanelMember]) -> list[Row]:
    """Return the register of the panel: name, what they serve as, institution, state, what they declare."""
    says = dict(PanelDeclaration.Says.choices)
    return [
        {
            "name": seat.name,
            "kind": seat.get_kind_display(),
            "institution": seat.institution,
            "country": country_name(seat.country),
            "declares": _("declares a soft conflict, and a decider of the office agreed that they judge")
            if seat.declared == PanelDeclaration.Says.SOFT
            else says[seat.declared],
            "number": seat.member.public_id,
            "left": _left(seat),
        }
        for seat in seats
    ]


def _left(seat: PanelMember) -> str:
    if seat.left_at is None:
        return ""
    why = "conflict" if seat.in_conflict else seat.state
    return _("Left on %(day)s: %(why)s.") % {"day": local.day(seat.left_at), "why": WHY_LEFT[why]}


def draw_rows(draws: list[PanelDraw]) -> list[Row]:
    """Return every draw of a case with its inputs, its order and its result."""
    return [_draw_row(row, is_last=row is draws[-1]) for row in draws]


def _draw_row(row: PanelDraw, *, is_last: bool) -> Row:
    names = {seat.member.public_id: seat.name for seat in row.seated.all()}
    document = row.document
    return {
        "number": row.number,
        "facts": _facts(row),
        "needed": [f"{_seat_words(seat)}: {local.number(seat['members'])}" for seat in row.seats],
        "order": _order(document, names) if row.drawn_at else [],
        "candidates": [] if row.drawn_at else [_candidate(person) for person in row.candidates],
        "excluded": [{"id": person["id"], "why": WHY_NOT[person["why"]]} for person in row.excluded],
        # A later draw fills what this one left free.
        "missing": [_missing(kind, count) for kind, count in row.left_free.items()] if is_last else [],
        "replaced": [_replaced(step, names) for step in document["replaced"]],
        "is_early": bool(document.get("early")),
    }


def _facts(row: PanelDraw) -> list[Row]:
    log = reverse("portal:decision_log")
    entry = f"{log}#entry-{row.seed_seq}" if row.seed_seq else ""
    number = _("Entry %(number)s of the public log") % {"number": row.seed_seq or ""}
    facts = [
        {"label": _("Announced on"), "value": local.day(row.announced_at)},
        {"label": _("Day of the draw (UTC)"), "value": local.day(row.draw_on)},
        {"label": _("Candidates listed"), "value": local.moment(row.listed_at) if row.listed_at else ""},
        {"label": _("SHA-256 of the list"), "value": row.digest},
        {"label": _("Seed: hash of the last entry of that day"), "value": row.seed},
        {"label": _("Where the seed comes from"), "value": number if entry else "", "url": entry},
        {"label": _("Drawn"), "value": local.moment(row.drawn_at) if row.drawn_at else ""},
    ]
    return [fact for fact in facts if fact["value"]]


def _seat_words(seat: dict[str, Any]) -> str:
    words = str(KINDS[seat["kind"]])
    if seat["distinct_states"]:
        words = _("%(kind)s, each from another state") % {"kind": words}
    return words


def _candidate(person: dict[str, Any]) -> Row:
    return {
        "id": person["id"],
        "kind": KINDS[person["kind"]],
        "country": country_name(person["country"]),
        "why": "; ".join(str(WHY[key]) for key in person["why"]),
        "tag": None,
        "name": "",
    }


def _order(document: dict[str, Any], names: dict[str, str]) -> list[Row]:
    people = {person["id"]: person for person in document["candidates"]}
    later = {step["in"] for step in document["replaced"]}
    found = []
    for number in order_of(document["seed"], document["reference"], people):
        row = _candidate(people[number])
        if number in document["drawn"]:
            row["tag"] = tag(_("drawn"), "go", "go")
        elif number in later:
            row["tag"] = tag(_("took a free seat later"), "line", "go")
        elif number in document["gone"]:
            row["tag"] = tag(_("could not serve any more on the day of the draw"), "line", "stop")
        found.append(row | {"name": names.get(number, "")})
    return found


def _missing(kind: str, count: int) -> str:
    words = ngettext(
        "%(count)s seat is still free: %(kind)s. An administrator or decider accepts more people of this kind into "
        "the pool; then somebody of the office announces another draw.",
        "%(count)s seats are still free: %(kind)s. An administrator or decider accepts more people of this kind into "
        "the pool; then somebody of the office announces another draw.",
        count,
    )
    return words % {"count": local.number(count), "kind": KINDS[kind]}


def _replaced(step: dict[str, Any], names: dict[str, str]) -> str:
    words = {
        "left": names.get(step["out"], step["out"]),
        "why": WHY_LEFT[step["why"]],
        "next": names.get(step["in"], step["in"]),
    }
    if not step["in"]:
        return _("%(left)s %(why)s. Nobody else of this draw can take the seat; the office announces another.") % words
    return _("%(left)s %(why)s. The next of the same order took the seat: %(next)s.") % words
