"""A text with everything that hangs on it, and what it still lacks. Three queries."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from commitments.models import CommitmentVersion
from commitments.queries import VersionParts, parts_of
from commitments.rules import missing_for_submit, missing_mandate


@dataclass(frozen=True)
class Whole:
    """`missing` is what stands between the text and the review office, one sentence each."""

    version: CommitmentVersion
    parts: VersionParts
    missing: list[str]


class _Rows(list[Any]):
    """Rows that were read before, asked for as the rules ask."""

    def all(self) -> list[Any]:
        return self


def whole(version: CommitmentVersion) -> Whole:
    """Return `version` with its links, rows and evidence, and what is missing. Three queries."""
    parts = parts_of([version])[version.pk]
    fields = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    rows = {name: _Rows(found) for name, found in parts.links.items()}
    seen = SimpleNamespace(
        **fields,
        **rows,
        commitment=version.commitment,
        milestones=_Rows(parts.milestones),
        indicators=_Rows(parts.indicators),
    )
    return Whole(version, parts, missing_for_submit(seen) + missing_mandate(version))
