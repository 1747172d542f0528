"""What every page is asked in the browser: axe, no sideways scroll, no noise, nothing from elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 320, "height": 700}
# Everything else that axe looks at is the same in another colour scheme: tests/core/test_theme.py.
ON_COLOURS = ("color-contrast",)
ON_WIDTH = ("color-contrast", "target-size", "scrollable-region-focusable")
# How a page is looked at: width, colours, and the rules axe asks; none means all.
Looks = tuple[tuple[ViewportSize, Literal["light", "dark"], tuple[str, ...]], ...]
LOOKS: Looks = ((WIDE, "dark", ON_COLOURS), (NARROW, "dark", ON_COLOURS), (NARROW, "light", ()), (WIDE, "light", ()))
# A page of the desk or the administration: both widths, both colours.
OPPOSITE: Looks = ((NARROW, "dark", ON_WIDTH), (WIDE, "light", ()))
# A page that was asked already, in another state: /styleguide/ shows each component of it in every look.
ONCE: Looks = ((WIDE, "light", ()),)
INSIDE = re.compile(r"^/(\w\w/desk|admin)/")
CODES = re.compile(r"hr[cl]-[\w.-]+|[0-9a-f-]{36}|\d+")
LOAD_FAILED = "Failed to load resource"
# What lies in a closed fold never finishes its animation: two seconds are enough for all others.
SETTLED = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map(one => one.finished)),
  new Promise(done => setTimeout(done, 2000)),
])"""


def looks_for(page: Page, *, again: bool) -> Looks:
    """Return in which looks a page is asked; `again` is another state of a page that was."""
    if again:
        return ONCE
    return OPPOSITE if INSIDE.match(urlsplit(page.url).path) else LOOKS


def violations(page: Page, rules: Iterable[str] = ()) -> list[str]:
    """Return what axe finds, one line a violation, with the places; `rules` asks for a few only."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate(
        "options => axe.run(document, options)", {"resultTypes": ["violations"], "preload": False, **only}
    )
    return [
        f"{fault['id']}: {fault['help']}: " + " | ".join(node["html"][:200] for node in fault["nodes"][:3])
        for fault in found["violations"]
    ]


def place(page: Page) -> str:
    """Return the address of a page without its codes and numbers: the same for every state of the page."""
    return CODES.sub("#", urlsplit(page.url).path.lower())


def face(page: Page) -> tuple[str, ...]:
    """Return what tells one page from another: its address without numbers, its headings, faults, and what is open."""
    path = re.sub(r"\d+", "#", urlsplit(page.url).path.lower())
    words = page.locator("h1, h2, h3, h4, legend, [role=alert], .err").all_inner_texts()
    return (path, str(page.locator("details[open]").count()), *words)


def change_colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Switch to light or dark, and wait until the colours have stopped changing."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults_in(page: Page, looks: Looks = LOOKS) -> list[str]:
    """Ask axe in light and dark, wide and narrow, and look for sideways scroll down to 320 px; then put it all back."""
    own, faults, colours = page.viewport_size or WIDE, [], ""
    overflow = {}
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        if scheme != colours:
            change_colours(page, scheme)
            colours = scheme
        faults += [f"{size['width']} px, {scheme}: {fault}" for fault in violations(page, rules)]
        overflow[size["width"]] = sideways(page)
    page.set_viewport_size(SMALLEST)
    overflow[SMALLEST["width"]] = sideways(page)
    faults += [f"scrolls sideways by {wide} px at {width} px" for width, wide in overflow.items() if wide > 0]
    page.set_viewport_size(own)
    return faults


def picture(page: Page, file: Path) -> None:
    """Keep four pictures of the page: light and dark, wide and narrow."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = page.viewport_size or WIDE
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            change_colours(page, scheme)
            page.screenshot(path=f"{file}-{size['width']}-{scheme}.png", full_page=True)
    page.set_viewport_size(own)


@dataclass
class Watch:
    """What a browser complains of, and where it goes, while somebody uses the portal."""

    home: str
    complaints: list[str]

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a browser."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # The browser says this of every 4xx, and of a page that was left while it loaded.
        if message.type in {"error", "warning"} and not message.text.startswith(LOAD_FAILED):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.home:
            self.complaints.append(f"request to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        missing = response.status >= 400 and not response.request.is_navigation_request()
        if missing or response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")
