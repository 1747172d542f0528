"""The label, roles of the office, the log."""

import uuid

from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from labels.actions import propose_admissibility, propose_change
from labels.models import CaseClock, Label, LabelApplication, LabelChange, LabelScheme, UsualPower
from tests.authorization.probes.tools import Probe, change, decide, desk, opens, send
from tests.authorization.world import World
from tests.factories import make_label, make_scheme, make_user
from tests.mails import link_in


def edit_application(world: World, role: str) -> bool:
    address = desk("label_apply", world.city.slug)
    send(world, role, address, like="EA", having="statement", statement="A better statement.")
    return LabelApplication.objects.get(pk=world.application.pk).statement == "A better statement."


def submit_application(world: World, role: str) -> bool:
    values = {"key": str(uuid.uuid4())}
    world.browser(role).post(desk("label_submit", world.city.slug), values)
    return LabelApplication.objects.get(pk=world.application.pk).state == "submitted"


def write_assessment(world: World, role: str) -> bool:
    values = {"value": "partly", "text": "", "evidence": "", "language": "en", "revision": 0, "seen": ""}
    world.browser(role).post(desk("assessment_answer", world.city.slug, "officials", "S5"), values)
    return world.assessment.answers.filter(value="partly").exists()


def close_survey(world: World, role: str) -> bool:
    world.browser(role).post(desk("assessment_survey", world.city.slug), {"act": "close"})
    return not world.assessment.surveys.filter(closed_at=None).exists()


def answer_survey(world: World, role: str) -> bool:
    """Whoever has a mailbox, a visitor without account as well."""
    browser, email = world.browser(role), f"{role.replace(' ', '-')}@mail.example".lower()
    with override_settings(EMAIL_BACKEND="core.outbox.OutboxBackend"):
        browser.post(reverse("voices:survey", args=[world.survey.token]), {"email": email})
        link = link_in("survey_link", email)
    browser.post(link, {"key": str(uuid.uuid4()), "kind": "resident", "answer_S5": "partly"})
    return world.survey.replies.exists()


def keep_powers(world: World, role: str) -> bool:
    values = {"country": "AT", "tier": "municipality", "element": "S5", "power": "shared", "who_has": "the region"}
    world.browser(role).post(reverse("admin:labels_usualpower_add"), values)
    return UsualPower.objects.exists()


def more_time(world: World, role: str) -> bool:
    world.browser(role).post(desk("label_more_time", world.city.slug, world.clock.pk), {"reason": "We need it."})
    return CaseClock.objects.get(pk=world.clock.pk).extended_on is not None


def send_back(world: World, role: str) -> bool:
    world.browser(role).post(decide(world.applying, "return_for_changes"), {"note": "Something is missing."})
    return LabelApplication.objects.get(pk=world.applying.pk).state == "returned"


def copy_rules(world: World, role: str) -> bool:
    values = {"action": "copy_edition", "_selected_action": [world.application.scheme_id]}
    world.browser(role).post(reverse("admin:labels_labelscheme_changelist"), values)
    return LabelScheme.objects.exclude(based_on=None).exists()


def change_rules(world: World, role: str) -> bool:
    draft = make_scheme(code="draft", is_current=False)
    stage = draft.stages.create(number=1, key="record", title="Record", who="city")
    values = {"number": 1, "key": "record", "title": "Another title", "who": "city", "what": "", "public_sees": "",
              "deadlines-TOTAL_FORMS": 0, "deadlines-INITIAL_FORMS": 0}  # fmt: skip
    world.browser(role).post(change(stage), values)
    return draft.stages.get().title == "Another title"


def check_admissible(world: World, role: str) -> bool:
    world.browser(role).post(
        decide(world.applying, "propose_admissibility"), {"admissible": "yes", "note": "Complete."}
    )
    return world.applying.admissibility.exists()


def admit(world: World, role: str) -> bool:
    first = make_user("First Checker", roles=("reviewer",))
    propose_admissibility(obj=world.applying, by=first, note="Complete.", admissible=True)
    world.browser(role).post(decide(world.applying, "admit"))
    return LabelApplication.objects.get(pk=world.applying.pk).state == "window"


def propose(world: World, role: str) -> bool:
    values = {"outcome": "awarded", "note": "Every step was taken.", "plain": "There is a desk now."}
    world.browser(role).post(decide(world.deciding, "propose"), values)
    return LabelApplication.objects.get(pk=world.deciding.pk).state == "proposed"


def sign_first(world: World, role: str) -> bool:
    world.browser(role).post(decide(world.proposed, "sign_first"))
    return world.proposed.decisions.get().signed_by is not None


def sign_second(world: World, role: str) -> bool:
    first = make_user("First Decider", roles=("decider",))
    world.proposed.decisions.update(signed_by=first, signed_at=timezone.now())
    world.browser(role).post(decide(world.proposed, "grant"))
    return Label.objects.filter(city=world.proposed.city).exists()


def propose_suspension(world: World, role: str) -> bool:
    label = make_label(city=world.city)
    world.browser(role).post(decide(label, "propose_suspend"), {"note": "No report came."})
    return LabelChange.objects.filter(label=label, kind="suspend").exists()


def _proposed(world: World, kind: str, by: str) -> Label:
    label = make_label(city=world.city)
    person = world.people["PA"] if by == "PA" else make_user("First Decider", roles=("decider",))
    propose_change(obj=label, by=person, kind=kind, note="Because.")
    return label


def suspend_second(world: World, role: str) -> bool:
    label = _proposed(world, "suspend", "DE")
    world.browser(role).post(decide(label, "suspend"))
    return Label.objects.get(pk=label.pk).state == "suspended"


def ask_back(world: World, role: str) -> bool:
    label = make_label(city=world.city)
    world.browser(role).post(desk("label_give_back", world.city.slug), {"ask": "1", "reason": "A new council."})
    return LabelChange.objects.filter(label=label, kind="withdraw").exists()


def make_sure_of_back(world: World, role: str) -> bool:
    label = _proposed(world, "withdraw", "PA")
    world.browser(role).post(decide(label, "withdraw"))
    world.browser(role).post(desk("label_give_back", world.city.slug), {"sign": "1"})
    return Label.objects.get(pk=label.pk).state == "withdrawn"


def answer_hearing(world: World, role: str) -> bool:
    label = _proposed(world, "revoke", "DE")
    world.browser(role).post(desk("label_hearing", world.city.slug), {"reason": "We did report."})
    return LabelChange.objects.get(label=label).reply == "We did report."


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
    "write a self-assessment": write_assessment,
    "open or close its survey": close_survey,
    "answer its survey by the link": answer_survey,
    "keep the usual powers of cities": keep_powers,
    "take more time for a label deadline": more_time,
    "send a label application back": send_back,
    "copy the rules of the label": copy_rules,
    "change the rules of the label": change_rules,
    "say whether it is admissible": check_admissible,
    "admit a label application": admit,
    "propose a label decision": propose,
    "sign a label decision first": sign_first,
    "sign a label decision second": sign_second,
    "propose to suspend a label": propose_suspension,
    "suspend a label as the second": suspend_second,
    "ask to give the label back": ask_back,
    "make sure that a label is given back": make_sure_of_back,
    "answer before a label is revoked": answer_hearing,
    "give roles of the office": give_roles,
    "read the audit log": read_log,
    "read the city's audit log": read_city_log,
    "change the audit log": change_log,
}
