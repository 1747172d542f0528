"""One label with the concerns about it and the appeals in its case."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from opendata import reply
from opendata.concern_schemas import LabelRecord
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.labels import label_record
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["labels"])


@get(
    router,
    "/labels/{code}",
    url_name="label",
    operation_id="get_label",
    response={200: LabelRecord, 404: Problem, 422: Problem},
)
def label(request: HttpRequest, code: str) -> HttpResponse:
    """One label: from when, until when, what was said about it and how that ended. No author and no judge is named."""
    if not settings.LABEL_ENABLED:
        raise Http404
    refuse_unknown(request, NoQuery())
    return reply.send(request, label_record(code, Addresses(request)))
