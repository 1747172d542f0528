"""What is checked before a yes, in the words of administrators."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_administrator
from core import audit
from core.text import clean_text
from review.models import ChecklistItem
from review.workflow import NotAllowed


@transaction.atomic
def set_checklist_item(
    *, by: User, kind: str, wording: str, position: int, is_active: bool, item: ChecklistItem | None = None
) -> ChecklistItem:
    """Add a thing to check, or change one. Reviews that were written keep the wording of their day.

    Args:
        by: an administrator.
        kind: one of `ChecklistItem.Kind`; what exists keeps its kind.
        wording: the office's words; empty uses the default, for those that have one.
        position: where it stands, counted from 1.
        is_active: whether it is asked from now on.
        item: the row to change; a new one if not given.

    Returns: the stored row.
    Raises: NotAllowed; ValidationError without words, or when nothing would be left to check.
    """
    if not is_administrator(by):
        raise NotAllowed
    # Locked: two people who switch off the last two items at once leave one.
    rows = {row.pk: row for row in ChecklistItem.objects.select_for_update().order_by("pk")}
    row = rows[item.pk] if item else ChecklistItem(kind=kind, key=f"own-{uuid4().hex[:12]}")
    before = {name: getattr(row, name) for name in ("wording", "position", "is_active")} if item else {}
    row.wording, row.position, row.is_active = clean_text(wording), position, is_active
    if not row.wording and row.key.startswith("own-"):
        raise ValidationError({"wording": _("Say what is checked.")})
    if not is_active and not any(
        other.is_active and other.kind == row.kind and other.pk != row.pk for other in rows.values()
    ):
        raise ValidationError({"is_active": _("One thing to check has to stay in use for every kind of submission.")})
    row.save()
    after = {"wording": row.wording, "position": row.position, "is_active": row.is_active}
    audit.record("set_checklist_item", by=by, obj=row, data={"kind": row.kind, "old": before, "new": after})
    return row
