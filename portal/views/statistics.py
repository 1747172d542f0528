"""Figures of the record, and about the service itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.alike import alike
from portal.crumbs import crumbs
from portal.statistics import charts, times_in_words
from review.deadlines import days
from review.statistics import FEWEST


@require_safe
@alike()
def statistics(request: HttpRequest) -> HttpResponse:
    """Commitments by what they are about; how long the office takes, and how that is measured."""
    context = {
        "charts": charts(),
        "periods": times_in_words(today=timezone.localdate()),
        "fewest": FEWEST,
        "promised": days("form_check"),
        "crumbs": crumbs(),
    }
    return render(request, "portal/statistics.html", context)
