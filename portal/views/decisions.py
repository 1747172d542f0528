"""The public register of what the office did."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from labels.chain import BY_HAND
from labels.queries.log import log_entries
from portal.acts import choices, counted_rows, look_of, next_url, row_of
from portal.crumbs import crumbs
from portal.log import checked, entry_rows
from portal.paging import page_of
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


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The hash-chained log of acts about labels, checked once more for this page, and how to check it by hand."""
    if not settings.LABEL_ENABLED:
        raise Http404
    label = request.GET.get("code", "").strip().upper()[:12]
    page = page_of(log_entries(label=label), request)
    context = {
        "page": page,
        "rows": entry_rows(page),
        "label": label,
        "check": checked(),
        "by_hand": BY_HAND,
        "yesterday": (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).date().isoformat(),
        "crumbs": crumbs("labels"),
    }
    return render(request, "portal/decision_log.html", context)
