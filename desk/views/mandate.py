"""The mandate of a city: on file, handed in, re-affirmed by a new mayor on a page that needs no account."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.actions import (
    ask_to_reaffirm,
    confirm_reaffirm,
    hand_in_mandate,
    link_to_reaffirm,
    reaffirm,
    reaffirm_obstacle,
    resend_reaffirm,
    show_mandate,
    withdraw_mandate,
)
from cities.models import City, ReaffirmLink
from cities.queries.documents import mandate_with_document
from cities.rules import may_confirm_mayor, may_hand_in_mandate, missing_mandate
from cities.tasks import scan_soon
from commitments.queries import city_commitments
from core.secret_pages import secret_page
from core.storage import download_response
from core.uploads import content_type_of
from desk.access import city_to_mandate, city_to_write, mandate_of_city
from desk.forms.mandate import MandateForm, ReaffirmForm
from desk.pages import add_faults, page, tell, warn
from review.deadlines import days
from review.workflow import NotReady, Stale


@require_safe
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on file, what is on its way, and what can be done."""
    city = city_to_write(request.user, slug)
    rows = list(city.mandates.exclude(state="withdrawn").order_by("-starts_on", "-pk"))
    waiting = next((row for row in rows if row.state in {"asked", "submitted"}), None)
    link = ReaffirmLink.objects.open().filter(mandate=waiting).select_related("asked_by").first() if waiting else None
    return page(
        request,
        "mandate",
        heading=_("Mandate"),
        eyebrow=city.name,
        lede=_("What the council decided or the mayor signed, and until when it lets the city speak here."),
        city=city,
        here="members",
        mandates=[row for row in rows if row != waiting],
        waiting=waiting,
        link=link,
        missing=missing_mandate(city),
        manages=may_hand_in_mandate(request.user, city),
        may_confirm=bool(link and may_confirm_mayor(request.user, city, link)),
        back=(reverse("desk:members", args=[slug]), _("Back to the team")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a mandate with its document."""
    city = city_to_mandate(request.user, slug)
    form = MandateForm(request.POST, request.FILES) if request.method == "POST" else MandateForm()
    if form.is_bound and form.is_valid():
        try:
            scan_soon(hand_in_mandate(city=city, by=request.user, **form.cleaned_data))
            return tell(request, _("The office has it now and answers by e-mail."), _here(city))
        except ValidationError as error:
            add_faults(form, error)
    lede = _("The office reads the document. Then the mandate is on file.")
    words = {"heading": _("Hand in a mandate"), "button": _("Send it to the office")}
    return _form_page(request, city, form, lede=lede, upload=True, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def reaffirm_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the new mayor to re-affirm."""
    city = city_to_mandate(request.user, slug)
    form = ReaffirmForm(request.POST) if request.method == "POST" else ReaffirmForm()
    if form.is_bound and form.is_valid():
        try:
            link = ask_to_reaffirm(city=city, by=request.user, **form.cleaned_data)
            return tell(request, _asked_words(link), _here(city))
        except NotReady as refusal:
            return warn(request, refusal, _here(city))
        except ValidationError as error:
            add_faults(form, error)
    words = _("The mayor gets a link by e-mail that works once, for %(days)s days, and signs without an account.")
    lede = words % {"days": days("sign_off_link")}
    heading = _("Let the new mayor re-affirm")
    return _form_page(request, city, form, heading=heading, lede=lede, button=_("Send the link"))


@require_POST
def mandate_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take back what is on its way, confirm the mayor's address, send the link again, or say who reads the document."""
    row = mandate_of_city(request.user, pk)
    link = ReaffirmLink.objects.open().filter(mandate=row).select_related("mandate__city").first()
    try:
        if act == "withdraw":
            withdraw_mandate(mandate=row, by=request.user)
            return tell(request, _("It is taken back."), _here(row.city))
        if act == "confirm" and link is not None:
            return tell(request, _asked_words(confirm_reaffirm(link=link, by=request.user)), _here(row.city))
        if act == "again" and link is not None:
            return tell(request, _asked_words(resend_reaffirm(link=link, by=request.user)), _here(row.city))
        if act in {"show", "hide"}:
            show_mandate(mandate=row, is_public=act == "show", by=request.user)
            return tell(request, _("Saved: it counts at once."), _here(row.city))
    except Stale as stale:
        return warn(request, stale, _here(row.city))
    return warn(request, _("This is no longer possible. Look at where it is."), _here(row.city))


@require_safe
def mandate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document, for the people of the city."""
    row = mandate_with_document(request.user, pk)
    return download_response(row.file, name=row.file_name, content_type=content_type_of(row.file_name))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def reaffirm_sign(request: HttpRequest, token: str) -> HttpResponse:
    """The new mayor's page: what is re-affirmed, and one button. Reading changes nothing; only the button signs."""
    link, obstacle, status = link_to_reaffirm(token=token), "", 200
    if request.method == "POST" and not link.used_at:
        try:
            link = reaffirm(token=token, by=request.user if request.user.is_authenticated else None)
        except Stale as stale:
            link, obstacle, status = link_to_reaffirm(token=token), str(stale), 409
    if not link.used_at:
        obstacle = obstacle or reaffirm_obstacle(link=link)
    city = link.mandate.city
    promises = [] if link.used_at or obstacle else city_commitments(city).rows
    context = {"link": link, "mandate": link.mandate, "city": city, "promises": promises, "obstacle": obstacle}
    return render(request, "desk/reaffirm.html", context, status=status)


def _form_page(
    request: HttpRequest, city: City, form: Any, *, heading: str, lede: str, button: str, upload: bool = False
) -> HttpResponse:
    return page(
        request,
        "mandate_form",
        heading=heading,
        eyebrow=city.name,
        lede=lede,
        city=city,
        here="members",
        form=form,
        upload=upload,
        button=button,
        back=(_here(city), _("Back to the mandate")),
    )


def _here(city: City) -> str:
    return reverse("desk:mandate", args=[city.slug])


def _asked_words(link: ReaffirmLink) -> str:
    if link.waits_for_confirmation:
        return _("%(email)s is not an address of the city's own domains. A second approver confirms it first.") % {
            "email": link.email
        }
    return _("We sent a link to %(email)s.") % {"email": link.email}
