"""The editions of the rules: loaded from the shipped file, kept by administrators."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Refused
from labels.models import Criterion, LabelScheme
from labels.rules import may_edit_scheme
from review.workflow import NotAllowed

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "scheme_2026.json"
FIELDS = ("title", "intro", "min_commitments", "valid_years", "starts_on")


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
    Raises: ValidationError when the file cannot be read or misses something; nothing is written.
    """
    wanted, criteria = _read(path)
    scheme = LabelScheme.objects.select_for_update().filter(code=wanted.code).first()
    if scheme and (scheme.edited_in_admin or scheme.applications.exists()):
        return LoadedScheme(scheme, "kept")
    if scheme and _content(scheme, scheme.criteria.all()) == _content(wanted, criteria):
        return LoadedScheme(scheme, "unchanged")
    done = "updated" if scheme else "created"
    wanted.pk = scheme.pk if scheme else None
    wanted.is_current = scheme.is_current if scheme else not LabelScheme.objects.filter(is_current=True).exists()
    wanted.save()
    wanted.criteria.all().delete()
    for criterion in criteria:
        criterion.scheme = wanted
    Criterion.objects.bulk_create(criteria)
    audit.record("load_scheme", by=by, obj=wanted, data={"code": wanted.code, "done": done})
    return LoadedScheme(wanted, done)


def _read(path: Path) -> tuple[LabelScheme, list[Criterion]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        scheme = LabelScheme(code=content["code"], **{field: content[field] for field in FIELDS})
        criteria = [
            Criterion(position=number, code=row["code"], title=row["title"], guidance=row["guidance"])
            for number, row in enumerate(content["criteria"], 1)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValidationError(
            _("The file with the rules cannot be read: %(error)s") % {"error": repr(error)}
        ) from error
    scheme.clean_fields()
    for criterion in criteria:
        criterion.clean_fields(exclude=["scheme"])
    if len({criterion.code for criterion in criteria}) < len(criteria):
        raise ValidationError(_("A code of a criterion stands in the file twice."))
    return scheme, criteria


def _content(scheme: LabelScheme, criteria: Iterable[Criterion]) -> list[Any]:
    rows = [(row.code, row.position, row.title, row.guidance) for row in criteria]
    return [[getattr(scheme, field) for field in FIELDS], rows]


@transaction.atomic
def save_scheme(*, scheme: LabelScheme, by: Any, changed: Iterable[str] = ()) -> LabelScheme:
    """Save an edition that an administrator wrote or edited.

    Args:
        scheme: with the new values set; new when it has no primary key yet.
        by: an administrator.
        changed: names of the changed fields, for the log.

    Raises: NotAllowed; Refused when cities have applied under it.
    """
    _may_edit(scheme, by)
    scheme.edited_in_admin = True
    scheme.save()
    audit.record("save_scheme", by=by, obj=scheme, data={"code": scheme.code, "changed": list(changed)})
    return scheme


@transaction.atomic
def save_criteria(
    *, scheme: LabelScheme, by: Any, changed: Iterable[Criterion], removed: Iterable[Criterion] = ()
) -> None:
    """Save and remove criteria of an edition.

    Args:
        scheme: the edition.
        by: an administrator.
        changed: new and edited criteria.
        removed: criteria to delete.

    Raises: NotAllowed; Refused when cities have applied under it.
    """
    _may_edit(scheme, by)
    gone, saved = list(removed), list(changed)
    for criterion in gone:
        criterion.delete()
    for criterion in saved:
        criterion.scheme = scheme
        criterion.save()
    if gone or saved:
        LabelScheme.objects.filter(pk=scheme.pk).update(edited_in_admin=True)
        data = {"changed": [row.code for row in saved], "removed": [row.code for row in gone]}
        audit.record("save_criteria", by=by, obj=scheme, data=data)


@transaction.atomic
def make_scheme_current(*, scheme: LabelScheme, by: Any) -> LabelScheme:
    """Let new applications follow this edition. Running ones keep theirs.

    Args:
        scheme: the edition.
        by: an administrator.

    Raises: NotAllowed.
    """
    if not may_edit_scheme(by):
        raise NotAllowed(_("Only administrators keep the rules of the label."))
    # Locks every edition in one order, so that two administrators at once end with one current edition.
    before = [row.code for row in LabelScheme.objects.select_for_update().order_by("pk") if row.is_current]
    LabelScheme.objects.filter(is_current=True).exclude(pk=scheme.pk).update(is_current=False)
    LabelScheme.objects.filter(pk=scheme.pk).update(is_current=True)
    scheme.is_current = True
    audit.record("make_scheme_current", by=by, obj=scheme, data={"before": before, "after": scheme.code})
    return scheme


def _may_edit(scheme: LabelScheme, by: Any) -> None:
    if not may_edit_scheme(by):
        raise NotAllowed(_("Only administrators keep the rules of the label."))
    if scheme._state.adding:
        return
    # The lock keeps out an application that starts under this edition at the same moment: it takes the same one.
    locked = LabelScheme.objects.select_for_update().get(pk=scheme.pk)
    if locked.applications.exists():
        raise Refused(_("Cities have applied under these rules, so they stay as they are. Make a new edition."))
