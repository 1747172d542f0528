"""The editions of the rules as administrators keep them: edited, copied, put in force."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Refused
from labels.actions.loading import build, store
from labels.models import LabelScheme, Part, UsualPower
from labels.queries.editions import content_of, edition_of
from labels.rules import may_edit_scheme
from review.workflow import NotAllowed


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
def save_parts(*, scheme: LabelScheme, by: Any, changed: Iterable[Part], removed: Iterable[Part] = ()) -> None:
    """Save and remove parts of an edition: stages, deadlines, seats, outcomes, criteria, variants.

    Args:
        scheme: the edition.
        by: an administrator.
        changed: new and edited parts; a new one may come without its edition.
        removed: parts to delete.

    Raises: NotAllowed; Refused when cities have applied under it, or when a part belongs to another edition.
    """
    _may_edit(scheme, by)
    gone, saved = list(removed), list(changed)
    for part in saved:
        if getattr(part, "scheme_id", scheme.pk) is None:
            part.scheme = scheme
    if any(part.edition.pk != scheme.pk for part in [*gone, *saved]):
        raise Refused(_("This belongs to another edition of the rules."))
    for part in gone:
        part.delete()
    for part in saved:
        part.save()
    if gone or saved:
        LabelScheme.objects.filter(pk=scheme.pk).update(edited_in_admin=True)
        data = {"changed": [_name(part) for part in saved], "removed": [_name(part) for part in gone]}
        audit.record("save_parts", by=by, obj=scheme, data={"code": scheme.code, **data})


def _name(part: Part) -> str:
    return f"{part._meta.model_name} {getattr(part, 'code', '') or getattr(part, 'key', '') or part}"


@transaction.atomic
def copy_scheme(*, scheme: LabelScheme, by: Any) -> LabelScheme:
    """Begin a new edition with everything that `scheme` holds. It is a draft: nobody outside sees it.

    Args:
        scheme: any edition, also one in use.
        by: an administrator.

    Returns: the draft, in force from nowhere yet, with the next free code of this year.
    Raises: NotAllowed.
    """
    if not may_edit_scheme(by):
        raise NotAllowed(_("Only administrators keep the rules of the label."))
    # Locked in one order, then read: two copies at once get two codes. Whoever waited for the lock sees with the
    # second statement only what was added meanwhile.
    list(LabelScheme.objects.select_for_update().order_by("pk").values_list("pk"))
    codes = set(LabelScheme.objects.values_list("code", flat=True))
    today = timezone.localdate()
    number = next(n for n in range(1, len(codes) + 2) if f"{today.year}-{n}" not in codes)
    draft, parts = build(content_of(edition_of(scheme)))
    draft.code, draft.starts_on, draft.changes = f"{today.year}-{number}", today, ""
    draft.based_on, draft.edited_in_admin = scheme, True
    store(draft, parts)
    audit.record("copy_scheme", by=by, obj=draft, data={"code": draft.code, "from": scheme.code})
    return draft


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
    LabelScheme.objects.filter(pk=scheme.pk, published_at=None).update(published_at=timezone.now())
    scheme.is_current = True
    audit.record("make_scheme_current", by=by, obj=scheme, data={"before": before, "after": scheme.code})
    return scheme


@transaction.atomic
def save_usual_power(*, row: UsualPower, by: Any) -> UsualPower:
    """Save who usually has a power in one country. What cities said already stays; no file overwrites the row any more.

    Args:
        row: with the new values set.
        by: an administrator.

    Raises: NotAllowed.
    """
    if not may_edit_scheme(by):
        raise NotAllowed(_("Only administrators keep the rules of the label."))
    row.country, row.is_shipped = row.country.upper(), False
    row.save()
    data = {"country": row.country, "tier": row.tier, "element": row.element, "power": row.power}
    audit.record("save_usual_power", by=by, obj=row, data=data)
    return row


def _may_edit(scheme: LabelScheme, by: Any) -> None:
    if not may_edit_scheme(by):
        raise NotAllowed(_("Only administrators keep the rules of the label."))
    if scheme._state.adding:
        return
    # The lock keeps out an application that starts under this edition at the same moment: it takes the same one.
    locked = LabelScheme.objects.select_for_update().get(pk=scheme.pk)
    if locked.is_in_use:
        words = _("Cities apply or assess themselves under these rules, so they stay as they are. Make a new edition.")
        raise Refused(words)
