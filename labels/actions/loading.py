"""An edition of the rules from a file, or from another edition: built, checked and stored whole."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from labels.models import LabelScheme
from labels.queries.editions import FIELDS, TABLES, Parts, Table, content_from, content_of, edition_of

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "scheme_2026.json"


@dataclass(frozen=True)
class LoadedScheme:
    """What a load did: "created", "updated", "unchanged", or "kept" (edited here, or in use)."""

    scheme: LabelScheme
    done: str


@transaction.atomic
def load_scheme(*, path: Path = SHIPPED, by: Any = None) -> LoadedScheme:
    """Bring one edition in line with its file. A second run changes nothing.

    An edition that an administrator edited, or under which cities have applied, is kept as it is. The edition
    becomes the current one only when there is none.

    Args:
        path: a JSON file like labels/data/scheme_2026.json.
        by: who asked for it; None for a command.

    Returns: the edition and what was done.
    Raises: ValidationError when the file cannot be read, misses something or contradicts itself; nothing is written.
    """
    wanted, parts = build(_read(path))
    scheme = LabelScheme.objects.select_for_update().filter(code=wanted.code).first()
    if scheme and (scheme.edited_in_admin or scheme.is_in_use):
        return LoadedScheme(scheme, "kept")
    if scheme and content_of(edition_of(scheme)) == content_from(wanted, parts):
        return LoadedScheme(scheme, "unchanged")
    wanted.pk = scheme.pk if scheme else None
    wanted.is_current = scheme.is_current if scheme else not LabelScheme.objects.filter(is_current=True).exists()
    wanted.published_at = scheme.published_at if scheme else timezone.now() if wanted.is_current else None
    store(wanted, parts)
    done = "updated" if scheme else "created"
    audit.record("load_scheme", by=by, obj=wanted, data={"code": wanted.code, "done": done})
    return LoadedScheme(wanted, done)


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> ValidationError:
    return ValidationError(_("The file with the rules cannot be read: %(error)s") % {"error": repr(error)})


def build(content: dict[str, Any]) -> tuple[LabelScheme, Parts]:
    """Return an edition and its parts from the content of a file, checked, nothing stored.

    Args:
        content: as `content_of` returns it; parts and fields that have a default may be missing.

    Raises: ValidationError.
    """
    parts: Parts = []
    try:
        scheme = LabelScheme(code=content["code"])
        for name in FIELDS:
            setattr(scheme, name, content.get(name, getattr(scheme, name)))
        _known(content, (*FIELDS, *(table.name for table in TABLES)))
        for table in TABLES:
            for number, row in enumerate(content.get(table.name, ()), 1):
                child = table.child
                below = [_part(child, line, 0) for line in row.get(child.name, ())] if child else []
                parts.append((table, _part(table, row, number), below))
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable(error) from error
    scheme.clean_fields()
    for table, part, below in parts:
        part.clean_fields(exclude=[table.parent])
        for line in below:
            line.clean_fields(exclude=[table.child.parent] if table.child else [])
    return scheme, parts


def _part(table: Table, row: dict[str, Any], number: int) -> Any:
    _known(row, (*table.fields, table.child.name if table.child else ""))
    values = {name: row[name] for name in table.fields if name in row}
    return table.model(**values, **({table.counted: number} if table.counted else {}))


def _known(row: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in row:
        if name not in names:
            raise KeyError(name)


def store(scheme: LabelScheme, parts: Parts) -> None:
    """Save an edition in place of whatever parts it had.

    Args:
        scheme: with or without a primary key.
        parts: as `build` returns them.

    Raises: ValidationError when two parts cannot stand beside each other.
    """
    try:
        with transaction.atomic():
            scheme.save()
            for table in TABLES:
                table.model._default_manager.filter(scheme=scheme).delete()
            for table, part, below in parts:
                part.scheme = scheme
                part.save(force_insert=True)
                for line in below:
                    setattr(line, table.child.parent if table.child else "", part)
                    line.save(force_insert=True)
    except IntegrityError as error:
        words = _("The rules name something twice, or contradict themselves: %(error)s")
        raise ValidationError(words % {"error": str(error).splitlines()[0]}) from error
