"""Pieces of a page that many readers get alike, drawn once in each process: the frame costs more than the text.

    {% kept portal_name here %} … {% endkept %}

Everything that the piece depends on is named in the tag, but for the language, which always counts. While DEBUG is on
nothing is kept, so that an edited template shows at once.
"""

from collections.abc import Callable
from functools import cache
from html import escape
from itertools import count
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 2000
# Stands in a piece for what is filled in each time. No address and no text holds it: it is no character of any script.
FILL = "\ufdd0"

_pieces: dict[tuple[str, ...], str] = {}
_numbers = count()


def piece(name: str, *parts: Any, draw: Callable[[], str], fill: str = "") -> SafeString:
    """Return what `draw` returned for these parts in this language, with `fill` escaped at the place of `FILL`.

    Args:
        name: which piece; no other may have it.
        parts: all that may change it.
        draw: makes the HTML, when it is not kept yet.
    """
    key = (name, get_language() or "", *map(str, parts))
    found = None if settings.DEBUG else _pieces.get(key)
    if found is None:
        if len(_pieces) >= MOST:
            _pieces.clear()
        found = _pieces[key] = draw()
    return SafeString(found.replace(FILL, escape(fill)))


class KeptNode(template.Node):
    """The tag. Each place in a template is a piece of its own."""

    def __init__(self, parts: list[template.base.FilterExpression], nodelist: template.NodeList) -> None:
        self.parts, self.nodelist = parts, nodelist
        self.name = f"tag {next(_numbers)}"

    def render(self, context: template.Context) -> SafeString:
        parts = [part.resolve(context) for part in self.parts]
        return piece(self.name, *parts, draw=lambda: self.nodelist.render(context))


def parse_kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Read {% kept part … %} … {% endkept %}."""
    parts = [parser.compile_filter(part) for part in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(parts, nodelist)


@cache
def addresses(language: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses of some pages without arguments in a language."""
    return tuple(reverse(name) for name in names)


def place_among(path: str, names: tuple[str, ...]) -> str:
    """Return a word that is the same for all paths that lie alike on, below or beside the pages of these names."""
    found = addresses(get_language() or "", names)
    return " ".join(f"{number}{path == url}" for number, url in enumerate(found) if path.startswith(url))
