"""Pages of the portal as PDF files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.pdf import as_pdf
from portal.views import cities as city_views
from portal.views import commitments as commitment_views
from portal.views import instruments as instrument_views
from portal.views import labels as label_views


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The list of cities, with its filters, as a file."""
    return as_pdf(request, city_views.cities, "cities")


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of one city as a file."""
    return as_pdf(request, city_views.city, "city", slug)


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """The list of commitments, with its filters, as a file."""
    return as_pdf(request, commitment_views.commitments, "commitments")


@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """One commitment as a file."""
    return as_pdf(request, commitment_views.commitment, "commitment", code)


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate of a label as a file."""
    return as_pdf(request, label_views.certificate, "certificate", code)


@require_safe
def version(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One version as a file."""
    return as_pdf(request, commitment_views.version, "version", code, number)


@require_safe
def instrument(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What a city's record says of one instrument, as a file."""
    return as_pdf(request, instrument_views.report, "instrument", slug, key)
