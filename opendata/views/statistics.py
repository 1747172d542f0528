"""Figures about the office's own service, as JSON and as CSV."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from opendata import reply
from opendata.params import NoQuery, refuse_unknown
from opendata.queries.statistics import COLUMNS, service_rows
from opendata.schemas import Problem, ServiceTimes
from opendata.views.routes import get
from review.deadlines import days
from review.statistics import FEWEST

router = Router(tags=["statistics"])
CSV = "text/csv; charset=utf-8"


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
    openapi_extra={"responses": {200: {"description": "The same rows as a table.", "content": {"text/csv": {}}}}},
    response={422: Problem},
)
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as `/v1/statistics`, as a table with a heading."""
    refuse_unknown(request, NoQuery())
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows(service_rows(today=timezone.localdate()))
    return reply.send_bytes(request, text.getvalue().encode(), content_type=CSV)
