"""Reads of the roll-up, and what each commitment adds to it. It is as long as the framework, not the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Cast

from commitments.models import Commitment, CommitmentVersion, Counted, Facet, RollUp, VersionTranslation
from commitments.queries.search import years_of

SAMPLE = "sample"
COUNTED_STATES = (Commitment.State.ACTIVE, Commitment.State.ON_HOLD, Commitment.State.CLOSED)
# Facet, its link table, the row's code; and the facet that groups these rows, with where its code stands.
_LINKS = (
    (Facet.ELEMENT, "elements", "element__code", Facet.PILLAR, "element__pillar"),
    (Facet.RIGHT, "rights", "right__code", Facet.TITLE, "right__title__code"),
    (Facet.AREA, "policy_areas", "policyarea__code", "", ""),
    (Facet.GROUP, "groups", "rightsholdergroup__code", "", ""),
    (Facet.GOAL, "goals", "goal__code", "", ""),
)
_LINKED = (Facet.PILLAR, Facet.ELEMENT, Facet.TITLE, Facet.RIGHT, Facet.AREA, Facet.GROUP, Facet.GOAL)


@dataclass(frozen=True)
class Adds:
    """What one commitment adds: one to each of `keys` ("right:CFR-21"), in its country and origin."""

    country: str
    origin: str
    keys: list[str]


def added_by(commitments: Iterable[int]) -> dict[int, Adds]:
    """Return what each of these commitments adds to the roll-up; those that are not public add nothing. Two queries."""
    texts = list(
        CommitmentVersion.objects.published()
        .filter(
            commitment__in=list(commitments), commitment__state__in=COUNTED_STATES, commitment__city__is_public=True
        )
        .values(
            "pk",
            "commitment_id",
            "starts_on",
            "ends_on",
            "language",
            status=F("commitment__state"),
            progress=F("commitment__progress"),
            origin=F("commitment__origin"),
            country=F("commitment__city__country"),
            city_origin=F("commitment__city__origin"),
        )
    )
    linked = _linked([text["pk"] for text in texts]) if texts else {}
    return {text["commitment_id"]: _adds(dict(text), linked.get(text["pk"], {})) for text in texts}


def _adds(text: dict[str, Any], linked: dict[str, set[str]]) -> Adds:
    codes: dict[str, Iterable[str]] = {facet: linked.get(facet, ()) or ("",) for facet in _LINKED}
    codes |= {
        Facet.ALL: ("",),
        Facet.COUNTRY: (text["country"],),
        Facet.PROGRESS: (text["progress"],),
        Facet.YEAR: (str(text["starts_on"].year) if text["starts_on"] else "",),
        Facet.RUNS: map(str, years_of(text["starts_on"], text["ends_on"])),
        Facet.STATUS: (text["status"],),
        Facet.LANGUAGE: {text["language"], *linked.get(Facet.LANGUAGE, ())},
    }
    origin = SAMPLE if text["city_origin"] == SAMPLE else text["origin"]
    keys = sorted(f"{Facet(facet).value}:{code}" for facet, found in codes.items() for code in found)
    return Adds(text["country"], origin, keys)


def _linked(versions: list[int]) -> dict[int, dict[str, set[str]]]:
    parts = [*(_links_of(versions, row) for row in _LINKS), _languages_of(versions)]
    found: dict[int, dict[str, set[str]]] = {}
    for version, facet, code, grouped, group in parts[0].union(*parts[1:], all=True):
        of_text = found.setdefault(version, {})
        of_text.setdefault(facet, set()).add(code)
        if grouped:
            of_text.setdefault(grouped, set()).add(group)
    return found


def _links_of(versions: list[int], link: tuple[str, ...]) -> QuerySet[Any]:
    facet, relation, code, grouped, group = link
    field: Any = CommitmentVersion._meta.get_field(relation)
    text = CharField()
    return (
        field.remote_field.through.objects.filter(commitmentversion__in=versions)
        .order_by()
        .values_list(
            "commitmentversion_id",
            Value(str(facet), output_field=text),
            Cast(F(code), text),
            Value(str(grouped), output_field=text),
            Cast(F(group), text) if group else Value("", output_field=text),
        )
    )


def _languages_of(versions: list[int]) -> QuerySet[Any]:
    """Languages into which texts are translated in public, in the shape of `_links_of`."""
    text = CharField()
    kind, none = Value(Facet.LANGUAGE.value, output_field=text), Value("", output_field=text)
    rows = VersionTranslation.objects.filter(version__in=versions, public__isnull=False).order_by()
    return rows.values_list("version_id", kind, Cast(F("language"), text), none, none)


def numbers_by(*facets: str, samples: bool = False) -> dict[str, dict[str, int]]:
    """Return facet -> code -> number of commitments; codes with none are left out. One query.

    Args:
        facets: members of `Facet`.
        samples: whether invented commitments count as well, as they do in lists that show them.
    """
    found: dict[str, dict[str, int]] = {str(facet): {} for facet in facets}
    for facet, code, number in numbers_of(*facets, samples=samples):
        found[facet][code] = number
    return found


def numbers_of(*facets: str, samples: bool = False) -> QuerySet[Any]:
    """Return facet, code and number of commitments as rows, to be read with others; see `numbers_by`."""
    rows = _counted_rows(facets, samples=samples).order_by()
    return rows.values_list("facet", "code").annotate(number=Sum("number"))


def number_of(cities: QuerySet[Any], *, facet: str, code: str) -> QuerySet[Any]:
    """Return one row in the shape of `numbers_of`: how many commitments some cities have, all together."""
    text = CharField()
    rows = Counted.objects.filter(commitment__city__in=cities.order_by().values("pk")).order_by()
    named = rows.annotate(named=Value(facet, output_field=text), coded=Value(code, output_field=text))
    return named.values_list("named", "coded").annotate(number=Count("pk"))


def figures_of_record() -> dict[str, int]:
    """Return how many commitments there are, were sent by cities and are done; nothing invented. One query."""
    rows = _counted_rows((Facet.ALL, Facet.PROGRESS), samples=False).values_list("facet", "code", "origin")
    found = {"commitments": 0, "submitted": 0, "done": 0}
    for facet, code, origin, number in rows.annotate(Sum("number")).order_by():
        if facet == Facet.ALL:
            found["commitments"] += number
            found["submitted"] += number if origin == Commitment.Origin.CITY else 0
        elif code == "done":
            found["done"] += number
    return found


def countries_with(*facets: str) -> dict[tuple[str, str], set[str]]:
    """Return (facet, code) -> the countries with a commitment on it, nothing invented among them. One query."""
    found: dict[tuple[str, str], set[str]] = {}
    for facet, code, country in _counted_rows(facets, samples=False).values_list("facet", "code", "country"):
        found.setdefault((facet, code), set()).add(country)
    return found


def named_by_city(city: Any) -> set[str]:
    """Return what the public commitments of a city name, as "right:CFR-21"; never how often. One query."""
    rows = Counted.objects.filter(commitment__city=city).values_list("keys", flat=True)
    return {key for keys in rows for key in keys}


def _counted_rows(facets: Iterable[str], *, samples: bool) -> QuerySet[RollUp]:
    rows = RollUp.objects.filter(facet__in=list(facets), number__gt=0)
    return rows if samples else rows.exclude(origin=SAMPLE)
