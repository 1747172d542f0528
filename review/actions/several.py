"""Claim and assign, one thing or several: each goes through the action of its kind, which checks it for itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import is_decider
from review import emails
from review.models import QueueItem
from review.registry import Kind, kind_named
from review.workflow import NotAllowed, NotReady, Stale


@dataclass(frozen=True)
class Outcome:
    """What became of one thing: done, or why not."""

    item: QueueItem
    done: bool
    words: str


def claim_several(*, items: Iterable[QueueItem], by: User) -> list[Outcome]:
    """Take several things, each in a transaction of its own.

    Args:
        items: rows of the queue that `by` may see.
        by: a reviewer or decider; the kind's own action asks for conflicts.

    Returns: what became of each.
    """
    return [_tried(item, partial(_claim, item, by), _("claimed")) for item in items]


@transaction.atomic
def assign_one(*, item: QueueItem, to: User, by: User, instead_of: int | None, tell: bool = True) -> None:
    """Give one thing to somebody, who gets a mail.

    Args:
        item: a row of the queue that `by` may see.
        to: who checks it from now on; without conflict.
        by: a decider without conflict.
        instead_of: id of who held it when `by` looked, None for nobody.
        tell: False when the mail comes later, for several at once.

    Raises: NotAllowed; NotReady when `to` may not hold it; Stale when somebody was faster.
    """
    kind = _kind(item)
    if not is_decider(by):
        raise NotAllowed(_("Only deciders give submissions to somebody."))
    kind.assign(obj=_thing(item), to=to, by=by, instead_of=instead_of)
    if tell and to.pk != by.pk:
        emails.assigned(to, [item])


def assign_several(*, shares: Iterable[tuple[QueueItem, User, int | None]], by: User) -> list[Outcome]:
    """Give several things out, each in a transaction of its own; everybody gets one mail about what became theirs.

    Args:
        shares: what, to whom, and who held it when `by` looked.
        by: a decider.

    Returns: what became of each.
    """
    outcomes: list[Outcome] = []
    given: dict[int, tuple[User, list[QueueItem]]] = {}
    for item, to, held in shares:
        act = partial(assign_one, item=item, to=to, by=by, instead_of=held, tell=False)
        outcomes.append(_tried(item, act, _("assigned to %(person)s") % {"person": to}))
        if outcomes[-1].done and to.pk != by.pk:
            given.setdefault(to.pk, (to, []))[1].append(item)
    for to, items in given.values():
        emails.assigned(to, items)
    return outcomes


def release_one(*, item: QueueItem, by: User) -> None:
    """Give one thing back to the queue.

    Args:
        item: a row of the queue that `by` may see.
        by: whoever holds it, or a decider without conflict.

    Raises: NotAllowed; Stale when somebody was faster.
    """
    _kind(item).release(obj=_thing(item), by=by)


def _claim(item: QueueItem, by: User) -> None:
    _kind(item).claim(obj=_thing(item), by=by)


def _tried(item: QueueItem, act: Callable[[], object], words: str) -> Outcome:
    try:
        act()
    except (NotAllowed, NotReady, Stale) as refusal:
        return Outcome(item, False, str(refusal))
    return Outcome(item, True, words)


def _kind(item: QueueItem) -> Kind:
    kind = kind_named(item.kind)
    if kind is None:
        raise Stale(_("Nothing of this kind waits any more. Reload the page."))
    return kind


def _thing(item: QueueItem) -> Any:
    thing = _kind(item).model._base_manager.filter(pk=item.object_id).first()
    if thing is None:
        raise Stale(_("Someone else was faster: this item has moved on. Reload the page to see where it is."))
    return thing
