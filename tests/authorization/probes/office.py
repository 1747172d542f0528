"""The label, roles of the office, the log."""

import uuid

from django.urls import reverse

from core import audit
from core.models import AuditEvent
from labels.models import Label, LabelApplication
from tests.authorization.probes.tools import Probe, change, decide, desk, opens, send
from tests.authorization.world import World
from tests.factories import make_user


def edit_application(world: World, role: str) -> bool:
    address = desk("label_apply", world.city.slug)
    send(world, role, address, like="EA", having="statement", statement="A better statement.")
    return LabelApplication.objects.get(pk=world.application.pk).statement == "A better statement."


def submit_application(world: World, role: str) -> bool:
    values = {"key": str(uuid.uuid4())}
    world.browser(role).post(desk("label_submit", world.city.slug), values)
    return LabelApplication.objects.get(pk=world.application.pk).state == "submitted"


def propose(world: World, role: str) -> bool:
    values = {"outcome": "granted", "note": "Every step was taken."}
    world.browser(role).post(decide(world.applying, "propose"), values)
    return LabelApplication.objects.get(pk=world.applying.pk).state == "proposed"


def sign_second(world: World, role: str) -> bool:
    world.browser(role).post(decide(world.proposed, "grant"))
    return Label.objects.filter(city=world.proposed.city).exists()


def give_roles(world: World, role: str) -> bool:
    other = make_user("Somebody")
    world.browser(role).post(change(other), {"name": "Somebody", "language": "en", "active": "on", "roles": "reviewer"})
    return other.groups.filter(name="reviewer").exists()


def _event() -> AuditEvent:
    return audit.record("noted", by=None, obj="a test")


def read_log(world: World, role: str) -> bool:
    return opens(world, role, reverse("admin:core_auditevent_changelist"), change(_event()))


def read_city_log(world: World, role: str) -> bool:
    return opens(world, role, desk("log", world.city.slug))


def change_log(world: World, role: str) -> bool:
    event = _event()
    browser = world.browser(role)
    browser.post(change(event), {"action": "forged"})
    browser.post(reverse("admin:core_auditevent_delete", args=[event.pk]), {"post": "yes"})
    return not AuditEvent.objects.filter(pk=event.pk, action=event.action).exists()


PROBES: dict[str, Probe] = {
    "edit a label application": edit_application,
    "submit a label application": submit_application,
    "propose a label decision": propose,
    "sign a label decision second": sign_second,
    "give roles of the office": give_roles,
    "read the audit log": read_log,
    "read the city's audit log": read_city_log,
    "change the audit log": change_log,
}
