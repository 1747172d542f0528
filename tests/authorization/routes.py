"""Walk the URL configuration: every address the portal answers, by its name."""

from collections.abc import Iterator

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver


def named_routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Yield `namespace:name` of every route; a route without a name is yielded as its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from named_routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"


def admin_actions() -> Iterator[str]:
    """Yield `app.model:action` of every list action of the administration."""
    for model, model_admin in admin.site._registry.items():
        for name in model_admin.actions or ():
            action = name if isinstance(name, str) else name.__name__
            yield f"{model._meta.label_lower}:{action}"
