"""More time for a deadline of the label: asked for on line, once, given at once where the rules know an extension."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.rules import is_approver
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.sending import ReasonForm
from desk.pages import page, tell, warn
from labels.actions import extend_clock
from labels.models import CaseClock
from review.workflow import NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def label_more_time(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for the extension of one deadline, with a reason."""
    city = city_to_write(request.user, slug)
    if not settings.LABEL_ENABLED:
        raise Hidden
    rows = CaseClock.objects.filter(application__city=city).select_related("deadline__stage", "application__city")
    clock, here = get_object_or_404(rows, pk=pk), reverse("desk:label_apply", args=[slug])
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s asks for more time.") % {"city": city})
    wording = {"label": _("Why do you need more time?"), "hint": _("The office reads it."), "missing": _("Say why.")}
    form = ReasonForm(request.POST, **wording) if request.method == "POST" else ReasonForm(**wording)
    if form.is_bound and form.is_valid():
        try:
            clock = extend_clock(clock=clock, by=request.user, reason=form.cleaned_data["reason"])
        except (Stale, NotReady) as refusal:
            return warn(request, refusal, here)
        return tell(request, _("You have time until %(day)s.") % {"day": day(clock.due_on)}, here)
    return page(
        request,
        "confirm",
        heading=_("Ask for more time?"),
        eyebrow=city.name,
        text=_("You get it at once, and once only: %(what)s.") % {"what": clock.deadline.title},
        city=city,
        here="label",
        form=form,
        button=_("Take the extra time"),
        back=(here, _("Back to the application")),
    )
