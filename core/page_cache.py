"""Pages that every reader without a session gets alike, kept finished: gzip, an ETag of their own, 304.

Not Django's cache middleware, on purpose: this one stores only what it knows to be public, and looks before session and
language. A kept page is found by address, known query keys, colours, day and stamp. The stamp is a number in the row
that each audited act locks anyway: it moves with the act's own commit, so no page outlives what it says, whatever the
cache is made of. Each process asks for it twice a second.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache, caches
from django.core.exceptions import DisallowedHost
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from core.models import AuditHead
from core.theme import theme_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
STAMP_SECONDS = 0.5
FILTERED_SECONDS = 60
LARGEST, LONGEST_QUERY = 512 * 1024, 200
FRESHNESS = "max-age=0, must-revalidate"
NOT_FOR_ALL = re.compile(r"private|no-store|no-cache")
# What a page may depend on beyond its address: the cookie of the colours (in the name of the page) and gzip.
KNOWN_VARY = {"cookie", "accept-encoding"}
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished page: its body as gzip, and all headers but those of the transfer."""

    body: bytes
    headers: dict[str, str]


class _Seen:
    """The stamp as this process read it last."""

    at = float("-inf")
    stamp = 0


def stamp() -> int:
    """Return the number that every act on a public page raises; at most half a second old. 0 when nothing is kept."""
    if not settings.PAGE_CACHE_SECONDS:
        return 0
    now = time.monotonic()
    if now - _Seen.at >= STAMP_SECONDS:
        _Seen.stamp = AuditHead.objects.filter(pk=1).values_list("pages", flat=True).first() or 0
        _Seen.at = now
    return _Seen.stamp


def purge() -> None:
    """Let no page outlive the transaction: for a change of public pages that is no audited act."""
    AuditHead.objects.filter(pk=1).update(pages=F("pages") + 1)


def remember(name: str, make: Callable[[], Any], seconds: int) -> Any:
    """Return what `make` returned since the last act on a public page, for `seconds` at most."""
    return cache.get_or_set(f"{name}:{stamp()}", make, seconds)


class PageCacheMiddleware:
    """Stands before session and locale: a page that is kept costs neither."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_plain(request):
            return self.get_response(request)
        name = name_of(request) if settings.PAGE_CACHE_SECONDS else ""
        kept: Kept | None = caches["pages"].get(name) if name else None
        if kept is None:
            response = self.get_response(request)
            if not _is_alike(request, response):
                return response
            if not (name and request.method == "GET" and is_known(request)):
                return _reply(request, _headers(response), plain=response.content)
            kept = Kept(_small(response.content), _headers(response))
            seconds = min(FILTERED_SECONDS, settings.PAGE_CACHE_SECONDS) if request.GET else None
            caches["pages"].set(name, kept, seconds or settings.PAGE_CACHE_SECONDS)
        return _reply(request, kept.headers, small=kept.body)


def _is_plain(request: HttpRequest) -> bool:
    """Whether nobody is signed in, nothing waits to be told, and nothing is sent along."""
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    return (
        request.method in {"GET", "HEAD"}
        and own.isdisjoint(request.COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
        and request.META.get("CONTENT_LENGTH") in {None, "", "0"}
    )


def name_of(request: HttpRequest) -> str:
    """Return under which name the page is kept; empty for an address that is not ours."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    query = sorted((key, *values) for key, values in request.GET.lists())
    parts = (request.scheme, host, request.path, query, theme_of(request), timezone.localdate(), settings.VERSION)
    return f"{stamp()}:{hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()}"


def _is_alike(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this answer is the same for all who are not signed in."""
    door = request.resolver_match.namespace if request.resolver_match else ""
    vary = {part.strip().lower() for part in response.headers.get("Vary", "").split(",") if part.strip()}
    return (
        door in settings.PAGE_CACHE_KEYS
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and not NOT_FOR_ALL.search(response.headers.get("Cache-Control", ""))
        and response.headers["Content-Type"].startswith("text/html")
        and vary <= KNOWN_VARY
        and len(response.content) <= LARGEST
    )


def is_known(request: HttpRequest) -> bool:
    """Whether the query holds nothing but filters of this door: free text would fill the cache with single pages."""
    known = settings.PAGE_CACHE_KEYS[request.resolver_match.namespace]
    return known.issuperset(request.GET) and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY


def _headers(response: HttpResponse) -> dict[str, str]:
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    response.headers["ETag"] = f'W/"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["Cache-Control"] = FRESHNESS
    return {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Date"}}


def _small(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


def _reply(
    request: HttpRequest, headers: dict[str, str], *, plain: bytes = b"", small: bytes = b""
) -> HttpResponseBase:
    """Answer with a page of which one form is known; the other is made when the reader takes it."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        unchanged = get_conditional_response(request, etag=headers["ETag"])
        if unchanged is not None and unchanged.status_code == 304:
            for name in ("ETag", "Cache-Control", "Vary"):
                unchanged.headers[name] = headers[name]
            return unchanged
    takes_small = bool(_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    body = (small or _small(plain)) if takes_small else (plain or gzip.decompress(small))
    response = HttpResponse(body, headers=headers)
    if takes_small:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    return response
