"""Cities."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from opendata import reply
from opendata.params import CityQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.cities import city_page, city_record
from opendata.schemas import CityOut, CityPage, Problem
from opendata.views.pages import page
from opendata.views.routes import get

router = Router(tags=["cities"])


@get(
    router,
    "/cities",
    url_name="cities",
    operation_id="list_cities",
    response={200: CityPage, 400: Problem, 422: Problem},
)
def cities(request: HttpRequest, query: Query[CityQuery]) -> HttpResponse:
    """Cities, municipalities and regions of the record, by name unless asked otherwise.

    Cities are never ranked: there is no total to sort by. An entry whose `origin` is `compiled` was written from
    public sources, and not submitted by the city.
    """
    refuse_unknown(request, query)
    rows, after, changed = city_page(query, Addresses(request))
    return reply.send(request, page(request, rows, after), changed=changed)


@get(router, "/cities/{slug}", url_name="city", operation_id="get_city", response={200: CityOut, 404: Problem})
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """One city, by its slug, such as at-graz."""
    record = city_record(slug, Addresses(request))
    return reply.send(request, record, changed=record["updated_at"])
