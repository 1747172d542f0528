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
    prefix = get_language_from_path(request.path_info)
    current = get_language()
    return [
        LanguageLink(code, name, _address(request, prefix, code), code == current, code in COMPLETE)
        for code, name in LANGUAGES
        if prefix or code in COMPLETE
    ]


def _address(request: HttpRequest, prefix: str | None, code: str) -> str:
    if not prefix:
        query = request.GET.copy()
        query["lang"] = code
        return f"{request.path}?{query.urlencode()}"
    query = request.META.get("QUERY_STRING", "")
    path = f"/{code}{request.path.removeprefix(f'/{prefix}')}"
    return f"{path}?{query}" if query else path


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
