"""Serving in panels: the own offer. Gone while there is no label."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.access import Hidden
from core.local import day
from desk.forms.panel import OfferForm
from desk.pages import add_faults, back_to_tasks, page, tell, warn
from desk.queries import only_city
from labels.actions.pool import change_offer, leave_pool, offer_to_serve, pause_offer
from labels.models import PoolMember
from labels.queries.panel import labelled_cities, offer_of, why_turned_down
from labels.rules.panel import may_offer
from review.workflow import NotReady, Stale

State = PoolMember.State
DONE = {
    "pause": gettext_lazy("You take a pause: you are not drawn until you end it. Seats you hold stay yours."),
    "resume": gettext_lazy("The pause is over: you may be drawn again."),
    "leave": gettext_lazy("You left the pool. You can offer to serve again at any time."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def panel_me(request: HttpRequest) -> HttpResponse:
    """Offer to sit in panels, see what the office accepted, change it, pause, leave."""
    if not settings.LABEL_ENABLED:
        raise Hidden
    member = offer_of(request.user)
    step = next((name for name in DONE if name in request.POST), "")
    if request.method == "POST" and member and step:
        return _step(request, member, step)
    cities = labelled_cities()
    if member and member.city and member.city not in cities:
        cities.append(member.city)
    if request.method == "POST":
        form = OfferForm(request.POST, cities=cities)
        if form.is_valid() and (done := _save(request, member, form)):
            return done
    else:
        first = OfferForm.initial_of(member) if member else {"name": request.user.name, "revision": 0}
        form = OfferForm(initial=first, cities=cities)
    return _page(request, member, form)


def _save(request: HttpRequest, member: PoolMember | None, form: OfferForm) -> HttpResponse | None:
    values = form.offer_values()
    try:
        if member is None:
            offer_to_serve(by=request.user, **values)
        else:
            revision = form.cleaned_data["revision"] or 0
            change_offer(member=member, by=request.user, revision=revision, **values)
    except ValidationError as error:
        add_faults(form, error)
        return None
    except Stale as stale:
        form.add_error(None, str(stale))
        form.data = form.data.copy()
        form.data["revision"] = str(member.revision if member else 0)
        return None
    return tell(request, _("Saved. The office reads the offer and answers by e-mail."), reverse("desk:panel_me"))


def _step(request: HttpRequest, member: PoolMember, step: str) -> HttpResponse:
    here = reverse("desk:panel_me")
    try:
        if step == "leave":
            leave_pool(member=member, by=request.user)
        else:
            pause_offer(member=member, by=request.user, step=step)
    except (NotReady, Stale) as refusal:
        return warn(request, refusal, here)
    return tell(request, DONE[step], here)


def _page(request: HttpRequest, member: PoolMember | None, form: OfferForm) -> HttpResponse:
    may = may_offer(request.user)
    more: dict[str, Any] = {"member": member, "is_in_pool": member is not None and member.state != State.LEFT}
    more["facts"] = _facts(member) if member else []
    return page(
        request,
        "panel_me",
        heading=_("Sit in panels"),
        lede=_("Five people from other states look at each application for the label. They are drawn from a pool."),
        city=only_city(request.user),
        here="panel",
        form=form if may else None,
        why=why_turned_down(member) if member and member.state == State.LEFT else "",
        back=back_to_tasks(),
        **more,
    )


def _facts(member: PoolMember) -> list[dict[str, Any]]:
    """Return what the office has accepted or still reads, as components/summary_list.html draws it."""
    rows = [
        (_("State of your offer"), capfirst(member.get_state_display())),
        (_("Public number"), member.public_id),
        (_("You serve as"), capfirst(member.get_kind_display())),
        (_("Accepted by the office"), day(member.accepted_at) if member.accepted_at else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
