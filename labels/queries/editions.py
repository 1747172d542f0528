"""An edition of the rules as a whole: to read on one page, to compare with a file, to copy."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from labels.models import (
    Criterion,
    CriterionVariant,
    LabelScheme,
    PanelSeat,
    SchemeOutcome,
    Stage,
    StageDeadline,
)

FIELDS = ("code", "title", "intro", "changes", "language", "min_commitments", "valid_years", "starts_on")
CODE_LENGTH = 20


@dataclass(frozen=True)
class Table:
    """Where one kind of part stands: its name in a file, its model, its fields, and what hangs on each row.

    `counted` is the field that numbers the rows in their order, if one does.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    counted: str = ""
    parent: str = "scheme"
    child: "Table | None" = None


DEADLINES = Table(
    "deadlines", StageDeadline, ("key", "title", "length", "unit", "who", "stops_for", "extension"), parent="stage"
)
VARIANTS = Table("variants", CriterionVariant, ("up_to", "guidance", "evidence_hints"), parent="criterion")
TABLES = (
    Table("stages", Stage, ("key", "title", "what", "who", "public_sees"), "number", child=DEADLINES),
    Table("seats", PanelSeat, ("panel", "kind", "members", "other_state", "distinct_states")),
    Table("outcomes", SchemeOutcome, ("key", "title", "text")),
    Table(
        "criteria",
        Criterion,
        (
            *("code", "element", "title", "guidance", "evidence_hints", "not_yet", "partly", "met"),
            *("by_competence", "not_ours"),
        ),
        "position",
        child=VARIANTS,
    ),
)


# A table, one of its rows, and what hangs on the row.
Parts = list[tuple[Table, Any, list[Any]]]


@dataclass(frozen=True)
class Edition:
    """One edition with all its parts, in their order; `parts["stages"]` and so on."""

    scheme: LabelScheme
    parts: dict[str, list[Any]] = field(default_factory=dict)


def edition_of(scheme: LabelScheme) -> Edition:
    """Return `scheme` with everything that belongs to it (6 queries). Rows that hang on others are prefetched."""
    parts = {}
    for table in TABLES:
        order = (table.counted or "pk", "pk")
        rows: QuerySet = table.model._default_manager.filter(scheme=scheme).order_by(*order)
        parts[table.name] = list(rows.prefetch_related(table.child.name) if table.child else rows)
    return Edition(scheme, parts)


def public_edition(code: str) -> Edition:
    """Return an edition that was in force at some time (7 queries).

    Raises: Http404 for a draft, and when there is none of this code.
    """
    known = code.isascii() and len(code) <= CODE_LENGTH
    scheme = LabelScheme.objects.public().filter(code=code).first() if known else None
    if scheme is None:
        raise Http404(_("No rules have this code."))
    return edition_of(scheme)


def public_editions() -> list[LabelScheme]:
    """Return every edition that was in force at some time, the newest first (1 query)."""
    return list(LabelScheme.objects.public())


def content_of(edition: Edition) -> dict[str, Any]:
    """Return an edition as its file holds it, so that file, copy and table can be compared."""
    pairs = [
        (table, part, list(getattr(part, table.child.name).all()) if table.child else [])
        for table in TABLES
        for part in edition.parts[table.name]
    ]
    return content_from(edition.scheme, pairs)


def content_from(scheme: LabelScheme, parts: Parts) -> dict[str, Any]:
    """Return the same for parts that are not stored yet."""
    content = _values(scheme, FIELDS) | {table.name: [] for table in TABLES}
    for table, part, below in parts:
        row = _values(part, table.fields)
        if table.child:
            row[table.child.name] = [_values(line, table.child.fields) for line in below]
        content[table.name].append(row)
    return content


def _values(obj: Any, names: Iterable[str]) -> dict[str, Any]:
    values = {name: getattr(obj, name) for name in names}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
