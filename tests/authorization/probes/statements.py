"""What residents say: through the form, the mailbox, the office, the desk."""

import uuid
from itertools import count

from django.test.utils import override_settings
from django.urls import reverse

from participation.models import CounterEvidence, LabelStatement
from tests.authorization.probes.tools import Probe, decide, desk
from tests.authorization.world import World
from tests.mails import link_in

_numbers = count(1)


def make_statement(world: World, role: str) -> bool:
    """Fill in the form and open the link that the mail brings: whoever has no mailbox is not a resident yet."""
    person = world.people.get(role)
    values = {
        "text": "The desk was closed.",
        "proof": "link",
        "url": "https://photos.example.org/1",
        "language": "en",
        "show_name": "no",
        "email": person.email if person else f"unread{next(_numbers)}@mail.example",
        "key": str(uuid.uuid4()),
    }
    browser = world.browser(role)
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        browser.post(reverse("voices:counter_evidence", args=[world.public.code, world.public_file.public_id]), values)
        if person and (link := link_in("statement_confirm", person.email)):
            browser.post(link)
    return CounterEvidence.objects.filter(submit_key=values["key"], state="submitted").exists()


def moderate(world: World, role: str) -> bool:
    values = {"reason": "off_topic", "note": "It is about another desk."}
    world.browser(role).post(decide(world.statement, "refuse"), values)
    return CounterEvidence.objects.get(pk=world.statement.pk).state == "refused"


def speak(world: World, role: str) -> bool:
    """As above, on an application in its public window."""
    person = world.people.get(role)
    values = {
        "criteria": ["S5"],
        "text": "The complaints office answers in two weeks.",
        "language": "en",
        "kind": "resident",
        "show_name": "no",
        "email": person.email if person else f"unread{next(_numbers)}@mail.example",
        "key": str(uuid.uuid4()),
    }
    browser = world.browser(role)
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        browser.post(reverse("voices:window", args=[world.case.reference]), values)
        if person and (link := link_in("statement_confirm", person.email)):
            browser.post(link)
    return LabelStatement.objects.filter(submit_key=values["key"], state="submitted").exists()


def moderate_on_label(world: World, role: str) -> bool:
    values = {"reason": "off_topic", "note": "It is about another city."}
    world.browser(role).post(decide(world.case_statement, "refuse"), values)
    return LabelStatement.objects.get(pk=world.case_statement.pk).state == "refused"


def reply(world: World, role: str) -> bool:
    values = {"text": "The adviser was ill.", "language": "en"}
    world.browser(role).post(desk("statement_reply", world.said.public_id), values)
    return CounterEvidence.objects.get(pk=world.said.pk).reply == "The adviser was ill."


PROBES: dict[str, Probe] = {
    "make a statement": make_statement,
    "moderate a statement": moderate,
    "speak on a label application": speak,
    "moderate a statement on an application": moderate_on_label,
    "reply to a statement": reply,
}
