"""Writes on the reference tables: loading the shipped files, and the edits of an administrator."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.access import Refused
from core.languages import SOURCE
from framework import rules
from framework.models import Element, Framework, PolicyArea
from framework.models.base import ReferenceRow
from framework.reference_files import (
    CROSSWALK,
    LINKS,
    SHIPPED,
    TABLES,
    BrokenReferenceError,
    Link,
    Table,
    ids_by_code,
    links_of,
    read_files,
    rows_of,
    values_of,
    wanted_links,
)


@dataclass(frozen=True)
class LoadSummary:
    """What a load did. `kept` rows were edited in the admin and differ from the file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    links_added: int = 0
    links_removed: int = 0

    @property
    def changed(self) -> bool:
        """Whether the load wrote anything."""
        return bool(self.created or self.updated or self.links_added or self.links_removed)


@transaction.atomic
def load_reference(*, directory: Path = SHIPPED, overwrite: bool = False, by: Any = None) -> LoadSummary:
    """Bring the reference tables in line with the files, by code. Rows that only the database has stay.

    Args:
        directory: where the JSON files lie.
        overwrite: also overwrite rows that an administrator edited.
        by: who asked for it; None for a command.

    Returns: how many rows and links were created, updated, left alone or kept.
    Raises: BrokenReferenceError when a file is missing, unreadable or names something unknown; nothing is written.
    """
    files = read_files(directory)
    counts: Counter[str] = Counter()
    for table in TABLES:
        counts += _load_rows(table, files[table.file], overwrite=overwrite)
    crosswalk = files[CROSSWALK]
    edition = crosswalk.get("framework")
    counts += _load_links("element", Element.objects.filter(framework__code=edition), crosswalk)
    counts += _load_links("policy_area", PolicyArea.objects.all(), crosswalk)
    _ensure_a_current_edition(edition)
    summary = LoadSummary(**counts)
    if summary.changed:
        audit.record("load_reference", by=by, obj="framework", data=asdict(summary))
    return summary


@transaction.atomic
def make_current(*, framework: Framework, by: Any) -> None:
    """Make an edition the current one; its elements are those that new commitments can name.

    Args:
        framework: the edition.
        by: the administrator who acts.

    Raises: Refused when `by` is not an administrator.
    """
    _only_administrators(by)
    # Locks every edition: two administrators at once end with exactly one current edition.
    before = {row.pk: row for row in Framework.objects.select_for_update().order_by("pk")}
    if before[framework.pk].is_current:
        return
    Framework.objects.current().update(is_current=False, updated_at=timezone.now())
    Framework.objects.filter(pk=framework.pk).update(is_current=True, updated_at=timezone.now())
    audit.record("make_current", by=by, obj=framework, data={"code": framework.code})


@transaction.atomic
def save_edited(*, row: ReferenceRow, by: Any, changed: list[str]) -> None:
    """Save a row edited by hand, and remember it, so that the next load does not overwrite it.

    Args:
        row: the reference row, new or changed.
        by: the administrator who acts.
        changed: names of the changed fields, for the log.

    Raises: Refused when `by` is not an administrator.
    """
    _only_administrators(by)
    action = "add_reference" if row._state.adding else "edit_reference"
    row.edited_in_admin = True
    row.updated_at = timezone.now()
    row.save()
    audit.record(action, by=by, obj=row, data={"row": _plain_name(row), "changed": changed})


def _plain_name(row: ReferenceRow) -> str:
    """Return the row as the table holds it: the log speaks the language of the data, whoever acts."""
    with override(SOURCE):
        return str(row)


@transaction.atomic
def release_edited(*, rows: models.QuerySet[Any], by: Any) -> int:
    """Let the next load overwrite these rows again.

    Args:
        rows: reference rows of one table.
        by: the administrator who acts.

    Returns: how many rows were edited by hand and are no longer protected.
    Raises: Refused when `by` is not an administrator.
    """
    _only_administrators(by)
    released = rows.filter(edited_in_admin=True).update(edited_in_admin=False, updated_at=timezone.now())
    if released:
        audit.record("release_reference", by=by, obj=rows.model._meta.label_lower, data={"rows": released})
    return released


def _only_administrators(by: Any) -> None:
    if not rules.may_edit_reference(by):
        raise Refused(_("Only administrators change the reference tables."))


def _ensure_a_current_edition(code: str | None) -> None:
    # An administrator's choice of edition stays.
    if not Framework.objects.current().exists():
        Framework.objects.filter(code=code).update(is_current=True)


def _load_rows(table: Table, content: Mapping[str, Any], *, overwrite: bool) -> Counter[str]:
    # Locked, so that an administrator's save at this moment waits and wins.
    stored = {table.key_of(row): row for row in table.model._default_manager.select_for_update().order_by("pk")}
    counts: Counter[str] = Counter()
    created, updated = [], []
    for values in _shipped_values(table, content):
        row = stored.get(table.key_of(values))
        if row is None:
            created.append(_checked(table, table.model(**values)))
        elif row.edited_in_admin and not overwrite:
            counts["kept" if _differs(row, values) else "unchanged"] += 1
        elif row.edited_in_admin or _differs(row, values):
            updated.append(_checked(table, _overwritten(row, values)))
        else:
            counts["unchanged"] += 1
    table.model._default_manager.bulk_create(created)
    if updated:
        table.model._default_manager.bulk_update(updated, table.columns)
    return counts + Counter(created=len(created), updated=len(updated))


def _shipped_values(table: Table, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    parent_ids = {name: ids_by_code(model) for name, model in table.parents.items()}
    seen = set()
    for row in rows_of(table, content):
        values = values_of(table, row, parent_ids)
        key = table.key_of(values)
        if key in seen:
            raise BrokenReferenceError(f"{table.file}: {table.section} {row.get('code') or key} stands there twice.")
        seen.add(key)
        yield values


def _differs(row: ReferenceRow, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _overwritten(row: ReferenceRow, values: Mapping[str, Any]) -> ReferenceRow:
    for name, value in values.items():
        setattr(row, name, value)
    row.edited_in_admin = False
    row.updated_at = timezone.now()
    return row


def _checked(table: Table, row: ReferenceRow) -> ReferenceRow:
    try:
        row.clean_fields(exclude=set(table.parents))
    except ValidationError as error:
        problems = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise BrokenReferenceError(f"{table.file}: {table.section} {row} is not valid. {problems}") from error
    return row


def _load_links(section: str, owners: models.QuerySet[Any], crosswalk: Mapping[str, Any]) -> Counter[str]:
    known = {row.code: row for row in owners}
    mapped = links_of(section, crosswalk)
    if unknown := sorted(mapped.keys() - known.keys()):
        raise BrokenReferenceError(f"{CROSSWALK}: {section} names the unknown codes {', '.join(unknown)}.")
    # A row edited by hand keeps its links too.
    free = {known[code].pk: links for code, links in mapped.items() if not known[code].edited_in_admin}
    counts: Counter[str] = Counter()
    touched: set[int] = set()
    for name in LINKS:
        added, removed = _sync_links(owners.model, name, wanted_links(section, name, free), list(free))
        counts += Counter(links_added=len(added), links_removed=len(removed))
        touched |= {owner for owner, _target in added | removed}
    owners.filter(pk__in=touched).update(updated_at=timezone.now())
    return counts


def _sync_links(model: Any, name: str, wanted: set[Link], owners: list[int]) -> tuple[set[Link], set[Link]]:
    column = model._meta.get_field(name)
    through, owner, target = column.remote_field.through, column.m2m_column_name(), column.m2m_reverse_name()
    stored = set(through.objects.filter(**{f"{owner}__in": owners}).values_list(owner, target))
    added, removed = wanted - stored, stored - wanted
    through.objects.bulk_create([through(**{owner: one, target: other}) for one, other in sorted(added)])
    for one, other in removed:
        through.objects.filter(**{owner: one, target: other}).delete()
    return added, removed
