"""Texts of the record in other languages: their tables, and what a reader of one language meets.

The original is never touched. A translation has a working copy, which people save, and releases, which somebody
publishes. A release never changes; the newest one that was not taken back is what the public reads.

`texts` maps the name of a part to {"text": …, "by": a `Provenance`}. Where an original may change, a piece also says
"of": the words it was made from. What is not there is read in the original.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.aggregates import JsonRows
from core.languages import LANGUAGES
from core.prepared import Given

ORIGINAL = "original"
CODES = tuple(code for code, _name in LANGUAGES)
Texts = Mapping[str, dict[str, str]]


class Provenance(models.TextChoices):
    """Who put a text into another language. Whatever is not translated is the original."""

    HUMAN = "human", _("by a person")
    MACHINE = "machine", _("by machine, not checked by a person")


class Translation(models.Model):
    """The working copy. Tables that inherit name what is translated, and `public`: the release that is read now."""

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    texts = models.JSONField(_("working copy"), default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("last edited by")
    )
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        abstract = True


class Release(models.Model):
    """What the public read, or reads, in one language. Without texts: the translation was taken back.

    Tables that inherit name their `translation`.
    """

    number = models.PositiveSmallIntegerField(_("number"))
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    at = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        abstract = True


def of_the_union(name: str, *, or_none: bool = False) -> models.CheckConstraint:
    """Return the constraint that `language` is one of the 24.

    Args:
        name: what the database calls it.
        or_none: whether it may be empty: nobody said which it is.
    """
    return models.CheckConstraint(condition=models.Q(language__in=[*CODES, *[""] * or_none]), name=name)


@dataclass(frozen=True)
class Piece:
    """One part as it is read. `by` is "original", or a `Provenance`; `is_older`: its original changed since."""

    text: str
    language: str
    by: str
    is_older: bool = False


@dataclass(frozen=True)
class Reading:
    """A text for a reader of `language`: each part in that language where there is a translation, else the original.

    `source` has the originals and their `language`. `texts` are those of a public translation; empty when there is
    none, or the original is wanted.
    """

    source: Any
    language: str = ""
    texts: Texts = field(default_factory=dict)

    def of(self, name: str, original: str) -> Piece:
        """Return one part, named as in a translation. What is empty in the original has nothing to translate."""
        found = self.texts.get(name) if original else None
        if found:
            return Piece(found["text"], self.language, found["by"], is_older(found, original))
        return Piece(original, self.source.language, ORIGINAL)

    def field(self, name: str) -> Piece:
        """Return a field of the source itself."""
        return self.of(name, getattr(self.source, name))


@dataclass(frozen=True)
class Step:
    """One step in the history of a translation: added, changed or taken back, with the parts that changed."""

    translation: Any
    at: dt.datetime
    kind: str
    fields: list[str]
    by: list[str]

    @property
    def language(self) -> str:
        return self.translation.language


def is_older(piece: Mapping[str, str], original: str) -> bool:
    """Whether a piece was made from other words than the original has now."""
    return piece.get("of", original) != original


def public_texts(rows: QuerySet[Any], language: str | Given) -> Subquery:
    """Return an expression: the texts of the public translation into `language`, or NULL.

    Args:
        rows: the translations of the row that asks, by `OuterRef`.
    """
    found = rows.filter(language=language, public__isnull=False)
    return Subquery(found.values("public__texts")[:1], output_field=JSONField())


def languages_as_json(rows: QuerySet[Any], owner: str) -> Subquery:
    """Return an expression for `read_languages`.

    Args:
        rows: the translations of the row that asks, by `OuterRef`.
        owner: the field of a translation that names what is translated.
    """
    found = rows.filter(public__isnull=False).order_by()
    told = JSONObject(language=F("language"))
    return Subquery(found.values(owner).annotate(rows=JsonRows(told)).values("rows"))


def read_languages(rows: list[dict[str, str]] | None) -> list[str]:
    """Return the languages that `languages_as_json` read."""
    return sorted(row["language"] for row in rows or [])


def steps_of(releases: QuerySet[Any]) -> list[Step]:
    """Return when translations were added, changed and taken back, oldest first. One query."""
    told: list[Step] = []
    before: dict[int, Texts] = {}
    for row in releases.select_related("translation").order_by("translation", "number"):
        old: Texts = before.get(row.translation_id, {})
        names = [name for name in {**old, **row.texts} if old.get(name) != row.texts.get(name)]
        kind = "changed" if old and row.texts else "added" if row.texts else "taken_back"
        by = [value for value in Provenance.values if any(piece["by"] == value for piece in row.texts.values())]
        told.append(Step(row.translation, row.at, kind, names, by))
        before[row.translation_id] = row.texts
    return sorted(told, key=lambda step: step.at)


def made_by(texts: Texts) -> dict[str, list[str]]:
    """Return which parts people translated and which a machine: provenance -> names, sorted."""
    return {by: sorted(_made(texts, by)) for by in Provenance.values}


def _made(texts: Texts, by: str) -> Iterable[str]:
    return (name for name, piece in texts.items() if piece["by"] == by)
