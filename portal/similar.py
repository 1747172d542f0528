"""Similar cities in words, with the reason."""

from django.utils.translation import gettext as _

from cities.models import City
from portal import words
from portal.compare import compare_url
from portal.queries import MOST, Similar
from portal.words import Row


def similar_rows(city: City, found: list[Similar]) -> Row | None:
    """Return what the profile says of similar cities and the address that compares them; None without any."""
    if not found:
        return None
    slugs = [city.slug, *(similar.city.slug for similar in found)]
    return {
        "rows": [
            {"name": one.city.name, "url": one.city.get_absolute_url(), "reasons": _reasons(one)} for one in found
        ],
        "compare_url": compare_url(slugs[:MOST]),
    }


def _reasons(similar: Similar) -> str:
    reasons = []
    if similar.same_country:
        reasons.append(_("also in %(country)s") % {"country": words.country_name(similar.city.country)})
    if similar.similar_size:
        reasons.append(_("similar size"))
    if similar.area:
        reasons.append(_("also works on: %(area)s") % {"area": similar.area})
    return " · ".join(reasons)
