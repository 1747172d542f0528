"""The operator's own colours and logo. Colours that cannot be read are refused when the portal starts.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): 4.5:1 for words, 3:1 for signs.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# What stands on what, from static/css/tokens.css: setting, other colour, least contrast, what it is, what to change.
WORDS, SIGNS = 4.5, 3.0
NEEDS = (
    ("BRAND_COLOR", "#ffffff", WORDS, "links on the page", "darker"),
    ("BRAND_COLOR", "#f4f6fb", WORDS, "links on a quiet band", "darker"),
    ("BRAND_FILL", "#ffffff", WORDS, "white words on buttons", "darker"),
    ("BRAND_COLOR_DARK", "#0b1020", WORDS, "links on the dark page", "lighter"),
    ("BRAND_COLOR_DARK", "#1a2647", WORDS, "links on a dark band", "lighter"),
    ("BRAND_GOLD", "#171c28", WORDS, "dark words on gold", "lighter"),
    ("BRAND_GOLD", "#04133d", SIGNS, "signs on the dark head of the page", "lighter"),
)
NAMES = tuple(dict.fromkeys(need[0] for need in NEEDS))
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
LOGO_BYTES = 50 * 1024
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Brand:
    """What is linked into every page: a style sheet (empty: the portal's own colours) and a logo (or none)."""

    css: str = ""
    logo: bytes = b""
    logo_type: str = ""

    @property
    def mark(self) -> str:
        """A short text that changes with colours and logo, for addresses that may be kept for ever."""
        return hashlib.blake2b(self.css.encode() + self.logo, digest_size=6).hexdigest()


def read_brand(env: Any) -> Brand:
    """Return the brand that the environment asks for.

    Args:
        env: a reader of variables with `.str(name, default)`.

    Raises: ImproperlyConfigured for a colour that is none or cannot be read, and for a logo that cannot be shown.
    """
    colours = {name: env.str(name, "").strip().lower() for name in NAMES}
    given = {name: value for name, value in colours.items() if value}
    for name, value in given.items():
        if not re.fullmatch(r"#[0-9a-f]{6}", value):
            raise ImproperlyConfigured(f"{name}={value} is no colour: write it as # and six digits, such as #0e47cb.")
    for name, other, least, what, change in NEEDS:
        if name in given and contrast(given[name], other) < least:
            found = contrast(given[name], other)
            raise ImproperlyConfigured(
                f"{name}={given[name]} has a contrast of {found:.2f}:1 to {other}; {what} need {least}:1. "
                f"Choose a {change} colour."
            )
    return Brand(_css(given), *_logo(env.str("PORTAL_LOGO", "")))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `#0e47cb`: 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, target: int) -> str:
    """Return the colour three tenths of the way to black (0) or white (255), for hover and the bar."""
    return "#" + bytes(round(part + 0.3 * (target - part)) for part in bytes.fromhex(colour[1:])).hex()


def _css(given: dict[str, str]) -> str:
    light: dict[str, str] = {}
    if brand := given.get("BRAND_COLOR"):
        light |= {"brand": brand, "brand2": _mixed(brand, 0), "nav": _mixed(brand, 0)}
    if fill := given.get("BRAND_FILL") or brand:
        light["fill"] = fill
    if gold := given.get("BRAND_GOLD"):
        light |= {"gold": gold, "focus": gold}
    dark: dict[str, str] = {}
    if brand := given.get("BRAND_COLOR_DARK"):
        dark = {"brand": brand, "brand2": _mixed(brand, 255), "fill": brand}
    rules = [f":root {{ {_tokens(light)} }}"] if light else []
    if dark:
        rules.append(f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {_tokens(dark)} }} }}')
        rules.append(f':root[data-theme="dark"] {{ {_tokens(dark)} }}')
    return "@layer tokens {\n" + "\n".join(rules) + "\n}\n" if rules else ""


def _tokens(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


def _logo(path: str) -> tuple[bytes, str]:
    if not path:
        return b"", ""
    file = Path(path)
    kind = LOGO_TYPES.get(file.suffix.lower())
    if kind is None or not file.is_file() or file.stat().st_size > LOGO_BYTES:
        raise ImproperlyConfigured(f"PORTAL_LOGO={path}: name an SVG, PNG or WebP file of 50 KB at most.")
    return file.read_bytes(), kind


@require_safe
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The operator's colours; its address changes with them."""
    return HttpResponse(settings.BRAND.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER})


@require_safe
def logo(_request: HttpRequest) -> HttpResponse:
    """The operator's logo. The policy keeps a script inside an SVG from running when it is opened by itself."""
    brand = settings.BRAND
    if not brand.logo:
        raise Http404
    headers = {"Cache-Control": FOREVER, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(brand.logo, content_type=brand.logo_type, headers=headers)
