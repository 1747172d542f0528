"""An edition of the label's rules in words: its stages with their time, the panel, the outcomes, the questions."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import local, ui
from core.reference import reference_words
from labels.models import LabelScheme, PanelSeat, StageDeadline, Unit
from labels.queries.editions import Edition
from portal.words import Row


def length(number: int, unit: str) -> str:
    """Return a span of time in words, such as "20 working days"."""
    words = {
        Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", number),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", number),
        Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", number),
    }
    return words[Unit(unit)] % {"n": number}


def time(deadline: StageDeadline) -> str:
    """Return one deadline in words: for what, how long, extended by what, when its clock stands still."""
    parts = [ui.typed_text(reference_words(deadline.title), length(deadline.length, deadline.unit))]
    if deadline.extension:
        parts.append(_("once %(more)s more") % {"more": length(deadline.extension, deadline.unit)})
    if deadline.stops_for:
        parts.append(_("the clock stops while waiting for %(who)s") % {"who": deadline.get_stops_for_display()})
    return ", ".join(parts)


def stages(edition: Edition) -> list[Row]:
    """Return the stages of an edition, in their order."""
    return [
        {
            "number": stage.number,
            "title": stage.title,
            "what": stage.what,
            "who": stage.get_who_display(),
            "times": [time(deadline) for deadline in stage.deadlines.all()],
            "sees": stage.public_sees,
        }
        for stage in edition.parts["stages"]
    ]


def panels(edition: Edition) -> list[Row]:
    """Return who sits in the panels of an edition, and which rules hold for the seats."""
    return [
        {
            "title": panel.label,
            "seats": [_seat(seat) for seat in edition.parts["seats"] if seat.panel == panel],
            "size": sum(seat.members for seat in edition.parts["seats"] if seat.panel == panel),
        }
        for panel in PanelSeat.Panel
        if any(seat.panel == panel for seat in edition.parts["seats"])
    ]


def _seat(seat: PanelSeat) -> str:
    parts = [f"{seat.members} × {seat.get_kind_display()}"]
    if seat.other_state:
        parts.append(_("from another state than the city"))
    if seat.distinct_states and seat.members > 1:
        parts.append(_("each from a different state"))
    return ", ".join(parts)


def questions(edition: Edition) -> list[Row]:
    """Return the questions of an edition with everything a city reads beside them."""
    return [
        {
            "code": row.code,
            "element": row.element,
            "title": row.title,
            "guidance": row.guidance,
            "hints": row.evidence_hints.splitlines(),
            "scale": _scale(row),
            "variants": [
                {
                    "up_to": local.number(variant.up_to),
                    "guidance": variant.guidance,
                    "hints": variant.evidence_hints.splitlines(),
                }
                for variant in row.variants.all()
            ],
        }
        for row in edition.parts["criteria"]
    ]


def _scale(row: Any) -> list[tuple[str, str]]:
    words = [(_("Not yet"), row.not_yet), (_("Partly"), row.partly), (_("Met"), row.met)]
    if row.by_competence:
        words.append((_("Not ours"), row.not_ours))
    return [(word, text) for word, text in words if text]


def standing(scheme: LabelScheme) -> str:
    """Return where an edition stands, in words."""
    if scheme.is_current:
        return _("In force for new applications")
    return _("Replaced; it counts for whoever began under it")


def edition_context(edition: Edition, others: Iterable[LabelScheme]) -> Row:
    """Return the template's context for the page of one edition."""
    return {
        "scheme": edition.scheme,
        "standing": standing(edition.scheme),
        "stages": stages(edition),
        "panels": panels(edition),
        "outcomes": edition.parts["outcomes"],
        "questions": questions(edition),
        "others": [row for row in others if row.pk != edition.scheme.pk],
    }
