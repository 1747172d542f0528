"""Figures about the office's own service, as JSON and as CSV."""

import csv
import io
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from opendata import reply
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.statistics import COLUMNS, FIGURE_COLUMNS, figure_rows, service_rows
from opendata.schemas import Problem
from opendata.statistics_schemas import Figures, ServiceTimes
from opendata.views.routes import get
from review.deadlines import days
from review.statistics import FEWEST

router = Router(tags=["statistics"])
CSV = "text/csv; charset=utf-8"
AS_TABLE = {"responses": {200: {"description": "The same rows as a table.", "content": {"text/csv": {}}}}}
FacetName = Literal["pillar", "element", "title", "right", "area", "group", "country", "year", "progress"]


@get(
    router,
    "/statistics",
    url_name="statistics",
    operation_id="service_times",
    response={200: ServiceTimes, 422: Problem},
)
def statistics(request: HttpRequest) -> HttpResponse:
    """How many working days the review office took. Its clock stands still while a city has the turn or is asked."""
    refuse_unknown(request, NoQuery())
    content = {
        "promised_days": days("form_check"),
        "fewest_cases": FEWEST,
        "results": service_rows(today=timezone.localdate()),
    }
    return reply.send(request, content)


@get(
    router,
    "/statistics.csv",
    url_name="statistics_csv",
    operation_id="service_times_csv",
    openapi_extra=AS_TABLE,
    response={422: Problem},
)
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as `/v1/statistics`, as a table with a heading."""
    refuse_unknown(request, NoQuery())
    return _table(request, COLUMNS, service_rows(today=timezone.localdate()))


@get(
    router,
    "/statistics/{facet}.csv",
    url_name="figures_csv",
    operation_id="figures_csv",
    openapi_extra=AS_TABLE,
    response={422: Problem},
)
def figures_csv(request: HttpRequest, facet: FacetName) -> HttpResponse:
    """The same rows as `/v1/statistics/{facet}`, as a table with a heading."""
    refuse_unknown(request, NoQuery())
    return _table(request, FIGURE_COLUMNS, figure_rows(facet))


@get(
    router,
    "/statistics/{facet}",
    url_name="figures",
    operation_id="figures",
    response={200: Figures, 422: Problem},
)
def figures(request: HttpRequest, facet: FacetName) -> HttpResponse:
    """How many commitments have each value of a facet. Never by city; withdrawn and invented ones do not count."""
    refuse_unknown(request, NoQuery())
    return reply.send(request, {"results": figure_rows(facet)})


def _table(request: HttpRequest, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> HttpResponse:
    text = io.StringIO()
    table = csv.DictWriter(text, columns)
    table.writeheader()
    table.writerows(rows)
    return reply.send_bytes(request, text.getvalue().encode(), content_type=CSV)
