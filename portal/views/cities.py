"""The list of cities and the profile of one."""

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from cities.countries import STATUS_NOTE
from cities.models import City
from cities.queries.documents import public_mandate
from core import local
from core.kept import address
from core.storage import download_response
from core.uploads import content_type_of
from labels.queries.cities import city_named, search_cities
from portal import cards, queries
from portal.alike import alike
from portal.asked import read
from portal.crumbs import crumbs
from portal.downloads import downloads
from portal.embed import snippet
from portal.filters import CityFilter
from portal.offers import city_offers
from portal.paging import CAP, page_of, sort_links, sort_of
from portal.pdf import pdf_link
from portal.profile import profile
from portal.reading import wants_original
from portal.similar import similar_rows

LONGEST_NAME = 200
ORDERS = {"name": gettext_lazy("By name"), "changed": gettext_lazy("By latest change")}


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """All public cities, narrowed by filters; sorted by name or by latest change, never by a total."""
    if request.GET.get("find", "").strip():
        return _found_by_name(request.GET["find"].strip()[:LONGEST_NAME])
    found = read(CityFilter, request.GET, "portal:cities", city_offers)
    rows = search_cities(City.objects.public(), **found.wanted)
    ordered = rows.by_latest_change() if sort_of(request, ORDERS) == "changed" else rows.by_name()
    page = page_of(list(ordered.values_list("pk", flat=True)[: CAP + 1]), request)
    listed, countries = cards.city_cards(list(page.object_list))
    context = {
        "asked": found,
        "page": page,
        "cards": listed,
        "orders": sort_links(request, ORDERS),
        "heading": _found(page),
        "is_file": hasattr(request, "pdf"),
        "downloads": downloads("cities", found.query, sort_of(request, ORDERS), page),
        "alert": f"{address('voices:alert_new', 'cities')}?{found.query}".rstrip("?"),
        "status_note": STATUS_NOTE if "XK" in countries else "",
    }
    return render(request, "portal/cities.html", context)


@require_safe
@alike("text")
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of one city."""
    page = queries.city_page(slug)
    more = {"similar": similar_rows(page.city, page.similar), "crumbs": crumbs("cities")}
    context = profile(page, timezone.localdate(), original=wants_original(request)) | more
    shown = snippet(
        request,
        image=reverse("embed_badge", args=[page.city.slug]),
        page=page.city.get_absolute_url(),
        words=f"{page.city.name}: {context['tag']['text']}",
    )
    return render(request, "portal/city.html", context | {"embed": shown, "pdf_url": pdf_link("city", slug)})


@require_safe
def mandate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document of a mandate that its city made public."""
    found = public_mandate(pk)
    return download_response(found.file, name=found.file_name, content_type=content_type_of(found.file_name))


def _found_by_name(text: str) -> HttpResponse:
    """Lead to the profile of the one city that is meant, else to the list of those that fit."""
    meant = city_named(text)
    listed = f"{reverse('portal:cities')}?{urlencode({'q': text})}"
    return redirect(meant.get_absolute_url() if meant else listed)


def _found(page: Page) -> str:
    count = page.paginator.count
    if page.paginator.is_capped:
        return _("More than %(number)s cities found") % {"number": local.number(count)}
    return ngettext("%(number)d city found", "%(number)d cities found", count) % {"number": count}
