"""What the head of a public page says of itself: in plain words, and at which one address."""

import html
from collections.abc import Iterable
from functools import lru_cache

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language_from_path

from core.language_links import base_address
from core.languages import interface_language

PUBLIC = "portal"
LONGEST = 200


@lru_cache(maxsize=500)
def plain(content: str) -> str:
    """Return what a piece of HTML says, as one line without tags and entities."""
    return " ".join(html.unescape(strip_tags(content)).split())


def shortened(text: str) -> str:
    """Return `text` cut at a word: what search engines and cards show."""
    return Truncator(text).chars(LONGEST) if len(text) > LONGEST else text


def whole(request: HttpRequest, path: str) -> str:
    """Return the whole address of a path of ours; one that is whole already stays."""
    return f"{base_address(request)}{path}" if path.startswith("/") else path


def canonical(request: HttpRequest, also: Iterable[str] = ()) -> str:
    """Return the whole address that stands for a public page: without filters, in a language it really speaks.

    A page of a long list stands for itself. Nothing for pages that are not public.

    Args:
        also: further languages that the page's own text has.
    """
    prefix = get_language_from_path(request.path_info)
    match = request.resolver_match
    if not prefix or match is None or match.namespace != PUBLIC:
        return ""
    language = prefix if prefix in also else interface_language(prefix)
    path = f"/{language}{request.path.removeprefix(f'/{prefix}')}"
    page = request.GET.get("page", "")
    turned = page.isascii() and page.isdigit() and len(page) < 7 and page.strip("0") not in {"", "1"}
    return f"{base_address(request)}{path}" + (f"?page={page}" if turned else "")
