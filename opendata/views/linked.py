"""Cities and commitments as JSON-LD in the words of schema.org; their pages link here."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router

from opendata import reply
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.cities import city_record
from opendata.queries.commitments import commitment_record
from opendata.queries.linked import city_in_schema, commitment_in_schema
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["schema.org"])
MEDIA = "application/ld+json"
ANSWER = {"description": "JSON-LD with the context https://schema.org.", "content": {MEDIA: {}}}


@get(
    router,
    "/cities/{slug}/schema.jsonld",
    url_name="city_schema",
    operation_id="city_schema",
    openapi_extra={"responses": {200: ANSWER}},
    response={404: Problem, 422: Problem},
)
def city_schema(request: HttpRequest, slug: str) -> HttpResponse:
    """One city as a GovernmentOrganization of schema.org."""
    refuse_unknown(request, NoQuery())
    return _send(request, city_in_schema(city_record(slug, Addresses(request))))


@get(
    router,
    "/commitments/{code}/schema.jsonld",
    url_name="commitment_schema",
    operation_id="commitment_schema",
    openapi_extra={"responses": {200: ANSWER, 410: ANSWER}},
    response={404: Problem, 422: Problem},
)
def commitment_schema(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment as a CreativeWork of schema.org; 410 once withdrawn."""
    refuse_unknown(request, NoQuery())
    record = commitment_record(code, Addresses(request))
    return _send(request, commitment_in_schema(record), status=410 if record["status"] == "withdrawn" else 200)


def _send(request: HttpRequest, content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return reply.send_bytes(request, orjson.dumps(content, default=str), content_type=MEDIA, status=status)
