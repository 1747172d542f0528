"""The gap map in plain words: rows of the Charter and of groups, each with who has no commitment on it."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cities.countries import country_name
from commitments.models import Facet
from commitments.queries import Name
from portal.queries import Gaps
from portal.words import Row


def gap_tables(found: Gaps) -> list[Row]:
    """Return the tables of the page: groups first, then the Charter title by title. Rows keep the framework's order."""
    tables: dict[str, Row] = {}
    for facet in (Facet.GROUP, Facet.RIGHT):
        for name in found.names[facet]:
            if name.is_offered:
                heading = name.group or _("Groups of people")
                table = tables.setdefault(heading, {"title": heading, "head": _head(facet), "rows": []})
                table["rows"].append(_row(found, facet, name))
    return list(tables.values())


def place_of(found: Gaps) -> str:
    """Return whose gaps these are: a city, a country, or Europe."""
    if found.city:
        return str(found.city.name)
    return country_name(found.country) if found.country else _("Europe")


def without_any(found: Gaps, facet: str) -> list[Row]:
    """Return what has no commitment at all in the place that was asked for, as links."""
    return [
        {"name": _named(facet, name), "url": _page(facet, name)}
        for name in found.names[facet]
        if name.is_offered and not _is_covered(found, facet, name)
    ]


def _head(facet: str) -> str:
    return _("Article") if facet == Facet.RIGHT else _("Group")


def _named(facet: str, name: Name) -> str:
    return f"{name.number} {name.name}" if facet == Facet.RIGHT else name.name


def _page(facet: str, name: Name) -> str:
    return reverse("portal:right", args=[name.code.lower()]) if facet == Facet.RIGHT else ""


def _is_covered(found: Gaps, facet: str, name: Name) -> bool:
    countries = found.covered.get((str(facet), name.code), set())
    return found.country in countries if found.country else bool(countries)


def _row(found: Gaps, facet: str, name: Name) -> Row:
    covered = _is_covered(found, facet, name)
    return {
        "name": _named(facet, name),
        "url": _page(facet, name),
        "is_gap": not covered,
        "words": _missing_in(found, facet, name)
        if covered and not found.country
        else ""
        if covered
        else _no_one(found),
        "list_url": _explorer(found, facet, name) if covered else "",
    }


def _no_one(found: Gaps) -> str:
    if found.city:
        return _("%(city)s has no commitment on this") % {"city": found.city.name}
    if found.country:
        return _("No city in %(country)s has a commitment on this") % {"country": country_name(found.country)}
    return _("No city on the record has a commitment on this")


def _missing_in(found: Gaps, facet: str, name: Name) -> str:
    covered = found.covered[(str(facet), name.code)]
    missing = [text for code, text in found.countries if code not in covered]
    if not missing:
        return _("Cities of every country on the record have one")
    return _("No commitment in %(countries)s") % {"countries": ", ".join(missing)}


def _explorer(found: Gaps, facet: str, name: Name) -> str:
    query: dict[str, Any] = {("right" if facet == Facet.RIGHT else "group"): name.code}
    if found.city:
        query["city"] = found.city.name
    elif found.country:
        query["country"] = found.country
    return f"{reverse('portal:commitments')}?{urlencode(query)}"
