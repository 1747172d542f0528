"""Texts, reports and evidence."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment, CommitmentVersion, Evidence, ProgressReport, SignOffLink
from review.checklists import DEFAULTS
from tests.authorization.probes.tools import Probe, change, decide, desk, opens, panel_of, send
from tests.authorization.world import World

TICKS = list(DEFAULTS["version"])


def see_public(world: World, role: str) -> bool:
    code = world.public.code
    return opens(
        world,
        role,
        world.city.get_absolute_url(),
        world.public.get_absolute_url(),
        reverse("portal:version", args=[code, 1]),
        reverse("portal:history", args=[code]),
        reverse("portal:evidence", args=[world.public_file.public_id]),
    )


def see_draft(world: World, role: str) -> bool:
    return opens(world, role, desk("commitment", world.draft.commitment.code))


def edit(which: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        version = getattr(world, which)
        address = desk("step", version.commitment.code, "promise")
        like = "EA" if which == "draft" else ""
        send(world, role, address, like=like, having="title", title="Another title", revision=version.revision)
        return CommitmentVersion.objects.get(pk=version.pk).title == "Another title"

    return probe


def delete_draft(world: World, role: str) -> bool:
    world.browser(role).post(desk("delete_draft", world.draft.commitment.code))
    return not CommitmentVersion.objects.filter(pk=world.draft.pk).exists()


def sign_off(world: World, role: str) -> bool:
    address = desk("sign_off", world.sign_off.commitment.code)
    send(world, role, address, like="PA", having="key", mandate="on")
    return CommitmentVersion.objects.get(pk=world.sign_off.pk).state == "submitted"


def ask_mayor(world: World, role: str) -> bool:
    address = desk("mayor", world.draft.commitment.code)
    send(world, role, address, name="Mara Mayor", email="mayor@elsewhere.example")
    return SignOffLink.objects.filter(version=world.draft).exists()


def confirm_mayor(world: World, role: str) -> bool:
    link = SignOffLink.objects.create(version=world.draft, name="M", email="m@x.example", asked_by=world.people["EA"])
    world.browser(role).post(desk("mayor_confirm", world.draft.commitment.code))
    link.refresh_from_db()
    return link.confirmed_by_id is not None


def sign_by_link(world: World, role: str) -> bool:
    world.browser(role).post(desk("sign", world.token))
    return CommitmentVersion.objects.get(pk=world.sign_off.pk).state == "submitted"


def see_submitted(world: World, role: str) -> bool:
    at_desk = desk("commitment", world.submitted.commitment.code)
    panel = panel_of(world, "panel_text", world.submitted.pk)
    return any(opens(world, role, address) for address in (at_desk, change(world.submitted), panel))


def decide_version(name: str, which: str, state: str, **values: Any) -> Probe:
    def probe(world: World, role: str) -> bool:
        version = getattr(world, which)
        world.browser(role).post(decide(version, name), values)
        return CommitmentVersion.objects.get(pk=version.pk).state == state

    return probe


def withdraw(world: World, role: str) -> bool:
    world.browser(role).post(desk("withdraw", world.public.code), {"reason": "The region pays now.", "sure": "on"})
    return Commitment.objects.get(pk=world.public.pk).state == "withdrawn"


def translate(then: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        address = desk("translation", world.public.code, "mt")
        send(world, role, address, like="PA", having="title", by="human", title="Mejda tad-drittijiet", then=then)
        made = world.public.versions.get().translations.filter(language="mt").first()
        return bool(made and (made.public or not then))

    return probe


def take_back(world: World, role: str) -> bool:
    world.browser(role).post(desk("translation_take_back", world.public.code, "fr"))
    return world.public.versions.get().translations.get(language="fr").public is None


def close(world: World, role: str) -> bool:
    world.browser(role).post(desk("close", world.public.code), {"outcome": "done"})
    return ProgressReport.objects.filter(commitment=world.public, outcome="done").exists()


def in_time(world: World) -> None:
    today = timezone.localdate()
    Commitment.objects.filter(pk=world.public.pk).update(next_confirm_on=today, next_report_on=today)


def confirm(world: World, role: str) -> bool:
    in_time(world)
    world.browser(role).post(desk("confirm", world.public.code), {"due_on": timezone.localdate().isoformat()})
    return world.public.rhythm.filter(kind="confirmed").exists()


def extend(world: World, role: str) -> bool:
    in_time(world)
    world.browser(role).post(desk("extend", world.public.code), {"reason": "The unit moves house."})
    return world.public.rhythm.filter(kind="extended").exists()


def add_report(world: World, role: str) -> bool:
    send(world, role, desk("report_new", world.public.code), like="EA", having="text", text="Two desks are open.")
    return ProgressReport.objects.filter(commitment=world.public).exists()


def add_evidence(world: World, role: str) -> bool:
    values = {
        "kind": "link",
        "url": "https://example.org/proof",
        "title": "Fresh proof",
        "proves": "It exists",
        "language": "en",
        "visibility": "public",
    }
    world.browser(role).post(desk("evidence_add", world.draft.commitment.code), values)
    return Evidence.objects.filter(title="Fresh proof").exists()


def download_confidential(world: World, role: str) -> bool:
    office = reverse("admin:commitments_evidence_file", args=[world.confidential.public_id])
    panel = panel_of(world, "panel_evidence", world.confidential.public_id)
    addresses = (desk("evidence_file", world.confidential.public_id), office, panel)
    assert not opens(world, role, reverse("portal:evidence", args=[world.confidential.public_id]))
    return any(opens(world, role, address) for address in addresses)


def message(to: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        address = reverse("admin:commitments_commitmentversion_message", args=[world.checking.pk, to])
        world.browser(role).post(address, {f"{to}-text": "Which council?"})
        return bool(world.checking.messages.filter(text="Which council?").exists())

    return probe


def answer_office(world: World, role: str) -> bool:
    world.browser(role).post(desk("answer", world.checking.commitment.code), {"reason": "The new one."})
    return bool(world.checking.messages.filter(text="The new one.", from_city=True).exists())


def read_note(world: World, role: str) -> bool:
    world.checking.messages.create(author=world.people["DE"], visibility="internal", text="A word among colleagues")
    browser = world.browser(role)
    addresses = (change(world.checking), desk("commitment", world.checking.commitment.code))
    addresses += (desk("answer", world.checking.commitment.code), desk("log", world.city.slug))
    return any("A word among colleagues" in browser.get(address).content.decode() for address in addresses)


PROBES: dict[str, Probe] = {
    "see the public record": see_public,
    "see a draft": see_draft,
    "edit a draft": edit("draft"),
    "delete a draft": delete_draft,
    "sign off and submit": sign_off,
    "ask the mayor to sign": ask_mayor,
    "confirm the mayor's address": confirm_mayor,
    "sign with the mayor's link": sign_by_link,
    "see a submitted version": see_submitted,
    "edit a submitted version": edit("submitted"),
    "claim a version": decide_version("claim", "submitted", "checking"),
    "return a version": decide_version("return_for_changes", "checking", "returned", note="Take the name out."),
    "publish a version": decide_version("publish", "checking", "published", ticks=TICKS),
    "ask the city about a version": message("city"),
    "answer the office": answer_office,
    "write an internal note": message("note"),
    "read an internal note": read_note,
    "propose to refuse a version": decide_version("propose_refusal", "checking", "refusal", note="Not a promise."),
    "refuse a version as the second": decide_version("refuse", "refusal", "refused"),
    "withdraw a commitment": withdraw,
    "put a public text into another language": translate(""),
    "publish a translation": translate("publish"),
    "take a translation back": take_back,
    "close a commitment": close,
    "confirm that all is still right": confirm,
    "ask for more time for a report": extend,
    "add a progress report": add_report,
    "add evidence": add_evidence,
    "download confidential evidence": download_confidential,
}
