"""A member of the pool, case by case: declare conflicts of interest, see the own seats, decline one."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import is_panel_member
from core.access import Hidden
from desk.forms.panel import DeclareForm
from desk.forms.sending import ReasonForm
from desk.pages import add_faults, back_to_tasks, page, tell, warn
from desk.queries import only_city
from labels.actions.declaring import declare_about_case
from labels.actions.seating import decline_seat
from labels.models import LabelApplication, PanelDeclaration, PanelMember, PoolMember
from labels.queries.panel import cases_to_declare, offer_of, seat_of, seats_of
from review.workflow import NotReady, Stale

Says = PanelDeclaration.Says


@require_http_methods(["GET", "HEAD", "POST"])
def panel_conflicts(request: HttpRequest) -> HttpResponse:
    """Say for each case whether there is a conflict of interest; see the seats that are held."""
    member = _member(request.user)
    cases, seats = cases_to_declare(member), seats_of(request.user)
    forms = _forms(cases, seats)
    reference = request.POST.get("case", "")
    if request.method != "POST":
        return _page(request, cases, seats, forms)
    application = next((row for row in _applications(cases, seats) if row.reference == reference), None)
    if application is None:
        words = _("Nobody asks about this case any more: the candidates are listed, or it is decided.")
        return warn(request, words, reverse("desk:panel_conflicts"))
    seated = any(seat.application_id == application.pk for seat in seats)
    forms[reference] = form = DeclareForm(request.POST, prefix=reference, is_seated=seated)
    if form.is_valid() and (done := _declare(request, application, form)):
        return done
    return _page(request, cases, seats, forms, checked=form)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline the own seat, after one question; the next of the same draw takes it."""
    if not settings.LABEL_ENABLED:
        raise Hidden
    seat = seat_of(request.user, reference)
    wording = {"label": _("A word to the office, if you wish")}
    form = ReasonForm(request.POST, **wording) if request.method == "POST" else ReasonForm(**wording)
    here = reverse("desk:panel_conflicts")
    if form.is_bound and form.is_valid():
        try:
            decline_seat(seat=seat, by=request.user, reason=form.cleaned_data["reason"])
        except (NotReady, Stale) as refusal:
            return warn(request, refusal, here)
        return tell(request, _("You declined the seat. The next of the same draw is asked."), here)
    return page(
        request,
        "confirm",
        heading=_("Decline the seat?"),
        eyebrow=seat.application.city.name,
        text=_(
            "The next person of the same draw takes it. You cannot take it back. The public page says that you left."
        ),
        city=only_city(request.user),
        here="panel",
        form=form,
        button=_("Decline the seat"),
        back=(here, _("No, I stay")),
    )


def _member(user: Any) -> PoolMember:
    member = offer_of(user) if settings.LABEL_ENABLED and is_panel_member(user) else None
    if member is None:
        raise Hidden
    return member


def _applications(cases: list[LabelApplication], seats: list[PanelMember]) -> list[LabelApplication]:
    return [*cases, *(seat.application for seat in seats)]


def _forms(cases: list[LabelApplication], seats: list[PanelMember]) -> dict[str, DeclareForm]:
    said = {row.reference: {"says": row.said} for row in cases}
    forms = {key: DeclareForm(prefix=key, initial=words) for key, words in said.items()}
    held = [seat.application.reference for seat in seats]
    return forms | {key: DeclareForm(prefix=key, is_seated=True) for key in held}


def _declare(request: HttpRequest, application: LabelApplication, form: DeclareForm) -> HttpResponse | None:
    here, says = reverse("desk:panel_conflicts"), form.cleaned_data["says"]
    try:
        declare_about_case(application=application, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_faults(form, error)
        return None
    except Stale as stale:
        return warn(request, stale, here)
    if says == Says.HARD:
        return tell(request, _("Your conflict is declared. The case is gone from your desk."), here)
    if says == Says.SOFT:
        return tell(request, _("Your conflict is declared. A decider has to agree before you judge."), here)
    return tell(request, _("Noted: you have no conflict with this city. You can change it until the draw."), here)


def _page(
    request: HttpRequest,
    cases: list[LabelApplication],
    seats: list[PanelMember],
    forms: dict[str, DeclareForm],
    **more: Any,
) -> HttpResponse:
    words = dict(PanelDeclaration.Says.choices)
    return page(
        request,
        "panel_conflicts",
        heading=_("Panels: your conflicts of interest and your seats"),
        lede=_("Who has not declared is not drawn. A hard conflict hides everything of the case from you."),
        city=only_city(request.user),
        here="panel",
        cases=[{"case": row, "said": words.get(row.said, ""), "form": forms[row.reference]} for row in cases],
        seats=[{"seat": seat, "form": forms[seat.application.reference]} for seat in seats],
        back=back_to_tasks(),
        **more,
    )
