"""A concern about a label, once the office has accepted it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.storage import download_response
from labels.queries.concerns import concern_page, concern_proof
from portal.concerns import concern_context
from portal.crumbs import crumbs


@require_safe
def concern(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """What was said, what the city answered, which plan was agreed, how it ended and why."""
    page = concern_page(code, reference)
    label = page.concern.label
    way = crumbs("labels", more=((reverse("portal:label", args=[label.code]), label.code),))
    return render(request, "portal/concern.html", concern_context(page) | {"crumbs": way})


@require_safe
def concern_file(request: HttpRequest, code: str, reference: str) -> HttpResponseBase:
    """Download the proof of an accepted concern."""
    item = concern_proof(code, reference)
    return download_response(item.file, name=item.file_name, content_type=item.content_type)
