"""Who gets what, when unassigned work is shared out: a plan that a person reads before anything happens.

The rule, the same every time: oldest first; never to somebody with a conflict; among the reviewers whose load is at
most one above the smallest, whoever has checked most on the same themes; then the smaller load; then the earlier
account.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import CONFLICT_AFTER_ROLE, User
from accounts.rules import DECIDER, REVIEWER
from review.models import QueueItem
from review.queries import visible_items
from review.registry import all_kinds, automatic_conflicts, kind_named

MOST = 100
TOLERANCE = 1


@dataclass(frozen=True)
class Share:
    """One line of a plan: what, to whom (None: nobody can), and why."""

    item: QueueItem
    person: Any
    reason: str


def plan_for(by: Any, *, most: int = MOST) -> list[Share]:
    """Return who would get the oldest unassigned submissions that `by` may see. The same question, the same answer."""
    free = visible_items(by).filter(holder=None).order_by("waiting_since", "pk")[:most]
    experience = Counter({pair: number for kind in all_kinds() for pair, number in kind.experience().items()})
    return share(list(free), office_people(), loads(), experience)


def share(items: list[QueueItem], people: list[Any], open_now: Counter, experience: Counter) -> list[Share]:
    """Share `items` out among `people`, each counted with what they hold already."""
    load, plan = Counter(open_now), []
    for item in items:
        able = [person for person in people if _is_for(item, person) and not hides(person, item)]
        if not able:
            plan.append(Share(item, None, _("Nobody may check it: all have a conflict, or there is none.")))
            continue
        least = min(load[person.pk] for person in able)
        near = [person for person in able if load[person.pk] <= least + TOLERANCE]
        person = min(near, key=lambda one: (-_known(one, item, experience), load[one.pk], one.pk))
        plan.append(Share(item, person, _why(load[person.pk], least, _known(person, item, experience))))
        load[person.pk] += 1
    return plan


def office_people() -> list[Any]:
    """Return reviewers and deciders with their roles, cities and conflicts read at once. Four queries.

    A role that ended in the last years is a conflict still, and so is an address in the city's own domain.
    """
    rows = User.objects.filter(is_active=True, groups__name__in=(REVIEWER, DECIDER)).distinct().order_by("name", "pk")
    people = list(rows.prefetch_related("groups", "role_rows", "conflict_rows"))
    since = timezone.now() - CONFLICT_AFTER_ROLE
    for person in people:
        person.role_names = frozenset(group.name for group in person.groups.all())
        roles = person.role_rows.all()
        person.city_roles = {row.city_id: row.role for row in roles if row.ended_at is None}
        lately = (row.city_id for row in roles if row.ended_at and row.ended_at > since)
        hard = (row.city_id for row in person.conflict_rows.all() if row.withdrawn_at is None and row.kind == "hard")
        person.conflict_city_ids = frozenset([*lately, *hard, *automatic_conflicts(person)])
    return sorted(people, key=lambda person: person.pk)


def _is_for(item: QueueItem, person: Any) -> bool:
    kind = kind_named(item.kind)
    return (kind.held_by if kind else REVIEWER) in person.role_names


def may_get(item: QueueItem) -> list[Any]:
    """Return who may be given `item`: reviewers and deciders (of a label application deciders only), no conflict.

    One query; whose address is in the city's own domain is asked of the cache.
    """
    kind = kind_named(item.kind)
    roles = {kind.held_by if kind else REVIEWER, DECIDER}
    people = User.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("name", "pk")
    if item.city_id is None:
        return list(people)
    lately = Q(role_rows__ended_at=None) | Q(role_rows__ended_at__gt=timezone.now() - CONFLICT_AFTER_ROLE)
    acting = User.objects.filter(lately, role_rows__city_id=item.city_id)
    hard = {"conflict_rows__kind": "hard", "conflict_rows__withdrawn_at": None}
    declared = User.objects.filter(**hard, conflict_rows__city_id=item.city_id)
    able = people.exclude(pk__in=acting.values("pk")).exclude(pk__in=declared.values("pk"))
    return [person for person in able if item.city_id not in automatic_conflicts(person)]


def hides(person: Any, item: QueueItem) -> bool:
    """Whether a hard conflict hides `item` from `person`."""
    return item.city_id in person.city_roles or item.city_id in person.conflict_city_ids


def loads() -> Counter:
    """Return how many submissions each person holds now. One query."""
    rows = QueueItem.objects.exclude(holder=None).order_by().values_list("holder").annotate(number=Count("pk"))
    return Counter(dict(rows))


def _known(person: Any, item: QueueItem, experience: Counter) -> int:
    return sum(experience[person.pk, code] for code in _themes(item))


def _themes(item: QueueItem) -> Iterable[str]:
    return item.themes.split()


def _why(load: int, least: int, known: int) -> str:
    held = ngettext("holds %(n)d before this one", "holds %(n)d before this one", load) % {"n": load}
    if known:
        words = ngettext("checked %(n)d on these themes", "checked %(n)d on these themes", known) % {"n": known}
        return f"{held}, {words}"
    return f"{held}, {_('the fewest')}" if load == least else held
