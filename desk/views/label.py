"""The label: apply with a statement, see what is missing, send, take back. Gone when the portal has no label."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cities.models import City
from cities.rules import is_approver
from commitments.queries import usual_language
from core.access import Hidden, Refused
from desk.access import city_to_write
from desk.forms.city import StatementForm
from desk.forms.revision import fingerprint
from desk.forms.sending import ReasonForm, SendForm
from desk.pages import add_faults, page, tell, warn
from labels.actions import StaleEdit, save_application, start_application, submit_application, withdraw_application
from labels.models import LabelApplication
from labels.queries import OPEN_STATES, WRITTEN_STATES, ApplyPage, application_of, apply_page
from labels.queries.clocks import case_dates
from labels.queries.concerns import concerns_at_desk
from labels.queries.life import is_heard
from labels.queries.midterm import label_in_force
from labels.queries.terms import dates_of
from labels.rules import missing_for_submit
from review.workflow import NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def label_apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the statement; see the rules, what is missing, and where the application is."""
    city = _city(request.user, slug)
    shown = apply_page(city)
    if request.method != "POST":
        return _apply_page(request, city, shown, _form(shown, city))
    if shown.missing and not _is_open(shown):
        return warn(request, " ".join(shown.missing), reverse("desk:label_apply", args=[slug]))
    return _save(request, city, shown, StatementForm(request.POST, is_renewal=_renews(shown)))


@require_http_methods(["GET", "HEAD", "POST"])
def label_submit(request: HttpRequest, slug: str) -> HttpResponse:
    """The approver reads the statement once more and sends the application."""
    city = _city(request.user, slug)
    application = _open_application(city)
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s sends the application.") % {"city": city})
    form = SendForm(request.POST) if request.method == "POST" else SendForm(initial={"key": uuid4()})
    problems = missing_for_submit(application) if application.state in WRITTEN_STATES else []
    if form.is_bound and form.is_valid():
        try:
            sent = submit_application(application=application, by=request.user, key=form.cleaned_data["key"])
            words = _("The application is sent. Your reference: %(reference)s") % {"reference": sent.reference}
            return tell(request, words, reverse("desk:label_apply", args=[slug]))
        except NotReady as refusal:
            problems = refusal.reasons
        except Stale as stale:
            return warn(request, stale, reverse("desk:label_apply", args=[slug]))
    return page(
        request,
        "label_submit",
        heading=_("Send the application?"),
        eyebrow=city.name,
        lede=_("The public sees that the city has applied. Two people check it first; in the end two others sign."),
        city=city,
        here="label",
        form=form,
        problems=problems,
        application=application,
        back=(reverse("desk:label_apply", args=[slug]), _("Back to the application")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def label_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the application back, after one question."""
    city = _city(request.user, slug)
    application = _open_application(city)
    if not is_approver(request.user, city):
        raise Refused(_("An approver of %(city)s takes the application back.") % {"city": city})
    wording = {"label": _("Why?"), "hint": _("It is kept in the record.")}
    form = ReasonForm(request.POST, **wording) if request.method == "POST" else ReasonForm(**wording)
    if form.is_bound and form.is_valid():
        here = reverse("desk:label_apply", args=[slug])
        try:
            withdraw_application(application=application, by=request.user, note=form.cleaned_data["reason"])
        except Stale as stale:
            return warn(request, stale, here)
        return tell(request, _("The application is taken back. The city can apply again."), here)
    return page(
        request,
        "confirm",
        heading=_("Take the application back?"),
        eyebrow=city.name,
        text=_("The office stops deciding. The city can apply again at any time."),
        city=city,
        here="label",
        form=form,
        button=_("Take it back"),
        back=(reverse("desk:label_apply", args=[slug]), _("No, keep it")),
    )


def _city(user: Any, slug: str) -> City:
    if not settings.LABEL_ENABLED:
        raise Hidden
    return city_to_write(user, slug)


def _open_application(city: City) -> LabelApplication:
    application = application_of(city)
    if application is None or application.state not in OPEN_STATES:
        raise Refused(_("The city has no open application."))
    return application


def _form(shown: ApplyPage, city: City) -> StatementForm | None:
    """The form, when there is something to write: a draft, or a new application that nothing stands against."""
    application = shown.application
    if application is not None and application.state in WRITTEN_STATES:
        initial = StatementForm.initial_of(application)
        opened = initial | {"revision": application.revision, "seen": fingerprint(initial)}
        return StatementForm(initial=opened, is_renewal=_renews(shown))
    if application is not None and application.state in OPEN_STATES:
        return None
    return None if shown.missing else StatementForm(initial={"revision": 1, "language": usual_language(city)})


def _renews(shown: ApplyPage) -> bool:
    return shown.application is not None and shown.application.kind == LabelApplication.Kind.RENEWAL


def _is_open(shown: ApplyPage) -> bool:
    return shown.application is not None and shown.application.state in OPEN_STATES


def _save(request: HttpRequest, city: City, shown: ApplyPage, form: StatementForm) -> HttpResponse:
    here = reverse("desk:label_apply", args=[city.slug])
    if not form.is_valid():
        return _apply_page(request, city, shown, form)
    try:
        draft = shown.application if _is_open(shown) else start_application(city=city, by=request.user)
        revision = form.cleaned_data["revision"]
        save_application(application=draft, by=request.user, revision=revision, **form.statement_values())
    except StaleEdit as stale:
        return _stale(request, city, stale.current, form)
    except Stale as stale:
        return warn(request, stale, here)
    except ValidationError as error:
        add_faults(form, error)
        return _apply_page(request, city, shown, form)
    return _go_on(request, city)


def _go_on(request: HttpRequest, city: City) -> HttpResponse:
    if "send" in request.POST and is_approver(request.user, city):
        return redirect("desk:label_submit", city.slug)
    return tell(request, _("Saved. You can come back at any time."), reverse("desk:label_apply", args=[city.slug]))


def _stale(request: HttpRequest, city: City, current: LabelApplication, form: StatementForm) -> HttpResponse:
    values = form.statement_values()
    old = StatementForm.initial_of(current)
    differences = [
        {"label": str(form.fields[name].label), "old": old[name], "new": values[name]}
        for name in values
        if old[name] != values[name]
    ]
    if not differences:  # a double click
        return _go_on(request, city)
    form.renew(current.revision, old)
    return _apply_page(request, city, apply_page(city), form, status=409, differences=differences)


def _apply_page(
    request: HttpRequest, city: City, shown: ApplyPage, form: StatementForm | None, **more: Any
) -> HttpResponse:
    held = label_in_force(city)
    return page(
        request,
        "label",
        heading=_("The label"),
        eyebrow=city.name,
        lede=_("A city with a record of kept promises can apply for the label."),
        city=city,
        here="label",
        form=form,
        shown=shown,
        is_open=_is_open(shown),
        is_decided=shown.application is not None and not _is_open(shown),
        is_returned=shown.application is not None and shown.application.state == LabelApplication.State.RETURNED,
        dates=case_dates(shown.application) if shown.application is not None and _is_open(shown) else [],
        concerns=list(concerns_at_desk(city)) if held else [],
        held=held,
        is_heard=held is not None and is_heard(city),
        life=dates_of([held])[0] if held else None,
        may_send=is_approver(request.user, city),
        reload_url=reverse("desk:label_apply", args=[city.slug]),
        **{"differences": [], "editor": None, **more},
    )
