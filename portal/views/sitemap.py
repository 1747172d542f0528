"""The list of public pages for search engines, in parts of bounded size."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.languages import COMPLETE
from portal import queries
from portal.addresses import absolute

XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PAGES = (
    "home",
    "cities",
    "commitments",
    "framework",
    "rights",
    "countries",
    "gaps",
    "process",
    "statistics",
    "decisions",
    "open_data",
    "about",
    "accessibility",
    "privacy",
)


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Without `?part=` the index, with it one part: pages, cities-0, commitments-3 …"""
    part = request.GET.get("part", "")
    with translation.override(settings.LANGUAGE_CODE):
        if not part:
            return _xml("sitemapindex", (_entry("sitemap", url) for url in _parts(request)))
        pages = (_languages(absolute(request, path), day) for path, day in _addresses(part))
        return _xml("urlset", (entry for entries in pages for entry in entries))


def _parts(request: HttpRequest) -> Iterator[str]:
    address = absolute(request, reverse("sitemap"))
    yield f"{address}?part=pages"
    for kind, count in queries.sitemap_parts().items():
        yield from (f"{address}?part={kind}-{number}" for number in range(count))


def _addresses(part: str) -> Iterable[tuple[str, str]]:
    if part == "pages":
        names = (*PAGES, "labels", "decision_log") if settings.LABEL_ENABLED else PAGES
        return [(path, "") for path in (*(reverse(f"portal:{name}") for name in names), *queries.framework_paths())]
    kind, _dash, number = part.partition("-")
    hidden = kind == "labels" and not settings.LABEL_ENABLED
    if kind not in queries.SITEMAP_KINDS or hidden or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Http404
    return queries.sitemap_rows(kind, int(number))


def _languages(url: str, day: str) -> Iterator[str]:
    """Yield one entry for each complete language, each naming all of them, as search engines want it."""
    base, _prefix, rest = url.partition(f"/{settings.LANGUAGE_CODE}/")
    urls = {code: f"{base}/{code}/{rest}" for code in COMPLETE}
    others = {**urls, "x-default": url}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(other)}"/>' for code, other in others.items()
    )
    yield from (_entry("url", own, day, links) for own in urls.values())


def _entry(tag: str, url: str, day: str = "", links: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{tag}><loc>{escape(url)}</loc>{changed}{links}</{tag}>"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    body = "\n".join(entries)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}" xmlns:xhtml="{XHTML}">\n{body}\n</{root}>\n'
    )
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
