"""Who holds a thing that waits, for the kinds without a table of their own: taken, given, given back.

No state moves: whoever may decide about such a thing still may, whoever holds it. One winner, however many press.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_decider
from core import audit
from review.models import CaseAssignment, QueueItem
from review.queue import follow
from review.registry import Kind, all_kinds, kind_named, kind_of
from review.workflow import NotAllowed, NotReady, Stale


@transaction.atomic
def claim_case(*, obj: Any, by: User) -> None:
    """Take a thing that nobody holds.

    Args:
        obj: a thing that waits.
        by: somebody who may decide about it.

    Raises: NotAllowed; Stale when somebody was faster.
    """
    kind, current, held = _locked(obj)
    _require_holder(kind, by, current, _("You may not check this."))
    if held is not None:
        raise _moved_on()
    _give(kind, current, "claim", to=by, by=by)


@transaction.atomic
def assign_case(*, obj: Any, to: User, by: User, instead_of: int | None = None) -> None:
    """Give a thing that waits to somebody who may decide about it.

    Args:
        obj: a thing that waits.
        to: who checks it from now on; without conflict.
        by: a decider without conflict.
        instead_of: id of who held it when `by` looked, None for nobody.

    Raises: NotAllowed; NotReady when `to` may not hold it or holds it already; Stale when somebody was faster.
    """
    kind, current, held = _locked(obj)
    if not is_decider(by):
        raise NotAllowed(_("Only deciders give submissions to somebody."))
    _require_holder(kind, by, current, _("Only a decider without conflict of interest gives this to somebody."))
    if (held.reviewer_id if held else None) != instead_of:
        raise _moved_on()
    # Read again behind the lock: a role may have ended, a conflict been declared since the page was opened.
    person = User.objects.get(pk=to.pk)
    if not _may_hold(kind, person, current):
        raise NotReady([_("%(person)s may not check this. Choose somebody else.") % {"person": person}])
    if held is not None:
        if held.reviewer_id == person.pk:
            raise NotReady([_("%(person)s holds this already.") % {"person": person}])
        _close(held)
    _give(kind, current, "reassign" if held else "assign", to=person, by=by)


@transaction.atomic
def release_case(*, obj: Any, by: User) -> None:
    """Give a thing back to the queue.

    Args:
        obj: a thing that waits.
        by: whoever holds it, or a decider without conflict.

    Raises: NotAllowed; Stale when nobody holds it any more.
    """
    kind, current, held = _locked(obj)
    if held is None:
        raise _moved_on()
    if held.reviewer_id != by.pk and not is_decider(by):
        raise NotAllowed(_("Only who holds this, or a decider, gives it back to the queue."))
    _require_holder(kind, by, current, _("You may not check this."))
    _close(held)
    _note(current, "release", by=by, to=None)
    follow(current)


def release_all(user: User, city: Any) -> None:
    """Take everything of `city` out of the hands of `user`, who is in conflict with it from now on."""
    keys = [kind.key for kind in all_kinds() if kind.may_hold]
    for item in QueueItem.objects.filter(city_id=city.pk, holder=user, kind__in=keys):
        rows = CaseAssignment.objects.filter(kind=item.kind, object_id=item.object_id, reviewer=user, released_at=None)
        rows.update(released_at=timezone.now())
        kind = kind_named(item.kind)
        follow(*(kind.model._base_manager.filter(pk=item.object_id) if kind else ()))


def _locked(obj: Any) -> tuple[Kind, Any, CaseAssignment | None]:
    """Return the kind, the thing as it is stored now, locked, and who holds it."""
    kind = kind_of(obj)
    rows = type(obj)._base_manager.select_for_update(of=("self",), no_key=True)
    current = rows.filter(pk=obj.pk).first()
    if kind is None or current is None or not _waits(kind, current):
        raise _moved_on()
    return kind, current, CaseAssignment.objects.filter(kind=kind.key, object_id=obj.pk, released_at=None).first()


def _waits(kind: Kind, obj: Any) -> bool:
    """Whether it waits for the office: by its state, or because nothing but a person of the office moves it on."""
    return obj.state in kind.waiting or kind.rows().filter(pk=obj.pk).exists()


def _may_hold(kind: Kind, person: User, obj: Any) -> bool:
    return kind.may_hold is not None and kind.allowed(person) and kind.may_hold(person, obj)


def _require_holder(kind: Kind, by: User, obj: Any, words: str) -> None:
    if not _may_hold(kind, by, obj):
        raise NotAllowed(words)


def _give(kind: Kind, obj: Any, step: str, *, to: User, by: User) -> None:
    CaseAssignment.objects.create(kind=kind.key, object_id=obj.pk, reviewer=to, assigned_by=by)
    _note(obj, step, by=by, to=to)
    follow(obj)


def _close(held: CaseAssignment) -> None:
    CaseAssignment.objects.filter(pk=held.pk).update(released_at=timezone.now())


def _note(obj: Any, step: str, *, by: User, to: User | None) -> None:
    """Write the audit event: of the office, never in the city's own log."""
    city = getattr(obj, "audit_scope", None)
    data = {"to": audit.ref(to)} if to is not None and step != "claim" else {}
    audit.record(step, by=by, obj=obj, scope=audit.office_scope(city) if city else "", data=data)


def _moved_on() -> Stale:
    return Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
