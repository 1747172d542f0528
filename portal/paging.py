"""Pages of long lists: counting stops at a cap, and any page number leads to a page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode

from core.ui import query_pairs

CAP = 1000
PER_PAGE = 20
IN_A_FILE = 50
MAX_DIGITS = 6


class CappedPaginator(Paginator):
    """Counts at most `CAP` rows and shows no more: behind that, filters find faster than pages."""

    @cached_property
    def counted(self) -> int:
        """At most CAP + 1, so that the page can say "more than"."""
        rows: QuerySet | list = self.object_list
        if isinstance(rows, list):
            return len(rows)
        return rows.order_by().values("pk")[: CAP + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.counted, CAP)

    @property
    def is_capped(self) -> bool:
        return self.counted > CAP


def page_of(rows: QuerySet | list, request: HttpRequest) -> Page[Any]:
    """Return the page that `?page=` asks for; the first for nonsense, the last for too much. Files have one page.

    Args:
        rows: a query set, or a list of CAP + 1 rows at most.
        request: the request for the list.
    """
    number = request.GET.get("page", "1")
    size = IN_A_FILE if getattr(request, "pdf", None) else PER_PAGE
    return CappedPaginator(rows, size).get_page(number if len(number) <= MAX_DIGITS else 10**MAX_DIGITS)


def sort_links(request: HttpRequest, offered: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the orders of a list as links that keep the filters; the first is the list's own order.

    Args:
        request: the request for the list.
        offered: value of `?sort=` -> words.
    """
    kept = [pair for pair in query_pairs(request.GET) if pair[0] != "sort"]
    default, current = next(iter(offered)), sort_of(request, offered)
    return [
        {
            "text": text,
            "url": f"?{urlencode([*kept, *([('sort', name)] if name != default else [])])}",
            "current": name == current,
        }
        for name, text in offered.items()
    ]


def sort_of(request: HttpRequest, offered: dict[str, Any]) -> str:
    """Return the order that the address asks for, else the first offered."""
    asked = request.GET.get("sort", "")
    return asked if asked in offered else next(iter(offered))
