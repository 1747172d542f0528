"""The desk of a panel member: the own cases, and one case with all that the panel reads. Until the decision only."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rules import is_panel_member
from commitments.models import Evidence
from commitments.queries import is_quarantined, parts_of
from core.access import Hidden, Refused
from core.storage import download_response
from desk.pages import back_to_tasks, page
from desk.panel_words import (
    appeal_row,
    criterion_rows,
    proof_row,
    said_rows,
    seat_row,
    statement_rows,
    survey_words,
    text_rows,
)
from desk.rows import answers
from labels.actions.findings import note_panel_evidence
from labels.models import PanelMember
from labels.queries.appeals import appeals_to_vote_on
from labels.queries.clocks import case_dates, panel_dates
from labels.queries.findings import own_seats, panel_room, seat_at_desk
from labels.queries.panel_record import evidence_list, panel_file, text_for_panel, texts_for_panel
from labels.rules.panel import PANEL_STATES
from participation.queries import statements_on


@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """The cases of one member, and the appeals in which the own vote is awaited, with what is due."""
    _label_or_hidden()
    seats = own_seats(request.user)
    decided = [seat for seat in seats if seat.application.state not in PANEL_STATES]
    due = panel_dates([seat.application_id for seat in seats])
    return page(
        request,
        "panel",
        heading=_("Your panels"),
        lede=_(
            "A case is open to you until it is decided. You see nothing else of the city than what the panel needs."
        ),
        here="panel",
        is_member=is_panel_member(request.user),
        rows=[seat_row(seat, due.get(seat.application_id)) for seat in seats if seat not in decided],
        decided=[seat_row(seat, None) for seat in decided],
        appeals=[appeal_row(row) for row in appeals_to_vote_on(request.user)],
        back=back_to_tasks(),
    )


@require_safe
def panel_case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: what to do now, the criteria, the application, the record of the city, who else sits in the panel."""
    seat = seat_or_hidden(request.user, reference)
    room, city = panel_room(seat), seat.application.city
    return page(
        request,
        "panel_case",
        here="panel",
        heading=city.name,
        eyebrow=seat.application.reference,
        lede=_("You judge this application together with the other people of the panel."),
        application=seat.application,
        room=room,
        dates=case_dates(seat.application),
        criteria=criterion_rows(room),
        said=[(row.criterion, said_rows(row), survey_words(row)) for row in room.items],
        statements=statement_rows(statements_on(seat.application)),
        texts=text_rows(texts_for_panel(city), seat.application.reference),
        proofs=[proof_row(piece, seat.application.reference) for piece in evidence_list(city)],
        back=(reverse("desk:panel"), _("Back to your panels")),
    )


@require_safe
def panel_text(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A text of the city that the office is checking."""
    seat = seat_or_hidden(request.user, reference)
    version = text_for_panel(seat.application.city, pk)
    return page(
        request,
        "panel_text",
        heading=version.title or version.commitment.code,
        eyebrow=version.commitment.code,
        lede=_("The office is checking the form of this text. It is not public yet."),
        sections=[part for part in answers(version, parts_of([version])[version.pk], change=False) if part["rows"]],
        back=case_back(seat),
    )


@require_safe
def panel_evidence(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """Open a file of the city's record, also a confidential one; the log says who did."""
    seat = seat_or_hidden(request.user, reference)
    evidence = panel_file(seat.application.city, public_id)
    if is_quarantined(evidence):
        raise Refused(_("A virus was found in this file. Nobody can open it."))
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Hidden from error
    if not Evidence.objects.public().filter(pk=evidence.pk).exists():
        note_panel_evidence(seat=seat, evidence=evidence, by=request.user)
    return download_response(file, name=evidence.file_name, content_type=evidence.content_type)


def seat_or_hidden(user: Any, reference: str) -> PanelMember:
    """Return the seat of `user` in one case. Raises: Hidden to everybody else, and where there is no label."""
    _label_or_hidden()
    return seat_at_desk(user, reference)


def case_back(seat: PanelMember) -> tuple[str, str]:
    return reverse("desk:panel_case", args=[seat.application.reference]), _("Back to the case")


def _label_or_hidden() -> None:
    if not settings.LABEL_ENABLED:
        raise Hidden
