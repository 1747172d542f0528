"""Public texts in other languages: what a reader of one language meets, and where each field comes from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from commitments.models import (
    INDICATOR,
    MILESTONE,
    TRANSLATED,
    CommitmentVersion,
    Provenance,
    TranslationRelease,
    VersionTranslation,
)
from commitments.queries.diff import field_label
from core.aggregates import JsonRows

ORIGINAL = "original"
Texts = Mapping[str, dict[str, str]]


@dataclass(frozen=True)
class Piece:
    """One field as it is read. `by` is "original", or a `Provenance`."""

    text: str
    language: str
    by: str


@dataclass(frozen=True)
class Reading:
    """A text for a reader of `language`: each field in that language where there is a translation, else the original.

    `texts` are those of a public translation; empty when there is none, or the original is wanted.
    """

    version: Any
    language: str = ""
    texts: Texts = field(default_factory=dict)

    def of(self, name: str, original: str) -> Piece:
        """Return one field, named as in a translation. What is empty in the original has nothing to translate."""
        found = self.texts.get(name) if original else None
        if found:
            return Piece(found["text"], self.language, found["by"])
        return Piece(original, self.version.language, ORIGINAL)

    def field(self, name: str) -> Piece:
        """Return a field of the version itself."""
        return self.of(name, getattr(self.version, name))

    def row(self, kind: str, row: Any) -> Piece:
        """Return the title of a milestone or an indicator; `kind` as in `row_name`."""
        return self.of(row_name(kind, row.key), row.title)


@dataclass(frozen=True)
class Told:
    """One step in the history of a translation: added, changed or taken back, with the fields that changed."""

    version: int
    language: str
    at: dt.datetime
    kind: str
    fields: list[str]
    by: list[str]


def row_name(kind: str, key: str) -> str:
    """Return how a translation names the title of a milestone or an indicator."""
    return f"{kind}:{key}"


def in_language(language: str, *, in_force: bool = False) -> Subquery:
    """Return an expression over a version: the texts of its public translation into `language`, or NULL.

    Args:
        in_force: the expression is over a commitment, and looks at its text in force.
    """
    rows = VersionTranslation.objects.filter(language=language, public__isnull=False)
    if in_force:
        rows = rows.filter(version__commitment=OuterRef("pk"), version__state=CommitmentVersion.State.PUBLISHED)
    else:
        rows = rows.filter(version=OuterRef("pk"))
    return Subquery(rows.values("public__texts")[:1], output_field=JSONField())


def languages_as_json(version: str = "pk") -> Subquery:
    """Return an expression for `read_languages`.

    Args:
        version: the path to the version's key, from the rows that are read.
    """
    rows = VersionTranslation.objects.filter(version=OuterRef(version), public__isnull=False).order_by()
    told = JSONObject(language=F("language"))
    return Subquery(rows.values("version").annotate(rows=JsonRows(told)).values("rows"))


def read_languages(rows: list[dict[str, str]] | None) -> list[str]:
    """Return the languages that `languages_as_json` read."""
    return sorted(row["language"] for row in rows or [])


def public_translations(versions: Iterable[int]) -> dict[int, list[VersionTranslation]]:
    """Return the translations that the public reads, with their releases, by version. One query."""
    found: dict[int, list[VersionTranslation]] = {pk: [] for pk in versions}
    rows = VersionTranslation.objects.filter(version__in=list(found), public__isnull=False)
    for row in rows.select_related("public").order_by("language"):
        found[row.version_id].append(row)
    return found


def translations_told(versions: Iterable[int]) -> list[Told]:
    """Return when translations were added, changed and taken back, oldest first. One query."""
    rows = TranslationRelease.objects.filter(translation__version__in=list(versions)).select_related("translation")
    told: list[Told] = []
    before: dict[int, Texts] = {}
    for row in rows.order_by("translation", "number"):
        old: Texts = before.get(row.translation_id, {})
        names = [name for name in {**old, **row.texts} if old.get(name) != row.texts.get(name)]
        kind = "changed" if old and row.texts else "added" if row.texts else "taken_back"
        by = [value for value in Provenance.values if any(piece["by"] == value for piece in row.texts.values())]
        told.append(Told(row.translation.version_id, row.translation.language, row.at, kind, names, by))
        before[row.translation_id] = row.texts
    return sorted(told, key=lambda step: step.at)


def translatable(version: CommitmentVersion, milestones: Iterable[Any], indicators: Iterable[Any]) -> dict[str, str]:
    """Return everything of a version that can be put into another language: name -> original text."""
    texts = {name: getattr(version, name) for name in TRANSLATED}
    texts |= {row_name(MILESTONE, row.key): row.title for row in milestones}
    texts |= {row_name(INDICATOR, row.key): row.title for row in indicators}
    return {name: text for name, text in texts.items() if text}


def part_names(milestones: Iterable[Any], indicators: Iterable[Any]) -> dict[str, str]:
    """Return what each part that can be translated is called."""
    names = {name: field_label(name) for name in TRANSLATED}
    names |= {row_name(MILESTONE, row.key): _("Milestone %(number)s") % {"number": row.position} for row in milestones}
    rows = {row_name(INDICATOR, row.key): _("Indicator %(number)s") % {"number": row.position} for row in indicators}
    return names | rows


def earlier_texts(version: CommitmentVersion, language: str, originals: Mapping[str, str]) -> tuple[Texts, int | None]:
    """Return what an earlier version had in `language` for words that did not change, and that version's number."""
    rows = VersionTranslation.objects.filter(version__commitment=version.commitment_id, language=language)
    rows = rows.filter(version__number__lt=version.number, public__isnull=False).select_related("public", "version")
    found = rows.order_by("-version__number").first()
    if found is None or found.public is None:
        return {}, None
    old = found.version
    before, texts = translatable(old, old.milestones.all(), old.indicators.all()), found.public.texts
    kept = {name: piece for name, piece in texts.items() if originals.get(name) == before.get(name)}
    return {name: piece for name, piece in kept.items() if name in originals}, old.number if kept else None


def words_of(texts: Texts) -> list[str]:
    """Return what the search looks through in a translation."""
    return [piece["text"] for name, piece in texts.items() if name in {"title", "summary", "problem", "action", "unit"}]
