"""The queue of the office."""

from django.urls import reverse

from review.models import QueueItem
from tests.authorization.probes.tools import Probe
from tests.authorization.world import World


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


PROBES: dict[str, Probe] = {
    "assign a version": assign("submitted"),
    "assign a version to somebody else": assign("checking"),
}
