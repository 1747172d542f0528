"""The read API at /data/: GET only, open to everybody, described at /data/openapi.json.

Its own documentation pages are off: they need scripts from elsewhere. `portal:open_data` is the page for people.
"""

from collections.abc import Callable
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from opendata import reply
from opendata.views import (
    applications,
    cities,
    citing,
    commitments,
    decisions,
    draws,
    elsewhere,
    labels,
    linked,
    places,
    statistics,
    tables,
)

ONE_HOUR = 3600
# The description is for developers and English, whatever the language of the request.
DESCRIPTION = (
    "What local governments promise on human rights, what they did, and what public sources say. Read only, no key. "
    "Lists come in pages: follow `next`. Cities are never ranked. Records whose origin is `compiled` were compiled "
    "from public sources and not submitted by the city. Confidential evidence and drafts are not part of the data."
)


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve the description of the API like a record; it is built once."""
    built: dict[str, Any] = {}

    @require_safe
    def described(request: HttpRequest, **words: Any) -> HttpResponse:
        if not built:
            built["schema"] = orjson.loads(view(request, **words).content)
        return reply.send(request, built["schema"], max_age=ONE_HOUR)

    return described


api = NinjaAPI(
    title=f"{settings.PORTAL_NAME}: open data",
    version="1",
    description=DESCRIPTION,
    urls_namespace="opendata",
    openapi_url="openapi.json",
    docs_url=None,
    docs_decorator=kept,
    openapi_extra={
        "info": {
            "contact": {"name": settings.PORTAL_OFFICE, "email": settings.PORTAL_CONTACT_EMAIL},
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        }
    },
)
# The tables come first: /cities.csv is not a city.
for part in (tables, cities, commitments, citing, linked, places, statistics, decisions, draws, applications, labels):
    api.add_router("/v1", part.router)
api.add_router("", elsewhere.router)  # last: it takes what is left


@api.exception_handler(ValidationError)
def unusable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: which parameter to mend, and how."""
    faults = [
        {"field": str(fault["loc"][-1]), "message": str(fault["msg"]).removeprefix("Value error, ")}
        for fault in error.errors
    ]
    return reply.problem(422, _("This request cannot be answered as it is."), faults)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """400 and its like."""
    return reply.problem(error.status_code, error.message)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """404, the same for what never existed and for what is not public."""
    return reply.problem(404, str(error) or _("There is nothing at this address."))
