"""Cities side by side, topic by topic, in words: no numbers, no totals, nothing to rank by."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from commitments.models import CommitmentVersion
from core import local
from portal import words
from portal.profile import PILLARS, mandate_words
from portal.queries import Comparison
from portal.reading import mark_of, reading_of
from portal.words import Row

SHOWN = 40
EXCERPT = 200


def topics(found: Comparison, today: Any) -> list[Row]:
    """Return the rows of the comparison: a title, and a cell with lines for each city in the order of the cities."""
    pillars = [(words.pillar_name(pillar), _promises_of(found, pillar)) for pillar in PILLARS]
    rows = [
        (_("Mandate"), [_plain(mandate_words(city, today)) for city in found.cities]),
        *pillars,
        (_("Commitments that name no element"), _promises_of(found, "")),
        (_("Rights touched"), [_named(found, city, "rights") for city in found.cities]),
        (_("Groups of people"), [_named(found, city, "groups") for city in found.cities]),
        (_("Policy areas"), [_named(found, city, "policy_areas") for city in found.cities]),
        (_("Last confirmed by the city"), [_plain(_confirmed(found.texts[city.pk])) for city in found.cities]),
        (_("Who was consulted"), [_consulted(found.texts[city.pk]) for city in found.cities]),
    ]
    return [{"title": title, "cells": _cells(found, lines)} for title, lines in rows if any(lines)]


def compare_url(slugs: Iterable[str]) -> str:
    """Return the address of a comparison."""
    return f"{reverse('portal:compare')}?{urlencode([('city', slug) for slug in slugs])}"


def _cells(found: Comparison, lines: list[list[Row]]) -> list[Row]:
    return [
        {"city": city.name, "url": city.get_absolute_url(), "lines": shown[:SHOWN], "more": len(shown) > SHOWN}
        for city, shown in zip(found.cities, lines, strict=True)
    ]


def _plain(text: str) -> list[Row]:
    return [{"text": text}] if text else []


def _promises_of(found: Comparison, pillar: str) -> list[list[Row]]:
    return [[_promise(text) for text in found.texts[city.pk] if _names(found, text, pillar)] for city in found.cities]


def _names(found: Comparison, text: CommitmentVersion, pillar: str) -> bool:
    groups = {row.group for row in found.links[text.pk]["elements"]}
    return pillar in groups if pillar else not groups


def _promise(text: CommitmentVersion) -> Row:
    url = reverse("portal:commitment", args=[text.commitment.code])
    read = reading_of(text).field("title")
    return {"text": read.text, "lang": words.lang(read.language), "url": url, "mark": mark_of(read)}


def _named(found: Comparison, city: Any, kind: str) -> list[Row]:
    rows = {row.code: row for text in found.texts[city.pk] for row in found.links[text.pk][kind]}
    return [{"text": f"{row.number} {row.title}".strip(), "url": row.url} for row in sorted(rows.values())]


def _confirmed(texts: list[CommitmentVersion]) -> str:
    days = [text.commitment.last_confirmed_on for text in texts if text.commitment.last_confirmed_on]
    return _("Latest on %(day)s") % {"day": local.day(max(days))} if days else ""


def _consulted(texts: list[CommitmentVersion]) -> list[Row]:
    return [_asked(text) for text in texts if text.consulted]


def _asked(text: CommitmentVersion) -> Row:
    read = reading_of(text)
    piece, title = read.field("consulted"), read.field("title")
    excerpt = Truncator(piece.text).chars(EXCERPT)
    return {
        "text": excerpt,
        "lang": words.lang(piece.language),
        "of": title.text,
        "of_lang": words.lang(title.language),
        "mark": mark_of(piece),
    }
