"""The gap map: which articles and groups no commitment names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cities.countries import footnote, iso_code
from portal import queries
from portal.alike import alike
from portal.crumbs import crumbs
from portal.gaps import gap_tables, place_of


@require_safe
@alike("country", "city")
def gaps(request: HttpRequest) -> HttpResponse:
    """Articles of the Charter and groups of people without a commitment: over Europe, in a country, in a city."""
    found = queries.gaps(iso_code(request.GET.get("country", "")[:4]), request.GET.get("city", ""))
    context = {
        "found": found,
        "place": place_of(found),
        "tables": gap_tables(found),
        "status_note": footnote("XK") if "XK" in dict(found.countries) else "",
        "crumbs": crumbs(),
    }
    return render(request, "portal/gaps.html", context)
