"""PDF files of public pages, for who takes the extra `pdf` (requirements-pdf.lock). Without it nothing here is asked.

A page becomes a file in the process of `core.sandbox`: no settings, no database, no network, 512 MB, 10 seconds of its
own and 20 by the clock. What it may read travels with the page: style sheets and signs of our own static files.
"""

import base64
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError

from core.sandbox import run_limited

AT_ONCE = 2
SECONDS = 20.0
LARGEST_PAGE = 2 * 1024 * 1024
STYLES = "css/pdf.css"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
_SIGN = re.compile(r'<svg ([^<>]*)><use href="[^"#]*/icons[^"/#]*\.svg#([\w-]+)"></use></svg>')
_SAID = re.compile(r'aria-label="([^"]*)"')
_SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


class NoPdf(Exception):
    """There is no file: too many are made at this moment, or this page costs too much."""


def is_installed() -> bool:
    """Return whether the extra is there. It is not loaded: that costs a second and 70 MB."""
    return find_spec("weasyprint") is not None


def make_pdf(html: str, *, address: str) -> bytes:
    """Return a page as PDF/UA, with its title, language and structure. Never inside a transaction.

    Args:
        html: the whole page.
        address: its full address; its links are completed with it.

    Raises: NoPdf.
    """
    if len(html) > LARGEST_PAGE:
        raise NoPdf
    page = {"html": _with_signs(html), "address": address, "styles": _read(STYLES).decode(), "files": _files(html)}
    with _turn():
        try:
            given = io.BytesIO(json.dumps(page).encode())
            with run_limited("core.pdf_process:make", given, seconds=SECONDS) as made:
                return made.read()
        except ValidationError as error:
            raise NoPdf from error


@contextmanager
def _turn() -> Iterator[None]:
    """Hold one of the few turns of this machine: the processes that answer readers must not all make files."""
    for number in range(AT_ONCE):
        with Path(settings.VAR_DIR / f"pdf-{number}.lock").open("w") as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except OSError:
                continue
            yield
            return
    raise NoPdf


def _files(html: str) -> dict[str, list[str]]:
    """Return address -> type and content of the style sheets and pictures of ours that a page names."""
    found = {}
    for address in set(re.findall(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[\w./-]+)"', html)):
        name = address.removeprefix(settings.STATIC_URL)
        kind = TYPES.get(Path(name).suffix)
        if kind and (content := _read(name)):
            found[address] = [kind, base64.b64encode(content).decode()]
    return found


def _read(name: str) -> bytes:
    """Return one of our static files, collected or not; nothing for a name that is none, whatever it is."""
    if not name or ".." in name.split("/"):
        return b""
    for path in (staticfiles_storage.path(name), finders.find(name)):
        if path and Path(path).is_file():
            return Path(path).read_bytes()
    return b""


@cache
def _signs() -> dict[str, tuple[str, str]]:
    text = _read("img/icons.svg").decode()
    return {name: (box, drawing) for name, box, drawing in _SYMBOL.findall(text)}


def _with_signs(html: str) -> str:
    """Draw each sign where it stands: the maker of PDF files follows no reference into another file."""

    def drawn(found: re.Match[str]) -> str:
        box, drawing = _signs().get(found[2], ("0 0 1 1", ""))
        said = _SAID.search(found[1])
        title = f"<title>{said[1]}</title>" if said else ""
        return f'<svg viewBox="{box}" {found[1]}>{title}{drawing}</svg>'

    return _SIGN.sub(drawn, html)
