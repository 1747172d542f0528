"""The panel talks: where the answers differ, one finding for each criterion, the agreement that they go out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.step_up import require_fresh_sign_in
from core.access import Refused
from core.tables import csv_lines
from desk.forms.findings import AgreeForm
from desk.forms.revision import OUT_OF_DATE
from desk.pages import page, tell, warn
from desk.panel_words import answer_rows, finding_row, scale_word
from desk.views.panel_case import case_back, seat_or_hidden
from labels.actions.findings import agree, note_panel_export
from labels.queries.findings import Item, PanelRoom, panel_room, seen_of
from review.workflow import NotReady, Stale


@require_safe
def panel_differences(request: HttpRequest, reference: str) -> HttpResponse:
    """Criteria where the answers differ, side by side in words; then all findings, to read and agree to."""
    room = panel_room(seat_or_hidden(request.user, reference))
    require_own_sent(room)
    application = room.seat.application
    may_agree = application.state == "panel" and room.all_in and room.is_written
    return page(
        request,
        "panel_differences",
        heading=_("What the panel says"),
        eyebrow=f"{application.city.name} · {application.reference}",
        lede=_("Where your answers differ, talk about why. Then one of you writes the finding."),
        room=room,
        differing=[_compared(row) for row in room.items if row.differs],
        same=[_compared(row) for row in room.items if not row.differs],
        findings=[finding_row(row, application.reference) for row in room.findings],
        unwritten=", ".join(row.criterion.code for row in room.items if row.finding is None),
        form=None,
        agree_form=AgreeForm(initial={"seen": seen_of(room.findings)}) if may_agree else None,
        reference=application.reference,
        is_talk=application.state == "panel",
        wide=True,
        back=case_back(room.seat),
    )


@require_POST
def panel_export(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """Hand out what the reader may see of the answers, as a CSV table; the log says who took it."""
    seat = seat_or_hidden(request.user, reference)
    room = panel_room(seat)
    require_own_sent(room)
    require_fresh_sign_in(request)
    note_panel_export(seat=seat, by=request.user)
    head = [_("Criterion"), _("Question"), _("Member"), _("Answer"), _("Reasons"), _("The answers differ")]
    rows = [
        [
            item.criterion.code,
            item.criterion.title,
            answer.member.name,
            scale_word(answer.answer),
            answer.reasons,
            _("yes") if item.differs else _("no"),
        ]
        for item in room.items
        for answer in item.sent
    ]
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{seat.application.reference}-answers.csv"'
    return response


@require_POST
def panel_agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to the findings as they were read."""
    seat = seat_or_hidden(request.user, reference)
    here = reverse("desk:panel_differences", args=[seat.application.reference])
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return warn(request, OUT_OF_DATE, here)
    try:
        went_out = agree(application=seat.application, by=request.user, seen=form.cleaned_data["seen"])
    except (NotReady, Stale) as refusal:
        return warn(request, refusal, here)
    if went_out:
        return tell(request, _("More than half of the panel agree: the findings went to the city."), here)
    return tell(request, _("You agree. The findings go out as soon as more than half of the panel do."), here)


def require_own_sent(room: PanelRoom) -> None:
    """Raise Refused before the reader has sent every answer: until then nothing of the others is compared."""
    if room.seat.application.state == "panel" and not room.is_own_sent:
        raise Refused(_("Send your own answer to every criterion first. Then you see what the panel says."))


def _compared(item: Item) -> dict[str, Any]:
    return {
        "code": item.criterion.code,
        "title": item.criterion.title,
        "answers": answer_rows(item.sent),
        "is_written": item.finding is not None,
    }
