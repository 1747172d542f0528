"""Keyset pages: the condition that starts a page behind a cursor, and the cursor that ends it."""

from typing import Any

from django.db.models import Q, QuerySet

from opendata import cursor

Columns = dict[str, str]


def page_of(
    rows: QuerySet[Any, dict[str, Any]], columns: Columns, *, order: str, after: str, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return one page of a `.values()` queryset and the cursor of the next page, or None at the end (1 query).

    Args:
        rows: not ordered, with "pk" and the ordered column among their values.
        columns: order name without sign -> column.
        order: a name in `columns`, with a minus sign for the other direction.
        after: the cursor that the page starts behind, or nothing.
        limit: rows on the page.
    """
    column, down = columns[order.lstrip("-")], order.startswith("-")
    if after:
        value, pk = cursor.decode(after, order)
        less = "lt" if down else "gt"
        # The first condition is implied by the second. It is what lets the index find the start of the page.
        rows = rows.filter(
            Q(**{f"{column}__{less}e": value}) & (Q(**{f"{column}__{less}": value}) | Q(**{f"pk__{less}": pk}))
        )
    sign = "-" if down else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], cursor.encode(order, last[column], last["pk"])
