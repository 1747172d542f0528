"""The public register of what the office did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.acts import choices, counted_rows, look_of, next_url, row_of
from portal.crumbs import crumbs
from portal.queries.acts import acts, only_counted


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """One line per act, newest first, without names of the office; the rest is only counted."""
    look = look_of(request)
    found, has_more = acts(look)
    context = {
        "rows": [row_of(act) for act in found],
        "next_url": next_url(look, found[-1]) if has_more else "",
        "is_first": look.before is None,
        "counted": counted_rows(only_counted(look.year)),
        "crumbs": crumbs(),
        **choices(look),
    }
    return render(request, "portal/decisions.html", context)
