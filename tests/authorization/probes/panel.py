"""What a panel does with its case, and what its city does with the findings."""

from typing import Any

from django.utils import timezone

from labels.models import Finding, FindingReply, LabelApplication, PanelAnswer, PanelMember, SecondLook
from labels.queries.findings import seen_of
from tests.authorization.probes.tools import Probe, desk, panel_of
from tests.authorization.world import World
from tests.factories import make_pool_member, seat

WORDS = {"answer": "partly", "reasons": "We read it.", "language": "en", "revision": 0, "seen": ""}


def _question(world: World) -> Any:
    return world.panel_case.scheme.criteria.get(code="S5")


def _answers(world: World, *, but: str = "") -> None:
    """Everybody in the panel has answered, but one."""
    for row in world.panel_case.panel.exclude(member__user=world.people.get(but)):
        PanelAnswer.objects.create(
            member=row, criterion=_question(world), answer="met", reasons="A word of another", sent_at=timezone.now()
        )


def _finding(world: World, *, state: str = "") -> Finding:
    """A finding by somebody else of the panel, in the case of city A."""
    other = seat(make_pool_member(), world.panel_case, place=9)
    PanelMember.objects.filter(pk=other.pk).update(
        **({} if state else {"state": "declined", "left_at": timezone.now()})
    )
    finding = Finding.objects.create(
        application=world.panel_case, criterion=_question(world), author=other, answer="partly", reasons="We read it."
    )
    if state:
        LabelApplication.objects.filter(pk=world.panel_case.pk).update(state=state)
    return finding


def answer(world: World, role: str) -> bool:
    world.browser(role).post(panel_of(world, "panel_answer", "S5"), {**WORDS, "send": "1"})
    return PanelAnswer.objects.filter(reasons="We read it.", sent_at__isnull=False).exists()


def see_another(world: World, role: str) -> bool:
    address = panel_of(world, "panel_answer", "S5")
    _answers(world, but="PM")
    browser = world.browser(role)
    addresses = (address, desk("panel_case", world.panel_case.reference),
                 desk("panel_differences", world.panel_case.reference))  # fmt: skip
    return any("A word of another" in browser.get(one).content.decode() for one in addresses)


def write(world: World, role: str) -> bool:
    address = panel_of(world, "panel_finding", "S5")
    _answers(world)
    world.browser(role).post(address, {**WORDS, "base": "0"})
    return Finding.objects.filter(application=world.panel_case).exists()


def agree(world: World, role: str) -> bool:
    address = panel_of(world, "panel_agree")
    _answers(world)
    world.browser(role).post(address, {"seen": seen_of([_finding(world)])})
    return PanelMember.objects.filter(application=world.panel_case, agreed_at__isnull=False).exists()


def reply(world: World, role: str) -> bool:
    panel_of(world, "panel_case")
    _finding(world, state="reply")
    values = {"disputed": "on", "text": "We do more.", "language": "en", "revision": 0, "seen": ""}
    world.browser(role).post(desk("finding", world.city.slug, "S5"), values)
    return FindingReply.objects.exists()


def send_reply(world: World, role: str) -> bool:
    panel_of(world, "panel_case")
    _finding(world, state="reply")
    world.browser(role).post(desk("findings_send", world.city.slug))
    return LabelApplication.objects.get(pk=world.panel_case.pk).state == "deciding"


def look_again(world: World, role: str) -> bool:
    address = panel_of(world, "panel_second_look", "S5")
    finding = _finding(world, state="second_look")
    FindingReply.objects.create(finding=finding, disputed=True, text="We do more.", sent_at=timezone.now())
    world.browser(role).post(address, {**WORDS, "base": "0"})
    return SecondLook.objects.exists()


PROBES: dict[str, Probe] = {
    "answer a criterion in a panel": answer,
    "see another's answer before the own": see_another,
    "write a finding": write,
    "agree that the findings go out": agree,
    "reply to a finding": reply,
    "send the reply to the findings": send_reply,
    "look again at a finding": look_again,
}
