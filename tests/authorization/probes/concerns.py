"""Concerns about a label, and appeals."""

from labels.models import Appeal, Concern
from tests.authorization.probes.tools import Probe, decide, desk
from tests.authorization.world import World
from tests.factories import make_concern, make_label, make_user


def read_first(world: World, role: str) -> bool:
    concern = make_concern(make_label(city=world.city))
    world.browser(role).post(decide(concern, "accept"), {"note": "It can be checked."})
    return Concern.objects.get(pk=concern.pk).state == "accepted"


def answer(world: World, role: str) -> bool:
    address = desk("concern", world.city.slug, world.concern.reference)
    world.browser(role).post(address, {"text": "It is open.", "language": "en", "answer": "1"})
    return Concern.objects.get(pk=world.concern.pk).state == "answered"


def conclude(world: World, role: str) -> bool:
    concern = make_concern(make_label(city=world.city), state="answered")
    world.browser(role).post(decide(concern, "solve"), {"note": "It is open again."})
    return Concern.objects.get(pk=concern.pk).state == "closed"


def lodge(world: World, role: str) -> bool:
    address = desk("appeal_new", world.city.slug, "change", world.appealed.pk)
    world.browser(role).post(address, {"text": "Look again.", "language": "en"})
    return Appeal.objects.filter(change=world.appealed).exists()


def name(world: World, role: str) -> bool:
    people = [make_user(f"Judge {number}", roles=("decider",)).pk for number in range(2)]
    values = {"people": [world.people["DE"].pk, *people]}
    world.browser(role).post(decide(world.appeal, "name_judges"), values)
    return world.appeal.votes.count() == len(values["people"])


PROBES: dict[str, Probe] = {
    "read a concern first": read_first,
    "answer a concern": answer,
    "conclude a concern": conclude,
    "lodge an appeal": lodge,
    "name who hears an appeal": name,
}
