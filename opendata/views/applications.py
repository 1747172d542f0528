"""Applications for the label."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from opendata import reply
from opendata.label_schemas import ApplicationList, ApplicationOut
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.applications import application_record, running_records
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["label applications"])


def _open(request: HttpRequest) -> None:
    if not settings.LABEL_ENABLED:
        raise Http404
    refuse_unknown(request, NoQuery())


@get(
    router,
    "/labels/applications",
    url_name="applications",
    operation_id="list_applications",
    response={200: ApplicationList, 404: Problem, 422: Problem},
)
def applications(request: HttpRequest) -> HttpResponse:
    """Applications for the label that are not decided yet, by the name of the city. An application is no award."""
    _open(request)
    return reply.send(request, {"items": running_records(Addresses(request))})


@get(
    router,
    "/labels/applications/{reference}",
    url_name="application",
    operation_id="get_application",
    response={200: ApplicationOut, 404: Problem, 422: Problem},
)
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """One application: how far it has come in public, the statements of others, and the decision once it is signed."""
    _open(request)
    return reply.send(request, application_record(reference, Addresses(request)))
