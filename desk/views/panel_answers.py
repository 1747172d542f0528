"""One criterion for one member of a panel: the own answer, saved in parts, sent once, before others' are seen."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desk.forms.findings import JudgementForm
from desk.late_words import keeps_words
from desk.pages import add_faults, page, tell
from desk.panel_words import (
    answer_rows,
    draft_rows,
    finding_row,
    power_words,
    said_rows,
    statement_rows,
    survey_words,
)
from desk.views.panel_case import case_back, seat_or_hidden
from desk.writing import Stored, autosave, differences, opened_on
from labels.actions.findings import StalePanelAnswer, save_panel_answer, send_panel_answer
from labels.models import PanelAnswer
from labels.queries.findings import Item, PanelRoom, own_drafts, panel_room
from labels.rules.findings import may_look_again, may_write_finding
from participation.queries import statements_on

LATER = gettext_lazy(
    "The case goes on with what the panel has sent. You find it under “Panel” as long as you sit in its panel."
)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(JudgementForm, later=LATER)
def panel_answer(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Guidance, what the city's groups said, the own answer; once it is sent, what the others sent and the finding."""
    room = panel_room(seat_or_hidden(request.user, reference))
    item = room.item(code)
    if request.method != "POST":
        return _page(request, room, item, _opened(room, item))
    form = JudgementForm(request.POST, criterion=item.criterion, scale=item.scale)
    return _kept(request, room, item, form) if form.is_valid() else _page(request, room, item, form)


def _kept(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm) -> HttpResponse:
    """Save or send what was typed, and go on; else the page again with all of it."""
    act = send_panel_answer if "send" in request.POST else save_panel_answer
    try:
        keep(request, room, item, form, act)
    except StalePanelAnswer as stale:
        return _stale(request, room, item, form, stale.current)
    except ValidationError as error:
        add_faults(form, error)
        return _page(request, room, item, form)
    if act is send_panel_answer:
        return tell(request, _("Your answer is sent. You now see what others sent."), _here(room, item))
    return _next(room, item)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_answer_autosave(request: HttpRequest, reference: str, code: str) -> JsonResponse:
    """Save the answer that is being written."""
    room = panel_room(seat_or_hidden(request.user, reference))
    item = room.item(code)

    def save(form: JudgementForm) -> Stored:
        answer = keep(request, room, item, form, save_panel_answer)
        return answer.revision, JudgementForm.initial_of(answer)

    return autosave(
        request, bind=lambda data: JudgementForm(data, criterion=item.criterion, scale=item.scale), save=save
    )


def keep(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, act: Any) -> PanelAnswer:
    """Save or send; what was saved meanwhile and says what the form was opened on is no conflict."""
    own = item.own
    answer: PanelAnswer = act(
        application=room.seat.application,
        criterion=item.criterion,
        by=request.user,
        revision=form.against(own.revision if own else 0, JudgementForm.initial_of(own)),
        values=form.values(),
    )
    return answer


def _opened(room: PanelRoom, item: Item) -> JudgementForm | None:
    if item.is_sent or room.seat.application.state != "panel":
        return None
    own = item.own
    initial = opened_on(own.revision if own else 0, JudgementForm.initial_of(own))
    return JudgementForm(initial=initial, criterion=item.criterion, scale=item.scale)


def _here(room: PanelRoom, item: Item) -> str:
    return reverse("desk:panel_answer", args=[room.seat.application.reference, item.criterion.code])


def _next(room: PanelRoom, item: Item) -> HttpResponse:
    """Go on to the next criterion that is not sent, or back to the case."""
    codes = [row.criterion.code for row in room.items]
    later = [row for row in room.items[codes.index(item.criterion.code) + 1 :] if not row.is_sent]
    if later:
        return redirect(_here(room, later[0]))
    return redirect("desk:panel_case", room.seat.application.reference)


def _stale(
    request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm, current: PanelAnswer
) -> HttpResponse:
    old = JudgementForm.initial_of(current)
    found = differences(form, old, form.values())
    if not found:  # a double click
        return redirect(_here(room, item))
    form.renew(current.revision, old)
    return _page(request, room, item, form, status=409, differences=found)


def _page(request: HttpRequest, room: PanelRoom, item: Item, form: JudgementForm | None, **more: Any) -> HttpResponse:
    application, criterion = room.seat.application, item.criterion
    address = [application.reference, criterion.code]
    finding = item.finding
    return page(
        request,
        "panel_answer",
        heading=criterion.title,
        eyebrow=f"{application.city.name} · {criterion.code}",
        form=form,
        item=item,
        power=power_words(item),
        said=said_rows(item),
        survey=survey_words(item),
        statements=statement_rows(statements_on(application), criterion.code),
        answers=answer_rows(item.sent),
        finding=finding_row(finding, application.reference) if finding else None,
        may_write=application.state == "panel"
        and room.all_in
        and (finding is None or may_write_finding(request.user, finding)),
        may_look=item.needs_second_look and finding is not None and may_look_again(request.user, finding),
        unsent=draft_rows(own_drafts(room.seat, criterion)),
        is_waiting=item.is_sent and not room.all_in and application.state == "panel",
        reference=application.reference,
        language=application.scheme.language,
        reload_url=reverse("desk:panel_answer", args=address),
        autosave_url=reverse("desk:panel_answer_autosave", args=address),
        back=case_back(room.seat),
        **{"differences": [], "editor": None, **more},
    )
