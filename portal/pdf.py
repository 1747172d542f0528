"""A public page as a PDF file: its own template, as somebody without an account sees it, with a note on what it is."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import page_cache
from core.networks import asks_too_often
from core.pdf import NoPdf, make_pdf
from portal.addresses import absolute
from portal.alike import stranger

MOST_OF_NETWORK, AN_HOUR = 60, 3600
LARGEST_KEPT = 1024 * 1024
View = Callable[..., Any]


@dataclass(frozen=True)
class Note:
    """What the file says of itself. Templates find it as `request.pdf`; pages that are read have none."""

    address: str
    day: dt.date


def pdf_link(name: str, *args: Any, query: str = "") -> str:
    """Return the address of a page as PDF file; an empty text without the extra `pdf`."""
    return reverse(f"portal:{name}_pdf", args=args) + query if settings.PDF_ENABLED else ""


def as_pdf(request: HttpRequest, view: View, name: str, *args: Any) -> HttpResponse:
    """Return what a view shows, as a file; kept until an act changes a public page.

    Args:
        request: the request for the file.
        view: the view of the page.
        name: its route in the portal.
        args: what stands in its address.
    """
    visitor = _visitor(request, reverse(f"portal:{name}", args=args))
    is_kept = bool(settings.PAGE_CACHE_SECONDS) and page_cache.is_known(visitor)
    key = page_cache.name_of(visitor) if is_kept else ""
    made = caches["pdf"].get(key) if key else None
    if made is None:
        page = view(visitor, *args)
        if page.status_code != 200:
            return page
        if not settings.PDF_ENABLED:
            return _none(request, visitor, _("This portal makes no PDF files."), 404)
        if request.method == "HEAD":
            return HttpResponse(content_type="application/pdf")
        if asks_too_often(request, what="pdf", most=MOST_OF_NETWORK, seconds=AN_HOUR):
            return _none(request, visitor, _("Many files were made for your network. Try again in an hour."), 429)
        try:
            made = make_pdf(page.content.decode(), address=visitor.pdf.address)
        except NoPdf:
            return _none(request, visitor, _("The file cannot be made now. Try again in a minute."), 503)
        if key and len(made) <= LARGEST_KEPT:
            caches["pdf"].set(key, made, settings.PAGE_CACHE_SECONDS)
    return _file(made, args or (name,))


def _visitor(request: HttpRequest, path: str) -> Any:
    """Return the request for the page itself, by somebody of whom nothing is known."""
    visitor = stranger(request, {key: values for key, values in request.GET.lists() if key != "page"})
    visitor.path = visitor.path_info = path
    query = f"?{visitor.GET.urlencode()}" if visitor.GET else ""
    visitor.pdf = Note(absolute(request, path + query), timezone.localdate())
    return visitor


def _file(made: bytes, parts: tuple[Any, ...]) -> HttpResponse:
    names = [re.sub(r"[^\w-]", "", str(part)) for part in (timezone.localdate().isoformat(), *parts)]
    headers = {"Content-Disposition": f'attachment; filename="{"-".join(names)}.pdf"', "X-Robots-Tag": "noindex"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _none(request: HttpRequest, visitor: Any, words: str, status: int) -> HttpResponse:
    """Say how to get the same by printing the page."""
    query = f"?{visitor.GET.urlencode()}" if visitor.GET else ""
    return render(request, "portal/no_pdf.html", {"words": words, "page_url": visitor.path + query}, status=status)
