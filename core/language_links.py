"""The same page in other languages: links for readers, and for search engines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_path

from core.languages import COMPLETE, LANGUAGES, SOURCE


@dataclass(frozen=True)
class LanguageLink:
    """One language a page can be read in. `url` is the path with its query."""

    code: str
    name: str
    url: str
    is_current: bool
    is_complete: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return the page in every language its address can carry; filters and search words stay."""
    rest = after_language(request)
    if rest is not None:
        return links_to(rest)
    current = get_language()
    return [
        LanguageLink(code, name, _asking(request, code), code == current, True)
        for code, name in LANGUAGES
        if code in COMPLETE
    ]


def links_to(rest: str) -> list[LanguageLink]:
    """Return links in all languages to what follows the language in an address."""
    current = get_language()
    return [LanguageLink(code, name, f"/{code}{rest}", code == current, code in COMPLETE) for code, name in LANGUAGES]


def after_language(request: HttpRequest) -> str | None:
    """Return path and query behind the language of an address; None for an address that carries no language."""
    prefix = get_language_from_path(request.path_info)
    if not prefix:
        return None
    query = request.META.get("QUERY_STRING", "")
    path = request.path.removeprefix(f"/{prefix}")
    return f"{path}?{query}" if query else path


def _asking(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"{request.path}?{query.urlencode()}"


def base_address(request: HttpRequest) -> str:
    """Return scheme and host of the portal: the ones it is known by, else those of the request."""
    return settings.PORTAL_BASE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def alternates(request: HttpRequest, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return (language, whole address) of the page in every complete language, and x-default, without filters.

    Args:
        also: further languages that the page's own text has, whatever the portal's words are in.

    Nothing for pages whose address carries no language.
    """
    prefix = get_language_from_path(request.path_info)
    if not prefix:
        return []
    base = base_address(request)
    rest = request.path.removeprefix(f"/{prefix}")
    found = [(code, f"{base}/{code}{rest}") for code in sorted({*COMPLETE, *also})]
    return [*found, ("x-default", f"{base}/{SOURCE}{rest}")]
