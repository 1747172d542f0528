"""What the two lists of the portal show, as CSV and XLSX: the same filters, every row that fits."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.errors import HttpError

from core.tables import csv_lines, xlsx_file
from opendata import reply
from opendata.params import CityTableQuery, CommitmentTableQuery, refuse_unknown
from opendata.queries.addresses import Addresses
from opendata.queries.instruments import INSTRUMENT_COLUMNS, instrument_table
from opendata.queries.tables import CITY_COLUMNS, COMMITMENT_COLUMNS, city_table, commitment_table
from opendata.schemas import Problem
from opendata.views.routes import get

router = Router(tags=["tables"])
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet is made in memory, and nobody reads more rows by hand.
MOST_ROWS = 20_000
# Columns that tables have as text and spreadsheets as days and times.
READ: dict[str, Callable[[str], dt.date]] = {
    **dict.fromkeys(("starts_on", "ends_on", "joined_on", "label_until"), dt.date.fromisoformat),
    **dict.fromkeys(("first_published_at", "updated_at"), dt.datetime.fromisoformat),
}
Rows = Iterable[tuple[Any, ...]]


def _documented(words: str, media: str) -> dict[str, Any]:
    return {"responses": {200: {"description": words, "content": {media: {}}}}}


@get(
    router,
    "/commitments.csv",
    url_name="commitments_csv",
    operation_id="commitments_csv",
    openapi_extra=_documented("One row for each commitment, with a heading.", "text/csv"),
    response={422: Problem},
)
def commitments_csv(request: HttpRequest, query: Query[CommitmentTableQuery]) -> HttpResponseBase:
    """The list of commitments as on the portal, with the same filters, as a table."""
    refuse_unknown(request, query)
    return _csv(request, "commitments", COMMITMENT_COLUMNS, commitment_table(query, Addresses(request)))


@get(
    router,
    "/commitments.xlsx",
    url_name="commitments_xlsx",
    operation_id="commitments_xlsx",
    openapi_extra=_documented("One row for each commitment, 20,000 at most.", XLSX),
    response={400: Problem, 422: Problem},
)
def commitments_xlsx(request: HttpRequest, query: Query[CommitmentTableQuery]) -> HttpResponseBase:
    """The same table as a spreadsheet."""
    refuse_unknown(request, query)
    return _xlsx(request, "commitments", COMMITMENT_COLUMNS, commitment_table(query, Addresses(request)))


@get(
    router,
    "/cities.csv",
    url_name="cities_csv",
    operation_id="cities_csv",
    openapi_extra=_documented("One row for each city, with a heading.", "text/csv"),
    response={422: Problem},
)
def cities_csv(request: HttpRequest, query: Query[CityTableQuery]) -> HttpResponseBase:
    """The list of cities as on the portal, with the same filters, as a table. There is no total in it."""
    refuse_unknown(request, query)
    return _csv(request, "cities", CITY_COLUMNS, city_table(query, Addresses(request)))


@get(
    router,
    "/cities.xlsx",
    url_name="cities_xlsx",
    operation_id="cities_xlsx",
    openapi_extra=_documented("One row for each city, 20,000 at most.", XLSX),
    response={400: Problem, 422: Problem},
)
def cities_xlsx(request: HttpRequest, query: Query[CityTableQuery]) -> HttpResponseBase:
    """The same table as a spreadsheet."""
    refuse_unknown(request, query)
    return _xlsx(request, "cities", CITY_COLUMNS, city_table(query, Addresses(request)))


@get(
    router,
    "/cities/{slug}/reports/{key}.csv",
    url_name="instrument_csv",
    operation_id="instrument_csv",
    openapi_extra=_documented("One row for each article, goal or point and commitment that names it.", "text/csv"),
    response={404: Problem},
)
def instrument_csv(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """What a city's commitments name of one instrument: charter, goals, city-charter, treaties or recommendations."""
    return _csv(request, f"{slug}-{key}", INSTRUMENT_COLUMNS, instrument_table(slug, key, Addresses(request)))


@get(
    router,
    "/cities/{slug}/reports/{key}.xlsx",
    url_name="instrument_xlsx",
    operation_id="instrument_xlsx",
    openapi_extra=_documented("The same rows, 20,000 at most.", XLSX),
    response={400: Problem, 404: Problem},
)
def instrument_xlsx(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The same table as a spreadsheet."""
    return _xlsx(request, key, INSTRUMENT_COLUMNS, instrument_table(slug, key, Addresses(request)))


def _csv(request: HttpRequest, name: str, columns: tuple[str, ...], rows: Rows) -> HttpResponseBase:
    if request.method == "HEAD":
        return _as_file(request, HttpResponse(content_type=CSV), f"{name}.csv")
    return _as_file(request, StreamingHttpResponse(csv_lines(columns, rows), content_type=CSV), f"{name}.csv")


def _xlsx(request: HttpRequest, name: str, columns: tuple[str, ...], rows: Rows) -> HttpResponseBase:
    if request.method == "HEAD":
        return _as_file(request, HttpResponse(content_type=XLSX), f"{name}.xlsx")
    reader = iter(rows)
    shown = islice(reader, MOST_ROWS)
    file = xlsx_file(name, columns, _dated(columns, shown))
    if next(reader, None) is not None:
        raise HttpError(400, _("A spreadsheet holds 20,000 rows at most. Narrow the list, or take it as CSV."))
    return _as_file(request, FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def _dated(columns: tuple[str, ...], rows: Rows) -> Iterator[list[Any]]:
    readers = [READ.get(name) for name in columns]
    for row in rows:
        cells = zip(row, readers, strict=True)
        yield [read(cell) if read and cell and isinstance(cell, str) else cell for cell, read in cells]


def _as_file(request: HttpRequest, response: Any, name: str) -> HttpResponseBase:
    """Name the file after the day; caches keep it as briefly as the list."""
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{day}-{name}"'
    return reply.kept_briefly(request, response)
