"""What a city wrote once, arranged for each charter, set of goals and body that asks for a report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cities.models import City
from commitments.queries import INSTRUMENTS, instrument_report, instruments_named
from portal import instruments
from portal.alike import alike
from portal.crumbs import Crumb, crumbs
from portal.queries import public_city


@require_safe
@alike()
def choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Which reports there are of a city."""
    city = public_city(slug)
    context = {"city": city, "reports": instruments.choice(city, instruments_named(city)), "crumbs": _crumbs(city)}
    return render(request, "portal/instruments.html", context)


@require_safe
@alike()
def report(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One report: the articles, goals or recommendations that the city's commitments name, and what it says of each."""
    if key not in INSTRUMENTS:
        raise Http404
    city = public_city(slug)
    context = instruments.report(instrument_report(city, key), key) | {"crumbs": _crumbs(city)}
    return render(request, "portal/instrument.html", context)


def _crumbs(city: City) -> list[Crumb]:
    return crumbs("cities", more=((city.get_absolute_url(), city.name),))
