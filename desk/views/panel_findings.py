"""The panel talks: where the answers differ, one finding for each criterion, the agreement that they go out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.step_up import require_fresh_sign_in
from core.access import Refused
from core.tables import csv_lines
from desk.forms.findings import AgreeForm, JudgementForm
from desk.forms.revision import OUT_OF_DATE
from desk.pages import add_faults, page, tell, warn
from desk.panel_words import answer_rows, finding_row, scale_word
from desk.views.panel_answers import differences, opened_on
from desk.views.panel_case import case_back, seat_or_hidden
from labels.actions.findings import StaleFinding, agree, note_panel_export, save_finding
from labels.actions.replies import LookedAlready, look_again
from labels.models import SecondLook
from labels.queries.findings import Item, PanelRoom, panel_room, seen_of
from labels.rules.findings import may_look_again, may_write_finding
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


@require_http_methods(["GET", "HEAD", "POST"])
def panel_finding(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Write the finding of one criterion, or change the own one."""
    room = panel_room(seat_or_hidden(request.user, reference))
    item = room.item(code)
    _require_writer(request, room, item)
    here = reverse("desk:panel_differences", args=[room.seat.application.reference])
    form = _form(request, item, item.finding)
    if not form.is_bound or not form.is_valid():
        return _finding_page(request, room, item, form)
    found, is_same = item.finding, item.finding is not None and form.saw(JudgementForm.initial_of(item.finding))
    try:
        save_finding(
            application=room.seat.application,
            criterion=item.criterion,
            by=request.user,
            revision=found.revision if found and is_same else form.cleaned_data["revision"],
            values=form.values(),
        )
    except StaleFinding as stale:
        return _stale(request, room, item, form, stale.current)
    except ValidationError as error:
        add_faults(form, error)
        return _finding_page(request, room, item, form)
    except (NotReady, Stale) as refusal:
        return warn(request, refusal, here)
    return tell(request, _("The finding is saved. Everybody in the panel reads it and agrees anew."), here)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_second_look(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Look again at a finding that the city disputes and that somebody else wrote."""
    room = panel_room(seat_or_hidden(request.user, reference))
    item = room.item(code)
    here = reverse("desk:panel_answer", args=[room.seat.application.reference, code])
    finding = item.finding
    if finding is None or room.seat.application.state != "second_look":
        raise Refused(_("Nothing is to be looked at again here now."))
    if not may_look_again(request.user, finding):
        raise Refused(_("You wrote this finding. Another member looks again."))
    form = _form(request, item, None)
    if not form.is_bound or not form.is_valid():
        return _look_page(request, room, item, form)
    try:
        look_again(finding=finding, by=request.user, values=form.values())
    except LookedAlready as late:
        return _looked(request, room, item, form, late.current)
    except ValidationError as error:
        add_faults(form, error)
        return _look_page(request, room, item, form)
    except Stale as stale:
        return warn(request, stale, here)
    return tell(request, _("Your second look is sent. It takes the place of the finding."), case_back(room.seat)[0])


def require_own_sent(room: PanelRoom) -> None:
    """Raise Refused before the reader has sent every answer: until then nothing of the others is compared."""
    if room.seat.application.state == "panel" and not room.is_own_sent:
        raise Refused(_("Send your own answer to every criterion first. Then you see what the panel says."))


def _require_writer(request: HttpRequest, room: PanelRoom, item: Item) -> None:
    if room.seat.application.state != "panel":
        raise Refused(_("The findings went to the city, so they can no longer be changed here."))
    if not room.all_in:
        raise Refused(_("You talk and write findings as soon as everybody in the panel has sent every answer."))
    if item.finding is not None and not may_write_finding(request.user, item.finding):
        raise Refused(_("%(name)s writes this finding. Talk to each other.") % {"name": item.finding.author.name})


def _form(request: HttpRequest, item: Item, stored: Any) -> JudgementForm:
    given = {"criterion": item.criterion, "scale": item.scale}
    if request.method == "POST":
        return JudgementForm(request.POST, **given)
    return JudgementForm(initial=opened_on(stored), **given)


def _stale(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, current: Any) -> HttpResponse:
    old = JudgementForm.initial_of(current)
    found = differences(form, old, form.values())
    if not found:  # a double click
        return redirect("desk:panel_differences", room.seat.application.reference)
    form.renew(current.revision, old)
    more = {"status": 409, "differences": found, "editor": current.author.name}
    return _finding_page(request, room, item, form, **more)


def _looked(
    request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, current: SecondLook
) -> HttpResponse:
    found = differences(form, JudgementForm.initial_of(current), form.values())
    return _look_page(request, room, item, form, status=409, differences=found, editor=current.member.name)


def _compared(item: Item) -> dict[str, Any]:
    return {
        "code": item.criterion.code,
        "title": item.criterion.title,
        "answers": answer_rows(item.sent),
        "is_written": item.finding is not None,
    }


def _finding_page(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, **more: Any) -> HttpResponse:
    return _judgement_page(
        request,
        room,
        item,
        form,
        lede=_("This is what the city reads, and what is published with the decision. Saving asks everybody to agree."),
        button=_("Save the finding"),
        here="panel_finding",
        **more,
    )


def _look_page(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, **more: Any) -> HttpResponse:
    return _judgement_page(
        request,
        room,
        item,
        form,
        lede=_("You did not write this finding. Read what the city says, then say what you find. It counts instead."),
        button=_("Send the second look"),
        here="panel_second_look",
        **more,
    )


def _judgement_page(
    request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, *, here: str, **more: Any
) -> HttpResponse:
    application = room.seat.application
    address = [application.reference, item.criterion.code]
    return page(
        request,
        "panel_finding",
        heading=item.criterion.title,
        eyebrow=f"{application.city.name} · {item.criterion.code}",
        form=form,
        item=item,
        answers=answer_rows(item.sent),
        finding=finding_row(item.finding, application.reference) if item.finding else None,
        reference=application.reference,
        reload_url=reverse(f"desk:{here}", args=address),
        back=(reverse("desk:panel_answer", args=address), _("Back to the criterion")),
        **{"differences": [], "editor": None, **more},
    )
