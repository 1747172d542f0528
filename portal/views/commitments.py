"""The explorer of commitments, one commitment, one version, its changes, and public evidence."""

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from commitments.queries import version_for_listing
from portal import queries, rows
from portal.filters import CommitmentFilter
from portal.paging import page_of


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """All public commitments, narrowed by filters; latest change first."""
    found = CommitmentFilter(request.GET, version_for_listing(), queries.filter_choices())
    page = page_of(found.qs, request)
    context = {"filter": found, "page": page, "rows": rows.commitment_rows(page), "heading": _found(page)}
    return render(request, "portal/commitments.html", context)


def _found(page: Page) -> str:
    count = page.paginator.count
    if page.paginator.is_capped:
        return _("More than %(number)s commitments found") % {"number": rows.words.number(count)}
    return ngettext("%(number)d commitment found", "%(number)d commitments found", count) % {"number": count}
