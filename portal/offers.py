"""What the two long lists can be narrowed to: choices in words, and how many rows each has in the whole record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name
from commitments.models import Commitment
from core.languages import language_name
from core.text import fold
from labels.queries.cities import STATUS_COMMITTED, STATUS_COMPILED, STATUS_INTERESTED, STATUS_LABEL
from portal import queries

# A region is chosen after its country once all of them would make a list that nobody reads.
MOST_REGIONS = 30
# Promises without an end run on for decades: years far from now are found by their address only.
YEARS_AROUND = 10
STATUS_OF_COMMITMENTS = [
    (Commitment.State.ACTIVE, _("Active")),
    (Commitment.State.ON_HOLD, _("On hold")),
    (Commitment.State.CLOSED, _("Closed")),
]
# Filters that have their numbers in the roll-up under another name.
COUNTED_AS = {"year": "runs"}
LISTED = ("element", "right", "area", "group", "goal", "language", "year")
Choices = list[Any]


@dataclass(frozen=True)
class Offers:
    """Choices per filter, and counts per filter and value. A filter that is offered nothing is left out."""

    choices: dict[str, Choices]
    counts: dict[str, dict[str, int]]


def commitment_offers(asked: QueryDict) -> Offers:
    """Return what the list of commitments can be narrowed to. One query, after each public act."""
    facets, choices = queries.commitment_offered().facets, queries.commitment_choices()
    choices |= {"language": _languages(facets), "year": _years(facets, asked), "region": _regions(facets, asked)}
    counts = {name: _counts(facets, name) for name in ("status", "progress", "country", "label")}
    counts |= {name: _offered(facets, COUNTED_AS.get(name, name), choices[name]) for name in LISTED}
    for name in (*LISTED, "country"):
        choices[name] = _that_find({*counts[name], *asked.getlist(name)}, choices[name])
    if not settings.LABEL_ENABLED:
        choices["label"] = []
    return Offers(choices, counts)


def city_offers(asked: QueryDict) -> Offers:
    """Return what the list of cities can be narrowed to. One query, once a minute."""
    facets = queries.city_facets()
    status = [
        (STATUS_COMMITTED, _("Committed city")),
        (STATUS_INTERESTED, _("Interested")),
        (STATUS_COMPILED, _("Compiled from public sources")),
    ]
    if settings.LABEL_ENABLED:
        status = [(STATUS_LABEL, _("Label held")), *status]
    codes = (code for kind, code in facets if kind == "country")
    countries = sorted(((code, country_name(code)) for code in codes), key=lambda pair: fold(pair[1]))
    choices = {"status": status, "country": countries, "region": _regions(facets, asked)}
    return Offers(choices, {name: _counts(facets, name) for name in ("status", "country")})


def _counts(facets: queries.Facets, kind: str) -> dict[str, int]:
    return {value: number for (name, value), number in facets.items() if name == kind}


def _offered(facets: queries.Facets, kind: str, choices: Choices) -> dict[str, int]:
    """Count what is offered; the filter of rights offers whole titles of the Charter, too."""
    found = {code: facets[kind, code] or facets["title", code] for code in _codes(choices)}
    return {code: number for code, number in found.items() if number}


def _that_find(wanted: set[str], choices: Choices) -> Choices:
    """Leave out what finds nothing, unless it is asked for; a group that is empty then, too."""
    found: Choices = []
    for key, words in choices:
        if not isinstance(words, list):
            found += [(key, words)] if key in wanted else []
        elif rest := _that_find(wanted, words):
            found.append((key, rest))
    return found


def _codes(choices: Choices) -> Iterable[str]:
    for key, words in choices:
        if isinstance(words, list):
            yield from _codes(words)
        else:
            yield key


def _languages(facets: queries.Facets) -> Choices:
    codes = _values(facets, "language")
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: fold(pair[1]))


def _years(facets: queries.Facets, asked: QueryDict) -> Choices:
    now, wanted = timezone.localdate().year, asked.getlist("year")
    near = {str(year) for year in range(now - YEARS_AROUND, now + YEARS_AROUND + 1)}
    return [(year, year) for year in sorted(_values(facets, "runs"), reverse=True) if year in near or year in wanted]


def _values(facets: queries.Facets, kind: str) -> list[str]:
    return [value for name, value in facets if name == kind]


def _regions(facets: Counter[tuple[str, str]], asked: QueryDict) -> Choices:
    """Return the regions under their countries: of the countries asked for, else all while they are few."""
    found: dict[str, list[tuple[str, str]]] = {}
    wanted = set(asked.getlist("country"))
    for kind, region in sorted(facets):
        country = kind.removeprefix("region ")
        if region and country != kind and (not wanted or country in wanted):
            found.setdefault(country_name(country), []).append((region, region))
    if not wanted and sum(map(len, found.values())) > MOST_REGIONS:
        return [(region, region) for region in asked.getlist("region")[:1] if any(region == r for _k, r in facets)]
    return sorted(found.items(), key=lambda pair: fold(pair[0]))
