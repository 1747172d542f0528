"""Places, for the picker that helps to find a municipality."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from cities.countries import country_name
from cities.queries import find_places
from opendata import reply
from opendata.params import PlaceQuery, refuse_unknown
from opendata.schemas import PlaceList, Problem
from opendata.views.routes import get

router = Router(tags=["places"])
ONE_HOUR = 3600


@get(router, "/places", url_name="places", operation_id="find_places", response={200: PlaceList, 422: Problem})
def places(request: HttpRequest, query: Query[PlaceQuery]) -> HttpResponse:
    """Places of the gazetteer whose name starts like `q`, in any language, with or without accents."""
    refuse_unknown(request, query)
    found = [
        {
            "geonames_id": place.geonames_id,
            "name": place.name,
            "name_local": place.local_name,
            "region": place.region,
            "country": place.country,
            "label": ", ".join(part for part in (place.name, place.region, country_name(place.country)) if part),
        }
        for place in find_places(query.q, limit=query.limit)
    ]
    return reply.send(request, {"results": found}, max_age=ONE_HOUR)
