"""The reader's choice of colours: one cookie, set by a plain form, kept by nothing else."""

from django.http import HttpRequest

COOKIE = "theme"
THEMES = ("light", "dark")
YEAR_SECONDS = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """Return `light` or `dark` as the reader chose, or nothing: then the system decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
