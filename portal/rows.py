"""Rows of lists as the templates draw them: words, tags and addresses, no logic left."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import ngettext

from commitments.models import CommitmentVersion
from commitments.queries import LinkRow, links_of
from core import local
from portal import words
from portal.reading import mark_of, reading_of
from portal.words import Row

THEMES = 3
EXCERPT = 160


def city_rows(cities: list[Any]) -> list[Row]:
    """Return the rows of cities of `city_list`. What a city promised is never counted here: lists invite to compare."""
    return [
        {
            "name": city.name,
            "slug": city.slug,
            "url": city.get_absolute_url(),
            "place": words.city_place(city),
            "residents": residents(city.population),
            "tag": words.city_tag(city),
            "origin": words.origin_tag(city.origin) if city.membership != "none" else None,
            "changed": city.changed_at,
        }
        for city in cities
    ]


def residents(population: int | None) -> str:
    """Return "48,210 residents", or nothing when nobody knows."""
    if not population:
        return ""
    return ngettext("%(number)s resident", "%(number)s residents", population) % {"number": local.number(population)}


def commitment_rows(versions: list[CommitmentVersion]) -> list[Row]:
    """Return the rows of a list of public texts, each with its commitment and city. One query."""
    links = links_of([version.pk for version in versions])
    return [commitment_row(version, links[version.pk]) for version in versions]


def commitment_row(version: CommitmentVersion, links: dict[str, list[LinkRow]]) -> Row:
    """Return one public text as a row of a list."""
    commitment, read = version.commitment, reading_of(version)
    title, summary = read.field("title"), read.field("summary")
    return {
        "title": title.text,
        "lang": words.lang(title.language),
        "summary": Truncator(summary.text).chars(EXCERPT),
        "summary_lang": words.lang(summary.language),
        "mark": mark_of(title) or mark_of(summary),
        "url": commitment.get_absolute_url(),
        "city": commitment.city.name,
        "country": words.country_name(commitment.city.country),
        "tag": words.commitment_tag(commitment),
        "origin": words.origin_tag(words.origin_of(commitment, commitment.city)),
        "period": period_of(version),
        "themes": " · ".join(themes(links)),
    }


def period_of(version: CommitmentVersion) -> str:
    """Return from when to when; sources of compiled texts give years only."""
    return words.period(version.starts_on, version.ends_on, years=version.commitment.origin == "compiled")


def themes(links: dict[str, list[LinkRow]]) -> list[str]:
    """Return what a text is about in a few words: Charter titles (else policy areas), then pillars."""
    named = [row.group for row in links["rights"]] or [row.title for row in links["policy_areas"]]
    pillars = [words.pillar_name(row.group) for row in links["elements"]]
    return [*list(dict.fromkeys(named))[:THEMES], *dict.fromkeys(pillars)]
