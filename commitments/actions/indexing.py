"""The search table is a roll-up: every change of the public record writes its row in the same transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from cities.countries import COUNTRIES
from cities.models import City
from commitments.models import Commitment, CommitmentVersion, SearchEntry
from commitments.queries.parts import Links, links_of
from commitments.queries.search import (
    AREA,
    COUNTRY,
    ELEMENT,
    GOAL,
    GROUP,
    INDEXED_STATES,
    LANGUAGE,
    REGION,
    RIGHT,
    TITLE,
    YEAR,
    mark,
    years_of,
)  # fmt: skip
from commitments.queries.translations import public_translations, words_of
from core.later import once
from core.wordforms import index_words
from framework.models import Right

AT_ONCE = 500
_KINDS = {"elements": ELEMENT, "rights": RIGHT, "policy_areas": AREA, "groups": GROUP, "goals": GOAL}


@once
def index_commitments(pks: Iterable[int]) -> None:
    """Bring the search rows of some commitments up to date. Inside the transaction of the change.

    Six queries at most. A text is found by its translations, too: by their words, and by their languages.
    """
    wanted = set(pks)
    in_force = CommitmentVersion.objects.published().filter(commitment__in=wanted, commitment__city__is_public=True)
    texts = list(in_force.filter(commitment__state__in=INDEXED_STATES).select_related("commitment__city"))
    rows = list(_entries(texts))
    SearchEntry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["commitment"], update_fields=["place", "words", "marks"]
    )
    SearchEntry.objects.filter(commitment__in=wanted - {row.commitment_id for row in rows}).delete()


def index_city(*, city: City) -> None:
    """Bring the search rows of a city up to date that got another name, country or region, in its transaction."""
    pks = list(Commitment.objects.of_city(city).values_list("pk", flat=True))
    for start in range(0, len(pks), AT_ONCE):
        index_commitments(pks[start : start + AT_ONCE])


def index_everything() -> int:
    """Make the search table anew, a few hundred rows at a time, while people go on working; return how many rows.

    Run it after an import or a repair.
    """
    last, done = 0, 0
    commitments = CommitmentVersion.objects.published().order_by("commitment")
    while pks := list(commitments.filter(commitment__gt=last).values_list("commitment", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            index_commitments(pks)
        last, done = pks[-1], done + len(pks)
    in_force = CommitmentVersion.objects.published().values("commitment")
    SearchEntry.objects.exclude(commitment__in=in_force).delete()
    return done


def _entries(texts: list[CommitmentVersion]) -> Iterator[SearchEntry]:
    links = links_of(text.pk for text in texts)
    titles = dict(Right.objects.values_list("code", "title__code")) if texts else {}
    others = public_translations(text.pk for text in texts) if texts else {}
    for text in texts:
        languages = (text.language, *(other.language for other in others[text.pk]))
        marks = dict.fromkeys([*_marks(text, links[text.pk], titles), *(mark(LANGUAGE, code) for code in languages)])
        yield SearchEntry(
            commitment_id=text.commitment_id,
            place=SearchEntry.place_of(text.commitment),
            words=_words(text, others[text.pk]),
            marks=" ".join(marks),
        )


def _words(text: CommitmentVersion, others: Iterable[Any]) -> str:
    commitment, city = text.commitment, text.commitment.city
    place = (city.name, city.local_name, city.region, str(COUNTRIES.get(city.country, "")))
    translated = [words for other in others for words in words_of(other.public.texts)]
    own = (text.title, text.summary, text.problem, text.action, text.unit)
    return index_words(commitment.code, *place, *own, *translated)


def _marks(text: CommitmentVersion, links: Links, titles: dict[str, str]) -> Iterator[str]:
    for name, kind in _KINDS.items():
        yield from (mark(kind, row.code) for row in links[name])
    yield from (mark(TITLE, titles[row.code]) for row in links["rights"] if row.code in titles)
    yield mark(COUNTRY, text.commitment.city.country)
    if text.commitment.city.region:
        yield mark(REGION, text.commitment.city.region)
    yield from (mark(YEAR, year) for year in years_of(text.starts_on, text.ends_on))
