"""The queue of the office."""

from django.urls import reverse

from review.models import QueueItem
from tests.authorization.probes.tools import Probe
from tests.authorization.world import World
from tests.factories import make_user


def assign(which: str) -> Probe:
    """Give a version to a colleague, in place of whoever holds it."""

    def probe(world: World, role: str) -> bool:
        version, to = getattr(world, which), world.people["RV unassigned"]
        item = QueueItem.objects.get(kind="version", object_id=version.pk)
        held = version.assignments.filter(released_at=None).first()
        values = {"chosen": f"{item.pk}:{held.reviewer_id if held else ''}", "to": to.pk}
        world.browser(role).post(reverse("admin:review_assign_chosen"), values)
        return version.assignments.filter(reviewer=to, released_at=None).exists()

    return probe


def assign_thing(kind: str, thing: str) -> Probe:
    """Give something else that waits to a colleague who may hold it."""

    def probe(world: World, role: str) -> bool:
        to = make_user("Dora Deputy", roles=("decider",))
        item = QueueItem.objects.get(kind=kind, object_id=getattr(world, thing).pk)
        world.browser(role).post(reverse("admin:review_assign_chosen"), {"chosen": f"{item.pk}:", "to": to.pk})
        return QueueItem.objects.get(pk=item.pk).holder_id == to.pk

    return probe


PROBES: dict[str, Probe] = {
    "assign a request to join": assign_thing("join", "join_request"),
    "assign a label application": assign_thing("label", "applying"),
    "assign a statement": assign_thing("statement", "statement"),
    "assign a version": assign("submitted"),
    "assign a version to somebody else": assign("checking"),
}
