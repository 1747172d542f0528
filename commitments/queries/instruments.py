"""What a city's commitments name of one charter or set of goals: written once, told again for each report."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from cities.models import City
from commitments.models import Commitment, CommitmentVersion, ProgressReport
from commitments.queries.parts import LinkRow, Links, links_of
from commitments.queries.search import LISTED_STATES
from commitments.queries.translations import in_language
from core.languages import SOURCE

# The part of its address -> which links of a text belong to it.
INSTRUMENTS = {
    "charter": "rights",
    "goals": "goals",
    "city-charter": "charter_articles",
    "treaties": "instrument_items",
    "recommendations": "recommendations",
}
_TEXT = ("language", "title", "summary", "starts_on", "ends_on", "commitment_id", "number", "state")
_SAID = ("commitment_id", "as_of", "language", "progress", "reason", "text")


@dataclass(frozen=True)
class Named:
    """One article, goal, point or recommendation, and the texts that name it, in the order of the report."""

    row: LinkRow
    texts: list[CommitmentVersion]


@dataclass(frozen=True)
class InstrumentReport:
    """A city's record as one instrument sees it.

    `named` holds the rows that a text in force names, in the instrument's order; `texts` those texts, by title, each
    once; `said` the latest published report of a commitment, by its key.
    """

    city: City
    named: list[Named]
    texts: list[CommitmentVersion]
    said: dict[int, ProgressReport]


def instruments_named(city: City) -> set[str]:
    """Return the instruments (keys of `INSTRUMENTS`) that the texts in force of a city name. Two queries."""
    links = links_of(_texts_of(city).values_list("pk", flat=True)).values()
    return {key for key, kind in INSTRUMENTS.items() if any(found[kind] for found in links)}


def instrument_report(city: City, instrument: str) -> InstrumentReport:
    """Return what a city's commitments name of one instrument. Three queries, however many there are.

    Args:
        city: a public city.
        instrument: a key of `INSTRUMENTS`.
    """
    texts = list(_texts_of(city))
    links = links_of([text.pk for text in texts])
    named = _named(texts, links, INSTRUMENTS[instrument])
    shown = {text.pk for row in named for text in row.texts}
    told = [text for text in texts if text.pk in shown]
    return InstrumentReport(city, named, told, _latest_reports(text.commitment_id for text in told))


def _texts_of(city: City) -> Any:
    """Return the texts in force of a city that are not withdrawn, by title, in the reader's language."""
    rows = CommitmentVersion.objects.published().filter(commitment__city=city, commitment__state__in=LISTED_STATES)
    commitment = [f"commitment__{field.attname}" for field in Commitment._meta.concrete_fields]
    shown = rows.select_related("commitment").only(*_TEXT, *commitment)
    return shown.annotate(translated=in_language(get_language() or SOURCE)).order_by("title", "pk")


def _named(texts: list[CommitmentVersion], links: dict[int, Links], kind: str) -> list[Named]:
    found: dict[LinkRow, list[CommitmentVersion]] = {}
    for text in texts:
        for row in links[text.pk][kind]:
            found.setdefault(row, []).append(text)
    return [Named(row, found[row]) for row in sorted(found)]


def _latest_reports(commitments: Any) -> dict[int, ProgressReport]:
    latest = ProgressReport.objects.published().filter(commitment=OuterRef("commitment")).order_by("-as_of", "-pk")
    rows = ProgressReport.objects.filter(commitment__in=list(commitments), pk=Subquery(latest.values("pk")[:1]))
    return {row.commitment_id: row for row in rows.only(*_SAID)}
