"""The list of public pages for search engines, in parts of bounded size."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal import queries
from portal.addresses import absolute

XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "home",
    "cities",
    "commitments",
    "framework",
    "rights",
    "process",
    "statistics",
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
        return _xml("urlset", (_entry("url", absolute(request, path), day) for path, day in _addresses(part)))


def _parts(request: HttpRequest) -> Iterator[str]:
    address = absolute(request, reverse("sitemap"))
    yield f"{address}?part=pages"
    for kind, count in queries.sitemap_parts().items():
        yield from (f"{address}?part={kind}-{number}" for number in range(count))


def _addresses(part: str) -> Iterable[tuple[str, str]]:
    if part == "pages":
        names = (*PAGES, "labels") if settings.LABEL_ENABLED else PAGES
        return [(reverse(f"portal:{name}"), "") for name in names]
    kind, _dash, number = part.partition("-")
    if kind not in queries.SITEMAP_KINDS or not (number.isascii() and number.isdigit() and len(number) < 7):
        raise Http404
    return queries.sitemap_rows(kind, int(number))


def _entry(tag: str, url: str, day: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{tag}><loc>{escape(url)}</loc>{changed}</{tag}>"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    body = "\n".join(entries)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{XMLNS}">\n{body}\n</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
