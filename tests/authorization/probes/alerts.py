"""Following by e-mail: through the form and the mailbox; what the office sees of it."""

import uuid
from itertools import count

from django.test.utils import override_settings
from django.urls import reverse

from participation.models import Alert
from tests.authorization.probes.tools import Probe, opens
from tests.authorization.world import World
from tests.mails import link_in

_numbers = count(1)


def follow(world: World, role: str) -> bool:
    """Anybody with a mailbox; a visitor has one, too."""
    person, key = world.people.get(role), str(uuid.uuid4())
    email = person.email if person else f"visitor{next(_numbers)}@mail.example"
    address = f"{reverse('voices:alert_new', args=['commitments'])}?code={world.public.code}"
    browser = world.browser(role)
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        browser.post(address, {"email": email, "often": "daily", "key": key})
        if link := link_in("alert_confirm", email):
            browser.post(link)
    return Alert.objects.confirmed().filter(submit_key=key).exists()


def see(world: World, role: str) -> bool:
    return opens(world, role, reverse("admin:participation_alert_changelist"))


PROBES: dict[str, Probe] = {"follow something by e-mail": follow, "see what is followed": see}
