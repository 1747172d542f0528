"""Renders one component the way a page does."""

from typing import Any

from django.http import HttpRequest
from django.template import Context, RequestContext, Template

from tests.markup import Element, Markup


def render(component: str, request: HttpRequest | None = None, /, **given: Any) -> str:
    """The component's HTML, included with `only` and these arguments."""
    arguments = " ".join(f"{key}={key}" for key in given)
    template = Template(f'{{% include "components/{component}.html" with {arguments} only %}}')
    return template.render(RequestContext(request, given) if request else Context(given))


def component(name: str, request: HttpRequest | None = None, /, **given: Any) -> Markup:
    """The same, parsed."""
    return Markup(render(name, request, **given))


def described_by(markup: Markup, element: Element) -> list[str]:
    """The texts that a screen reader adds to an element."""
    return [markup.by_id(id_).text for id_ in element.attrs.get("aria-describedby", "").split()]
