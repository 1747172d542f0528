"""The frame around a page of records."""

from typing import Any

from django.http import HttpRequest

from opendata.queries.addresses import base_of


def page(request: HttpRequest, rows: list[Any], after: str | None) -> dict[str, Any]:
    """Return the rows with the cursor and the full address of the next page."""
    if after is None:
        return {"results": rows, "next": None, "next_cursor": None}
    query = request.GET.copy()
    query["cursor"] = after
    address = f"{base_of(request)}{request.path}?{query.urlencode()}"
    return {"results": rows, "next": address, "next_cursor": after}
