"""Sign-off by the mayor: the city asks, confirms and takes back; the mayor reads and signs without an account."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cities.rules import may_confirm_mayor
from commitments.actions import (
    ask_mayor,
    confirm_mayor,
    link_to_sign,
    resend_mayor,
    revoke_mayor,
    sign_as_mayor,
    signing_obstacle,
)
from commitments.models import Evidence, SignOffLink
from commitments.queries import parts_of
from core.secret_pages import secret_page
from desk.access import mayor_link_of, version_for_mayor
from desk.forms.sending import MayorForm
from desk.pages import add_faults, page, tell, warn
from desk.rows import answers
from review.deadlines import days
from review.workflow import NotReady, Stale


@require_http_methods(["GET", "HEAD", "POST"])
def mayor(request: HttpRequest, code: str) -> HttpResponse:
    """Who signs: the mayor's name and address, or how the link that was sent stands."""
    version = version_for_mayor(request.user, code)
    city, here = version.commitment.city, reverse("desk:mayor", args=[code])
    link = version.sign_off_links.open().select_related("asked_by").first()
    form = MayorForm(request.POST) if request.method == "POST" else MayorForm()
    if form.is_bound and form.is_valid():
        try:
            link = ask_mayor(version=version, by=request.user, **form.cleaned_data)
            return tell(request, _asked_words(link), here)
        except NotReady:
            return redirect("desk:check", code)
        except Stale as stale:
            return warn(request, stale, reverse("desk:commitment", args=[code]))
        except ValidationError as error:
            add_faults(form, error)
    return page(
        request,
        "mayor",
        heading=_("Let the mayor sign off"),
        eyebrow=version.title or code,
        lede=_("The mayor gets a link by e-mail, reads exactly this text and signs it without an account."),
        city=city,
        here="commitments",
        version=version,
        link=link if link and not link.is_expired else None,
        may_confirm=bool(link and may_confirm_mayor(request.user, city, link)),
        days=days("sign_off_link"),
        form=form,
        back=(reverse("desk:commitment", args=[code]), _("All parts of this commitment")),
    )


@require_POST
def mayor_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """A second approver says that the address is the mayor's."""
    link = mayor_link_of(request.user, code)
    here = reverse("desk:mayor", args=[code])
    try:
        confirm_mayor(link=link, by=request.user)
    except Stale as stale:
        return warn(request, stale, here)
    return tell(request, _asked_words(link), here)


@require_POST
def mayor_again(request: HttpRequest, code: str) -> HttpResponse:
    """Send a new link; the one before opens nothing any more."""
    link = mayor_link_of(request.user, code)
    here = reverse("desk:mayor", args=[code])
    try:
        resend_mayor(link=link, by=request.user)
    except Stale as stale:
        return warn(request, stale, here)
    words = _("We sent a new link to %(email)s. The one before no longer works.")
    return tell(request, words % {"email": link.email}, here)


@require_POST
def mayor_revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Take the link back."""
    link = mayor_link_of(request.user, code)
    here = reverse("desk:mayor", args=[code])
    try:
        revoke_mayor(link=link, by=request.user)
    except Stale as stale:
        return warn(request, stale, here)
    return tell(request, _("The link to %(name)s no longer works.") % {"name": link.name}, here)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """The mayor's page: the whole text and one button. Reading changes nothing; only the button signs, once."""
    link = link_to_sign(token=token)
    if request.method == "POST" and not link.used_at:
        try:
            link = sign_as_mayor(token=token, by=request.user if request.user.is_authenticated else None)
        except (Stale, NotReady) as refusal:
            return _sign_page(request, link_to_sign(token=token), obstacle=str(refusal), status=409)
    if link.used_at:
        return render(request, "desk/signed.html", {"link": link, "version": link.version, "days": days("form_check")})
    return _sign_page(request, link, obstacle=signing_obstacle(link=link, version=link.version))


def _sign_page(request: HttpRequest, link: SignOffLink, *, obstacle: str, status: int = 200) -> HttpResponse:
    version = link.version
    context: dict[str, Any] = {"link": link, "version": version, "city": version.commitment.city, "obstacle": obstacle}
    context["sections"] = [] if obstacle else _sections(version)
    return render(request, "desk/sign.html", context, status=status)


def _sections(version: Any) -> list[dict[str, Any]]:
    """The text as it is signed: what its fingerprint covers, without confidential evidence and links to the desk."""
    parts = parts_of([version])[version.pk]
    public = [row for row in parts.evidence if row.evidence.visibility == Evidence.Visibility.PUBLIC]
    sections = answers(version, replace(parts, evidence=public), change=False)
    for section in sections:
        section["evidence"] = [row | {"url": "" if row["icon"] == "doc" else row["url"]} for row in section["evidence"]]
    return sections


def _asked_words(link: SignOffLink) -> str:
    if link.waits_for_confirmation:
        return _("%(email)s is not an address of the city's own domains. A second approver confirms it first.") % {
            "email": link.email
        }
    return _("We sent a link to %(email)s.") % {"email": link.email}
