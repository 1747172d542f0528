"""The draws of one panel as they were held."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from labels.models import PanelMember
from labels.queries.draws import draws_for_page
from opendata import reply
from opendata.draw_schemas import DrawsOut
from opendata.params import NoQuery, refuse_unknown
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["label applications"])


@get(
    router,
    "/labels/applications/{reference}/draws",
    url_name="draws",
    operation_id="draws",
    response={200: DrawsOut, 404: Problem, 422: Problem},
)
def draws(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sits in the panel of an application, and all that its draws were made of: repeat them with the script."""
    if not settings.LABEL_ENABLED:
        raise Http404
    refuse_unknown(request, NoQuery())
    application, found = draws_for_page(reference)
    seats = [seat for row in found for seat in row.seated.all() if seat.left_at is None]
    content = {
        "reference": application.reference,
        "city": application.city.slug,
        "panel": [_member(seat) for seat in seats],
        "draws": [row.document for row in found],
    }
    return reply.send(request, content, max_age=0)


def _member(seat: PanelMember) -> dict[str, Any]:
    return {
        "id": seat.member.public_id,
        "kind": seat.kind,
        "country": seat.country,
        "name": seat.name,
        "institution": seat.institution,
        "declares": seat.declared,
    }
