"""The report at half time: written in parts, filled in already with what was reported before, sent by an approver."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.models import City
from cities.rules import is_approver
from commitments.queries import usual_language
from core.access import Hidden, Refused
from core.local import day
from desk.access import city_to_write
from desk.forms.midterm import MidtermForm
from desk.forms.revision import fingerprint
from desk.pages import add_faults, page, tell, warn
from labels.actions import StaleMidterm, save_midterm, send_midterm
from labels.actions.midterm import refuse_before_time
from labels.queries.midterm import MidtermPage, label_in_force, midterm_page
from review.workflow import NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def label_midterm(request: HttpRequest, slug: str) -> HttpResponse:
    """Write, save and send the report; once it was sent, read it."""
    city, shown = _shown(request.user, slug)
    if shown.report is not None and shown.report.sent_at is not None:
        return _page(request, city, shown, None)
    if request.method != "POST":
        return _page(request, city, shown, _opened(city, shown))
    form = MidtermForm(request.POST, lines=shown.lines)
    if not form.is_valid():
        return _page(request, city, shown, form)
    return _save(request, city, shown, form)


def _save(request: HttpRequest, city: City, shown: MidtermPage, form: MidtermForm) -> HttpResponse:
    here, back = (reverse(name, args=[city.slug]) for name in ("desk:label_midterm", "desk:label_apply"))
    values = {name: form.cleaned_data[name] for name in ("revision", "text", "language")}
    try:
        report = save_midterm(label=shown.label, by=request.user, lines=form.lines(), **values)
        if "send" not in request.POST:
            return tell(request, _("Saved. You can come back at any time."), here)
        send_midterm(label=shown.label, by=request.user, revision=report.revision)
    except StaleMidterm:
        return _stale(request, city, form)
    except ValidationError as error:
        add_faults(form, error)
        return _page(request, city, shown, form)
    except (NotReady, Stale) as refusal:
        return warn(request, refusal, here)
    return tell(request, _("The report is public now, on the page of the label."), back)


def _stale(request: HttpRequest, city: City, form: MidtermForm) -> HttpResponse:
    now = _shown(request.user, city.slug)[1]
    stored = MidtermForm.initial_of(now, usual_language(city))
    differences = [
        {"label": str(form.fields[name].label), "old": str(old), "new": str(form.cleaned_data.get(name, ""))}
        for name, old in stored.items()
        if name in form.fields and old != form.cleaned_data.get(name, "")
    ]
    form.renew(now.report.revision if now.report else 0, stored)
    return _page(request, city, now, form, status=409, differences=differences)


def _opened(city: City, shown: MidtermPage) -> MidtermForm:
    initial = MidtermForm.initial_of(shown, usual_language(city))
    revision = shown.report.revision if shown.report else 0
    return MidtermForm(initial=initial | {"revision": revision, "seen": fingerprint(initial)}, lines=shown.lines)


def _shown(user: Any, slug: str) -> tuple[City, MidtermPage]:
    if not settings.LABEL_ENABLED:
        raise Hidden
    city = city_to_write(user, slug)
    label = label_in_force(city)
    if label is None:
        raise Refused(_("The city holds no label, so no report at half time is due."))
    try:
        refuse_before_time(label)
    except NotReady as early:
        raise Refused(str(early)) from early
    return city, midterm_page(label)


def _page(request: HttpRequest, city: City, shown: MidtermPage, form: MidtermForm | None, **more: Any) -> HttpResponse:
    here = reverse("desk:label_midterm", args=[city.slug])
    words = {"due": day(shown.dates.midterm_due), "hold": day(shown.dates.hold_after)} if form else {}
    return page(
        request,
        "label_midterm",
        heading=_("Report at half time"),
        eyebrow=city.name,
        lede=_("Due on %(due)s. Without it the label goes on hold after %(hold)s.") % words if form else "",
        city=city,
        here="label",
        shown=shown,
        form=form,
        may_send=is_approver(request.user, city),
        reload_url=here,
        back=(reverse("desk:label_apply", args=[city.slug]), _("Back to the label")),
        **{"differences": [], "editor": None, **more},
    )
