"""What people set for themselves: language, digest, private calendar."""

from django.conf import settings as portal
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import renew_calendar, save_settings, stop_calendar
from desk.forms.settings import SettingsForm
from desk.mail_words import AT_ONCE, MAY_WAIT
from desk.pages import add_faults, back_to_tasks, page, tell
from desk.queries import only_city
from labels.rules.panel import may_offer


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Language and digest; the address of the calendar is made below."""
    user = request.user
    shown = {"language": user.language, "digest": user.digest}
    form = SettingsForm(request.POST) if request.method == "POST" else SettingsForm(initial=shown)
    if form.is_bound and form.is_valid():
        try:
            save_settings(user=user, by=user, **form.cleaned_data)
            return tell(request, _("Your settings are saved."), reverse("desk:settings"))
        except ValidationError as error:
            add_faults(form, error)
    return _page(request, form)


@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """Make a new address of the calendar and show it this once, or switch it off."""
    user = request.user
    if "stop" in request.POST:
        stop_calendar(user=user, by=user)
        return tell(request, _("Your calendar is switched off. Its address no longer works."), reverse("desk:settings"))
    path = reverse("calendar", args=[renew_calendar(user=user, by=user)])
    form = SettingsForm(initial={"language": user.language, "digest": user.digest})
    return _page(request, form, address=f"{portal.PORTAL_BASE_URL.rstrip('/')}{path}")


def _page(request: HttpRequest, form: SettingsForm, address: str = "") -> HttpResponse:
    return page(
        request,
        "settings",
        heading=_("Settings"),
        lede=_("How we write to you, and your dates in your own calendar."),
        here="settings",
        form=form,
        address=address,
        has_calendar=bool(request.user.calendar_hash),
        at_once=[words for _names, words in AT_ONCE],
        may_wait=[words for _names, words in MAY_WAIT],
        may_serve=portal.LABEL_ENABLED and may_offer(request.user),
        city=only_city(request.user),
        back=back_to_tasks(),
    )
