"""Links to what a list shows, as files: the same filters and order, every row that fits."""

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import local
from core.kept import address
from portal.pdf import pdf_link

DEFAULT_ORDER = {"cities": "name", "commitments": "changed"}


def downloads(name: str, query: str, order: str, page: Page) -> dict[str, str]:
    """Return words and addresses of a list as CSV, XLSX and, with the extra `pdf`, PDF; nothing while it is empty.

    Args:
        name: cities or commitments.
        query: the filters that were understood, as they stand in an address.
        order: the order of the list.
        page: a page of the list.
    """
    number = page.paginator.count
    if not number:
        return {}
    sort = "" if order == DEFAULT_ORDER[name] else f"sort={order}"
    asked = "&".join(part for part in (query, sort) if part)
    tail = f"?{asked}" if asked else ""
    words = _all_words(name) if page.paginator.is_capped else _words(name, number)
    links = {kind: address(f"opendata:{name}_{kind}") + tail for kind in ("csv", "xlsx")}
    return {"words": words, **links, "pdf": pdf_link(name, query=tail)}


def _words(name: str, number: int) -> str:
    if name == "cities":
        words = ngettext("Download this %(number)s city:", "Download these %(number)s cities:", number)
    else:
        words = ngettext("Download this %(number)s commitment:", "Download these %(number)s commitments:", number)
    return words % {"number": local.number(number)}


def _all_words(name: str) -> str:
    return _("Download all these cities:") if name == "cities" else _("Download all these commitments:")
