"""Public texts in other languages: what a reader of one language meets, and where each field comes from."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from commitments.models import (
    INDICATOR,
    MILESTONE,
    TRANSLATED,
    CommitmentVersion,
    TranslationRelease,
    VersionTranslation,
)
from commitments.queries.diff import field_label
from core.prepared import Given
from core.translated import Piece, Reading, Step, Texts, languages_as_json, public_texts, steps_of


class VersionReading(Reading):
    """A version for a reader of one language; its `source` is the version."""

    def row(self, kind: str, row: Any) -> Piece:
        """Return the title of a milestone or an indicator; `kind` as in `row_name`."""
        return self.of(row_name(kind, row.key), row.title)


def row_name(kind: str, key: str) -> str:
    """Return how a translation names the title of a milestone or an indicator."""
    return f"{kind}:{key}"


def in_language(language: str | Given, *, in_force: bool = False) -> Subquery:
    """Return an expression over a version: the texts of its public translation into `language`, or NULL.

    Args:
        in_force: the expression is over a commitment, and looks at its text in force.
    """
    rows = VersionTranslation.objects.filter(version=OuterRef("pk"))
    if in_force:
        in_it = {"version__commitment": OuterRef("pk"), "version__state": CommitmentVersion.State.PUBLISHED}
        rows = VersionTranslation.objects.filter(**in_it)
    return public_texts(rows, language)


def version_languages(version: str = "pk") -> Subquery:
    """Return an expression for `core.translated.read_languages`.

    Args:
        version: the path to the version's key, from the rows that are read.
    """
    return languages_as_json(VersionTranslation.objects.filter(version=OuterRef(version)), "version")


def public_translations(versions: Iterable[int]) -> dict[int, list[VersionTranslation]]:
    """Return the translations that the public reads, with their releases, by version. One query."""
    found: dict[int, list[VersionTranslation]] = {pk: [] for pk in versions}
    rows = VersionTranslation.objects.filter(version__in=list(found), public__isnull=False)
    for row in rows.select_related("public").order_by("language"):
        found[row.version_id].append(row)
    return found


def translations_told(versions: Iterable[int]) -> list[Step]:
    """Return when translations of some versions were added, changed and taken back, oldest first. One query."""
    return steps_of(TranslationRelease.objects.filter(translation__version__in=list(versions)))


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
