"""Country by country: cities on a map and in an equal list, gaps, what changed last."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cities.countries import country_name, footnote, is_known, iso_code
from commitments.models import Facet
from portal import queries, rows
from portal.alike import alike
from portal.crumbs import crumbs
from portal.gaps import without_any
from portal.places import dot_of


@require_safe
@alike()
def countries(request: HttpRequest) -> HttpResponse:
    """The countries with a city on the record, by name, each with its first cities."""
    found = queries.countries_with_cities()
    context = {
        "countries": found,
        "status_note": footnote("XK") if any(row.code == "XK" for row in found) else "",
        "crumbs": crumbs(),
    }
    return render(request, "portal/countries.html", context)


@require_safe
@alike()
def country(request: HttpRequest, iso2: str) -> HttpResponse:
    """One country. Seven queries."""
    code = iso_code(iso2[:4])
    if not is_known(code):
        raise Http404
    if iso2 != code.lower():
        return redirect("portal:country", code.lower(), permanent=True)
    cities = queries.cities_of_country(code, timezone.localdate())
    found = queries.gaps_of_country(code)
    dots = [dot_of(city) for city in cities]
    context = {
        "code": code,
        "name": country_name(code),
        "rows": rows.city_rows(cities),
        "is_cut": len(cities) == queries.CITIES_SHOWN,
        "dots": [dot for dot in dots if dot],
        "groups": without_any(found, Facet.GROUP),
        "rights": without_any(found, Facet.RIGHT),
        "changes": rows.commitment_rows(queries.latest_in(code)),
        "status_note": footnote(code),
        "crumbs": crumbs("countries"),
    }
    return render(request, "portal/country.html", context)
