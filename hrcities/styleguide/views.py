"""One page that draws every component, so that a look at it tells what there is and whether it still stands."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hrcities.styleguide import drawings, fields, lists, page

FOLDER = settings.BASE_DIR / "templates/components"
# A component without a sample fails a test: add its states where it belongs.
GROUPS = {"Page": page.SAMPLES, "Lists": lists.SAMPLES, "Drawings": drawings.SAMPLES, "Forms": fields.SAMPLES}


@never_cache
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state. In English, and only where the portal is built: 404 without DEBUG."""
    if not settings.DEBUG:
        raise Http404
    drawn = [
        {"title": title, "anchor": title.lower(), "samples": [_drawn(request, name, states) for name, states in rows]}
        for title, rows in samples().items()
    ]
    return render(request, "styleguide.html", {"groups": drawn, "heading": "Components"})


def samples() -> dict[str, list[tuple[str, page.States]]]:
    """Return (component, its states) by group, in the order of the page."""
    return {title: [(make.__name__.rstrip("_"), make()) for make in makers] for title, makers in GROUPS.items()}


def _drawn(request: HttpRequest, name: str, states: page.States) -> dict[str, Any]:
    """Return a component as the page shows it: what it says of itself, each state with its call and its HTML."""
    file = f"components/{name}.html"
    about = (FOLDER / f"{name}.html").read_text().partition("#}")[0].removeprefix("{#").strip()
    drawn = [
        {"title": title, "call": _call(file, given), "html": render_to_string(file, given, request)}
        for title, given in states.items()
    ]
    return {"name": name, "about": about, "states": drawn}


def _call(file: str, given: dict[str, Any]) -> str:
    """Return how a template includes the component with these arguments."""
    words = " ".join(
        f'{name}="{value}"' if isinstance(value, str) else f"{name}={name}" for name, value in given.items()
    )
    return f'{{% include "{file}" with {words} only %}}'
