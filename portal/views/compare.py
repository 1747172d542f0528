"""Two to four cities side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import queries
from portal.alike import alike
from portal.compare import topics
from portal.crumbs import crumbs

ASKED = 50


@require_safe
@alike("city")
def compare(request: HttpRequest) -> HttpResponse:
    """What the chosen cities promise, by name and topic; with fewer than two, the list to choose from."""
    found = queries.comparison(request.GET.getlist("city")[:ASKED])
    enough = len(found.cities) > 1
    context = {
        "found": found,
        "chosen": {city.slug for city in found.cities},
        "topics": topics(found, timezone.localdate()) if enough else [],
        "enough": enough,
        "most": queries.MOST,
        "crumbs": crumbs("cities"),
    }
    return render(request, "portal/compare.html", context)
