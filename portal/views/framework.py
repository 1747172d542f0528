"""The framework's elements and the rights of the Charter, each with the commitments that cite it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commitments.models import Facet
from core import local
from framework.queries import element_page, framework_page, right_page, rights_page
from portal import proof, queries, rows
from portal.alike import alike
from portal.crumbs import crumbs
from portal.paging import page_of
from portal.words import Row


@require_safe
@alike()
def framework(request: HttpRequest) -> HttpResponse:
    """The current edition: foundations, structures and tools."""
    page = framework_page()
    counts = queries.citation_counts(Facet.ELEMENT)
    pillars = [{"block": block, "elements": _with_counts(block.elements, counts)} for block in page.pillars]
    return render(request, "portal/framework.html", {"page": page, "pillars": pillars})


@require_safe
@alike("page")
def element(request: HttpRequest, code: str) -> HttpResponse:
    """One foundation, structure or tool."""
    page = element_page(code)
    sources = [{"url": url, "text": proof.host(url) or url} for url in page.element.sources]
    context = {"page": page, "element": page.element, "sources": sources, "crumbs": crumbs("framework")}
    return render(request, "portal/element.html", context | _citing(request, "elements", page.element.code))


@require_safe
@alike()
def rights(request: HttpRequest) -> HttpResponse:
    """The articles of the EU Charter, title by title."""
    page = rights_page()
    counts = queries.citation_counts(Facet.RIGHT)
    titles = [
        {
            "title": title,
            "rights": [{"row": row, "count": _cited(counts.get(row.code, 0))} for row in title.rights.all()],
        }
        for title in page.titles
    ]
    return render(request, "portal/rights.html", {"page": page, "titles": titles, "crumbs": crumbs()})


@require_safe
@alike("page")
def right(request: HttpRequest, code: str) -> HttpResponse:
    """One article of the EU Charter."""
    page = right_page(code)
    context = {"page": page, "right": page.right, "crumbs": crumbs("rights")}
    return render(request, "portal/right.html", context | _citing(request, "rights", page.right.code))


def _citing(request: HttpRequest, relation: str, code: str) -> Row:
    page = page_of(queries.commitments_citing(relation, code), request)
    count = page.paginator.count
    if page.paginator.is_capped:
        heading = _("More than %(number)s commitments cite it") % {"number": local.number(count)}
    else:
        heading = ngettext("%(number)d commitment cites it", "%(number)d commitments cite it", count)
        heading %= {"number": count}
    alert = f"{reverse('voices:alert_new', args=['commitments'])}?{relation.removesuffix('s')}={code}"
    found = rows.commitment_rows(queries.texts_of(page.object_list))
    return {"list": page, "rows": found, "heading": heading, "alert": alert}


def _with_counts(found: Iterable[Any], counts: dict[str, int]) -> list[Row]:
    return [{"row": row, "count": _cited(counts.get(row.code, 0))} for row in found]


def _cited(number: int) -> str:
    """Return "3 commitments", or nothing."""
    return ngettext("%(n)d commitment", "%(n)d commitments", number) % {"n": number} if number else ""
