"""Public pages that all readers get alike, drawn once in each process, for those whom the page cache does not serve.

Somebody is signed in, or the address holds a word that is no filter: what the page says is the same as for everybody.
A view with `@alike` is asked by a stranger who sends nothing but the address and the parameters that the view names;
what it shows is kept as HTML, named by all that may change it (docs/adr/0014). Only what stands in {% each_time %} is
drawn for each reader: who is signed in, messages, colours, the page in other languages. A public act moves the stamp in
the name, so a page that was changed, withdrawn or hidden is gone as fast as from the page cache: within a second.
"""

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template import NodeList, RequestContext, Template
from django.utils import timezone

from core import kept
from core.page_cache import stamp

View = Callable[..., Any]
# Some 30 kB a page; for what no act tells of, such as the time of day, a page is made anew after a minute.
PAGES = kept.Store(1000, 16 * 1024 * 1024)
KEPT_SECONDS, LONGEST_KEY = 60, 400
SIGN = kept.FILL.encode()


@dataclass(frozen=True, slots=True)
class Page:
    """A drawn page, cut where something differs by reader, and what is to be drawn there."""

    parts: list[bytes]
    left: list[NodeList]


def alike(*asks: str) -> Callable[[View], View]:
    """Keep what a view shows. It meets a request by nobody, with these parameters and no others, kept or not.

    Args:
        asks: the parameters of the address that change the page.
    """

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if hasattr(request, "pdf"):
                return view(request, *args, **kwargs)
            name = _name(request, asks)
            page = PAGES.look(name) if name else None
            if page is None:
                asker = stranger(request, {key: request.GET.getlist(key) for key in asks})
                asker.left = []
                page = _page_of(asker, view(asker, *args, **kwargs))
                if page is None:
                    return view(request, *args, **kwargs)
                if name:
                    PAGES.keep(name, page, sum(map(len, page.parts)))
            return _for(request, page)

        return answer

    return around


def stranger(request: HttpRequest, query: dict[str, list[str]]) -> Any:
    """Return a request for a page by somebody of whom nothing is known.

    Args:
        request: the request of a reader, for its host and address.
        query: the parameters of the address, each with its values.
    """
    asker: Any = copy.copy(request)
    asker.GET = QueryDict(mutable=True)
    for key, values in query.items():
        if values:
            asker.GET.setlist(key, values)
    own = {"CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE", "HTTP_COOKIE"}
    asker.META = {name: value for name, value in request.META.items() if name not in own}
    asker.META["QUERY_STRING"] = asker.GET.urlencode()
    asker.user, asker.COOKIES, asker.session = AnonymousUser(), {}, None
    asker.__dict__.pop("_messages", None)
    return asker


def _name(request: HttpRequest, asks: tuple[str, ...]) -> tuple[Any, ...]:
    """Return all that may change the page but for its view and language; nothing when it is not to be kept."""
    now, query = stamp(), repr([(key, request.GET.getlist(key)) for key in asks])
    if not now or len(query) > LONGEST_KEY:
        return ()
    day, minute = timezone.localdate(), int(time.monotonic() // KEPT_SECONDS)
    return request.scheme, request.get_host(), request.path, query, now, day, minute, settings.LABEL_ENABLED


def _page_of(asker: Any, response: HttpResponseBase) -> Page | None:
    """Return what a view showed a stranger; None for what is no page that all readers get alike."""
    if response.status_code != 200 or not isinstance(response, HttpResponse) or "CSRF_COOKIE" in asker.META:
        return None
    parts = response.content.split(SIGN)
    is_whole = len(parts) == len(asker.left) + 1 and set(response.headers) == {"Content-Type"} and not response.cookies
    return Page(parts, asker.left) if is_whole else None


def _for(request: HttpRequest, page: Page) -> HttpResponse:
    context = RequestContext(request)
    with context.bind_template(_nothing()):
        drawn = [nodes.render(context).encode() for nodes in page.left]
    between = (piece for pair in zip(page.parts, drawn, strict=False) for piece in pair)
    return HttpResponse(b"".join((*between, page.parts[-1])))


@cache
def _nothing() -> Any:
    """Return an empty template: the context of a page asks it for its engine."""
    return Template("")
