"""Who gets what, when unassigned work is shared out: a plan that a person reads before anything happens.

The rule, the same every time: oldest first; never to somebody with a conflict; among the reviewers whose load is at
most one above the smallest, whoever has checked most on the same themes; then the smaller load; then the earlier
account.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.rules import DECIDER, REVIEWER
from review.models import QueueItem
from review.queries import visible_items
from review.registry import all_kinds

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
    kinds = [kind.key for kind in all_kinds() if kind.assign]
    free = visible_items(by).filter(holder=None, kind__in=kinds).order_by("waiting_since", "pk")[:most]
    experience = Counter({pair: number for kind in all_kinds() for pair, number in kind.experience().items()})
    people = [person for person in office_people() if REVIEWER in person.role_names]
    return share(list(free), people, loads(), experience)


def share(items: list[QueueItem], people: list[Any], open_now: Counter, experience: Counter) -> list[Share]:
    """Share `items` out among `people`, each counted with what they hold already."""
    load, plan = Counter(open_now), []
    for item in items:
        able = [person for person in people if not hides(person, item)]
        if not able:
            plan.append(Share(item, None, _("Every reviewer has a conflict of interest, or there is none.")))
            continue
        least = min(load[person.pk] for person in able)
        near = [person for person in able if load[person.pk] <= least + TOLERANCE]
        person = min(near, key=lambda one: (-_known(one, item, experience), load[one.pk], one.pk))
        plan.append(Share(item, person, _why(load[person.pk], least, _known(person, item, experience))))
        load[person.pk] += 1
    return plan


def office_people() -> list[Any]:
    """Return reviewers and deciders with their roles, cities and conflicts read at once. Four queries."""
    rows = User.objects.filter(is_active=True, groups__name__in=(REVIEWER, DECIDER)).distinct().order_by("name", "pk")
    people = list(rows.prefetch_related("groups", "role_rows", "conflict_rows"))
    for person in people:
        person.role_names = frozenset(group.name for group in person.groups.all())
        person.city_roles = {row.city_id: row.role for row in person.role_rows.all() if row.ended_at is None}
        hard = (row.city_id for row in person.conflict_rows.all() if row.withdrawn_at is None and row.kind == "hard")
        person.conflict_city_ids = frozenset(hard)
    return sorted(people, key=lambda person: person.pk)


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
