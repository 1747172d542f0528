"""The rows of a draft: its milestones and indicators. Their keys stay, so that reports stay attached."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from commitments.actions.common import require_writer, write_draft
from commitments.actions.material import settle_material
from commitments.actions.values import clean_values
from commitments.models import CommitmentVersion, Indicator, Milestone, VersionEvidence
from commitments.models.version import milestone_key

MILESTONE_FIELDS = ("title", "due_on")
INDICATOR_FIELDS = ("title", "unit", "baseline", "baseline_on", "target", "target_on", "source", "frequency")
MAX_MILESTONES = 30
MAX_INDICATORS = 10


@dataclass(frozen=True)
class Kind:
    """A table of rows: which fields people fill in, how many rows there may be, and how its faults are told."""

    name: str
    table: Any
    fields: tuple[str, ...]
    most: int
    numbered: Any
    twice: Any
    too_many: Any


MILESTONES = Kind(
    "milestones",
    Milestone,
    MILESTONE_FIELDS,
    MAX_MILESTONES,
    gettext_lazy("Milestone %(number)s: %(words)s"),
    gettext_lazy("The same milestone came twice. Reload the page and try again."),
    gettext_lazy("%(most)s milestones are the most. Join some of them."),
)
INDICATORS = Kind(
    "indicators",
    Indicator,
    INDICATOR_FIELDS,
    MAX_INDICATORS,
    gettext_lazy("Indicator %(number)s: %(words)s"),
    gettext_lazy("The same indicator came twice. Reload the page and try again."),
    gettext_lazy("%(most)s indicators are the most. Keep those that tell most."),
)


@transaction.atomic
def save_milestones(
    *, version: CommitmentVersion, by: User, revision: int, rows: list[dict[str, Any]]
) -> CommitmentVersion:
    """Replace the milestones of a draft, in the order given.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.
        revision: the revision the writer saw.
        rows: dicts of key (empty for a new one), title and due_on; rows without both are dropped.

    Returns: the stored text with its new revision.
    Raises: as `save_version`.
    """
    current = _replace(MILESTONES, version, by, revision, rows)
    kept = current.milestones.values_list("key", flat=True)
    VersionEvidence.objects.filter(version=current).exclude(milestone_key__in=list(kept)).update(milestone_key="")
    return settle_material(current)


@transaction.atomic
def save_indicators(
    *, version: CommitmentVersion, by: User, revision: int, rows: list[dict[str, Any]]
) -> CommitmentVersion:
    """Replace the indicators of a draft, in the order given.

    Args:
        version: the draft or returned text.
        by: an editor or approver of the city.
        revision: the revision the writer saw.
        rows: dicts of key (empty for a new one) and the fields of `INDICATOR_FIELDS`; empty rows are dropped.

    Returns: the stored text with its new revision.
    Raises: as `save_version`.
    """
    return settle_material(_replace(INDICATORS, version, by, revision, rows))


def copy_rows(source: CommitmentVersion, version: CommitmentVersion) -> None:
    """Copy milestones and indicators to a new version, keys included. Call it inside a transaction."""
    for kind in (MILESTONES, INDICATORS):
        names = ("key", "position", *kind.fields)
        kind.table.objects.bulk_create(
            kind.table(version=version, **row) for row in kind.table.objects.filter(version=source).values(*names)
        )


def copy_rows_anew(source: CommitmentVersion, version: CommitmentVersion, which: set[str]) -> dict[str, str]:
    """Copy rows to another commitment: new keys, no dates. Call it inside a transaction.

    Args:
        which: "milestones", "indicators" or both.

    Returns: old key -> new key.
    """
    keys: dict[str, str] = {}
    for kind in (row for row in (MILESTONES, INDICATORS) if row.name in which):
        names = tuple(name for name in kind.fields if not name.endswith("_on"))
        for row in kind.table.objects.filter(version=source).values("key", "position", *names):
            keys[row["key"]] = milestone_key()
            kind.table.objects.create(version=version, **row | {"key": keys[row["key"]]})
    return keys


def _replace(
    kind: Kind, version: CommitmentVersion, by: User, revision: int, rows: list[dict[str, Any]]
) -> CommitmentVersion:
    require_writer(by, version.commitment.city)
    wanted = _clean(kind, rows)
    current = write_draft(version, revision=revision, values={"editor": by})
    stored = kind.table.objects.filter(version=current)
    known = set(stored.values_list("key", flat=True))
    stored.delete()
    kind.table.objects.bulk_create(
        kind.table(
            version=current, position=position, **{**row, "key": row["key"] if row["key"] in known else milestone_key()}
        )
        for position, row in enumerate(wanted, 1)
    )
    return current


def _typed(row: dict[str, Any], name: str) -> Any:
    return "" if row.get(name) is None else row[name]


def _clean(kind: Kind, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    cleaned, errors = [], []
    for number, row in enumerate(rows, 1):
        try:
            values = clean_values(kind.table, kind.fields, {name: _typed(row, name) for name in kind.fields})
        except ValidationError as error:
            words = " ".join(error.messages)
            errors.append(kind.numbered % {"number": number, "words": words})
            continue
        if any(value not in (None, "") for value in values.values()):
            cleaned.append({"key": str(row.get("key") or ""), **values})
    keys = [row["key"] for row in cleaned if row["key"]]
    if len(keys) != len(set(keys)):
        errors.append(kind.twice)
    if len(cleaned) > kind.most:
        errors.append(kind.too_many % {"most": kind.most})
    if errors:
        raise ValidationError(errors)
    return cleaned
