"""Pieces of a page that many readers get alike, drawn once in each process: the frame costs more than the text.

    {% kept portal_name here %} … {% endkept %}
    {% each_time %} … {% endeach_time %}

Everything that a kept piece depends on is named in the tag, but for the language, which always counts. While DEBUG is
on nothing is kept, so that an edited template shows at once. The second tag stands around what differs by reader in a
page that is kept as a whole: it is drawn for each of them (`portal/alike.py`), on other pages at once.
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

_numbers = count()


Key = tuple[Any, ...]


class Store:
    """A bounded memory of one process. It forgets all when it is full, and keeps nothing while DEBUG is on."""

    def __init__(self, most: int, most_bytes: int = 0) -> None:
        self.most, self.most_bytes, self.bytes = most, most_bytes, 0
        self.found: dict[Key, Any] = {}

    def get(self, key: Key, make: Callable[[], Any]) -> Any:
        """Return what `make` returned for this key in this language; nobody may change it."""
        found = self.look(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def look(self, key: Key) -> Any:
        """Return what is kept under this key in this language, or None."""
        return None if settings.DEBUG else self.found.get((get_language() or "", *key))

    def keep(self, key: Key, value: Any, size: int = 0) -> None:
        """Keep a value under this key in this language; what is larger than the whole room is not kept.

        Args:
            key: names it.
            value: what `look` returns from now on.
            size: its bytes, where the room is limited in bytes.
        """
        if size > self.most_bytes:
            return
        if len(self.found) >= self.most or self.bytes + size > self.most_bytes:
            self.clear()
        self.found[get_language() or "", *key] = value
        self.bytes += size

    def clear(self) -> None:
        """Forget all."""
        self.found.clear()
        self.bytes = 0


_pieces = Store(MOST)


def piece(name: str, *parts: Any, draw: Callable[[], str], fill: str = "") -> SafeString:
    """Return what `draw` returned for these parts in this language, with `fill` escaped at the place of `FILL`.

    Args:
        name: which piece; no other may have it.
        parts: all that may change it.
        draw: makes the HTML, when it is not kept yet.
    """
    return filled(_pieces.get((name, *map(str, parts)), draw), {FILL: fill})


def once(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returned in this language: for what only the words of the portal change."""
    return _pieces.get((name,), make)


def filled(html: str, fills: dict[str, str]) -> SafeString:
    """Return finished HTML, each sign in it replaced by its text, escaped.

    Args:
        html: what a template drew.
        fills: signs such as `FILL` and their texts.
    """
    for sign, text in fills.items():
        html = html.replace(sign, escape(text))
    return SafeString(html)


class KeptNode(template.Node):
    """The tag. Each place in a template is a piece of its own."""

    def __init__(self, parts: list[template.base.FilterExpression], nodelist: template.NodeList) -> None:
        self.parts, self.nodelist = parts, nodelist
        self.name = f"tag {next(_numbers)}"

    def render(self, context: template.Context) -> SafeString:
        parts = [part.resolve(context) for part in self.parts]
        return piece(self.name, *parts, draw=lambda: self.nodelist.render(context))


class EachTimeNode(template.Node):
    """The other tag. In a page that is drawn to be kept it leaves a sign; whoever keeps the page draws it later."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        request = context.get("request") or getattr(context, "request", None)
        left: list[template.NodeList] | None = getattr(request, "left", None)
        if left is None:
            return self.nodelist.render(context)
        left.append(self.nodelist)
        return SafeString(FILL)


def parse_each_time(parser: template.base.Parser, token: template.base.Token) -> EachTimeNode:
    """Read {% each_time %} … {% endeach_time %}. It holds no {% block %} and stands in no {% kept %}."""
    nodelist = parser.parse(("endeach_time",))
    parser.delete_first_token()
    return EachTimeNode(nodelist)


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


@cache
def _address(language: str, name: str, args: tuple[str, ...]) -> str:
    return reverse(name, args=args)


def address(name: str, *args: str) -> str:
    """Return the address of one of few pages in this language; not for pages of which there are as many as rows."""
    return _address(get_language() or "", name, args)


def place_among(path: str, names: tuple[str, ...]) -> str:
    """Return a word that is the same for all paths that lie alike on, below or beside the pages of these names."""
    found = addresses(get_language() or "", names)
    return " ".join(f"{number}{path == url}" for number, url in enumerate(found) if path.startswith(url))
