"""The portal as it is served, and beside it a bare Django view: what any page could cost at best."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from hrcities.wsgi import application as portal


class Bare(WSGIHandler):
    """A Django application without middleware whose one view returns a constant."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def resolve_request(self, request: HttpRequest) -> Any:
        return (lambda _request: HttpResponse(b"x")), (), {}


bare = Bare()


def application(environ: dict[str, Any], start_response: Callable) -> Any:
    """Answer /bare with the bare view, everything else with the portal."""
    return (bare if environ["PATH_INFO"] == "/bare" else portal)(environ, start_response)
