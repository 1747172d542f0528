"""SVG pictures for other sites. They speak the language of `?lang=`, run nothing, load nothing and set no cookie."""

import base64
import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from core.languages import COMPLETE, SOURCE
from core.qr import qr_svg
from labels.queries import labels_by_city
from labels.queries.credentials import public_label
from portal import embed
from portal.addresses import absolute
from portal.queries.embed import badge_city, card_version

MAX_AGE = 300
LONGEST_CODE = 12
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@require_safe
@xframe_options_exempt
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """The badge of a city; 404, in words as well, where there is none."""
    with translation.override(_language(request)):
        city = badge_city(slug)
        if city is None:
            return _send(request, embed.nothing(), status=404)
        return _send(request, embed.badge(city, labels_by_city([city.pk]).get(city.pk)))


@require_safe
@xframe_options_exempt
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a commitment; 410 with the day it was withdrawn, 404 where there is none."""
    with translation.override(_language(request)):
        version = card_version(code)
        if version is None:
            return _send(request, embed.nothing(), status=404)
        withdrawn = version.commitment.state == Commitment.State.WITHDRAWN
        return _send(request, embed.card(version), status=410 if withdrawn else 200)


@require_safe
def label_code(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code that leads to the page of a label, to stand on paper: black on white, whatever the page's colours."""
    label = public_label(code) if settings.LABEL_ENABLED and len(code) <= LONGEST_CODE else None
    if label is None:
        raise Http404
    with translation.override(SOURCE):
        address = absolute(request, label.get_absolute_url())
    response = HttpResponse(qr_svg(address), content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors *; sandbox"
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in COMPLETE else SOURCE


def _send(request: HttpRequest, parts: list[embed.Words], *, status: int = 200) -> HttpResponse:
    body = render_to_string("embed/picture.svg", embed.picture(parts))
    response = HttpResponse(body, content_type="image/svg+xml; charset=utf-8", status=status)
    private = settings.SESSION_COOKIE_NAME in request.COOKIES
    response.headers["Cache-Control"] = "no-store" if private else f"public, max-age={MAX_AGE}"
    response.headers["Content-Language"] = translation.get_language()
    response.headers["Content-Security-Policy"] = _policy(body)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    if status == 200:
        response = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return response


def _policy(body: str) -> str:
    """Return what the picture may do when it is opened by itself: show its own style sheet, stand in any page."""
    styles = (hashlib.sha256(found.encode()).digest() for found in STYLE.findall(body))
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in styles)
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors *; sandbox"
