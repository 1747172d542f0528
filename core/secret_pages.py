"""Pages behind a secret link: open without an account, and out of every cache, list and log of other sites."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def secret_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark the answers of a view as nobody else's.

    The address holds the secret, so no other site may learn it: "same-origin" tells other sites nothing at all. With
    "no-referrer" browsers would send `Origin: null` with the form, which Django rightly refuses as forged.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return marked
