"""One way per act of the permission table to try it through its door. Each returns whether it happened."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cities.models import City, CityRole, Conflict, Invitation, JoinRequest
from commitments.actions import CHECKLIST
from commitments.models import Commitment, CommitmentVersion, Evidence, ProgressReport
from core import audit
from core.models import AuditEvent
from labels.models import Label, LabelApplication
from tests.authorization.world import World
from tests.factories import make_place, make_user
from tests.pages import read, read_form

Probe = Callable[[World, str], bool]
TICKS = [key for key, _label in CHECKLIST]


def desk(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def decide(obj: Any, name: str) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_decide", args=[obj.pk, name])


def change(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def opens(world: World, role: str, *addresses: str) -> bool:
    browser = world.browser(role)
    return all(read(browser, address) == 200 for address in addresses)


def send(world: World, role: str, address: str, *, like: str = "", having: str = "", **changes: Any) -> Client:
    """POST as `role`. With `like`, the form is first read by a person of that role: the refusal is the POST's own."""
    values: dict[str, Any] = read_form(world.browser(like).get(address).content.decode(), having) if like else {}
    browser = world.browser(role)
    browser.post(address, values | changes)
    return browser


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


def ask_to_join(world: World, role: str) -> bool:
    place = make_place()
    before = JoinRequest.objects.count()
    browser = world.browser(role)
    values = {
        "place": place.pk,
        "place_name": place.name,
        "country": place.country,
        "work_email": "office@arden.example",
        "job_title": "Head of unit",
        "official_channel": "Switchboard",
        "mandate_title": "Council decision",
        "mandate_start_day": "1",
        "mandate_start_month": "1",
        "mandate_start_year": "2026",
        "mandate_end_day": "31",
        "mandate_end_month": "12",
        "mandate_end_year": "2030",
        "key": str(uuid.uuid4()),
        "mandate_file": SimpleUploadedFile("mandate.txt", b"The council decides to join.", "text/plain"),
    }
    browser.post(f"{desk('join')}?place={place.pk}", values)
    return JoinRequest.objects.count() == before + 1


def verify_join(world: World, role: str) -> bool:
    browser = world.browser(role)
    browser.post(decide(world.join_request, "refuse"), {"note": "The mandate has run out."})
    return JoinRequest.objects.get(pk=world.join_request.pk).state == "refused"


def edit_profile(world: World, role: str) -> bool:
    address = desk("profile", world.city.slug)
    send(world, role, address, like="PA", having="about", about="A new word about us.")
    return City.objects.get(pk=world.city.pk).about == "A new word about us."


def list_members(world: World, role: str) -> bool:
    return opens(world, role, desk("members", world.city.slug))


def invite_as(role_given: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        values = {"email": "new@arden.example", "role": role_given}
        world.browser(role).post(desk("invite", world.city.slug), values)
        return Invitation.objects.filter(email="new@arden.example", role=role_given).exists()

    return probe


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


def see_submitted(world: World, role: str) -> bool:
    at_desk = desk("commitment", world.submitted.commitment.code)
    return opens(world, role, at_desk) or opens(world, role, change(world.submitted))


def decide_version(name: str, which: str, state: str, **values: Any) -> Probe:
    def probe(world: World, role: str) -> bool:
        version = getattr(world, which)
        world.browser(role).post(decide(version, name), values)
        return CommitmentVersion.objects.get(pk=version.pk).state == state

    return probe


def withdraw(world: World, role: str) -> bool:
    world.browser(role).post(desk("withdraw", world.public.code), {"reason": "The region pays now.", "sure": "on"})
    return Commitment.objects.get(pk=world.public.pk).state == "withdrawn"


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
    addresses = (desk("evidence_file", world.confidential.public_id), office)
    assert not opens(world, role, reverse("portal:evidence", args=[world.confidential.public_id]))
    return any(opens(world, role, address) for address in addresses)


def declare_conflict(world: World, role: str) -> bool:
    before = Conflict.objects.count()
    values = {"city": world.applying.city.pk, "kind": "hard", "reason": "My sister works there."}
    world.browser(role).post(reverse("admin:cities_conflict_add"), values)
    return Conflict.objects.count() == before + 1


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
    "see the public record": see_public,
    "ask to join": ask_to_join,
    "verify a request to join": verify_join,
    "edit the city's profile": edit_profile,
    "list members": list_members,
    "invite an editor": invite_as(CityRole.Role.EDITOR),
    "appoint an approver": invite_as(CityRole.Role.APPROVER),
    "see a draft": see_draft,
    "edit a draft": edit("draft"),
    "delete a draft": delete_draft,
    "sign off and submit": sign_off,
    "see a submitted version": see_submitted,
    "edit a submitted version": edit("submitted"),
    "claim a version": decide_version("claim", "submitted", "checking"),
    "return a version": decide_version("return_for_changes", "checking", "returned", note="Take the name out."),
    "publish a version": decide_version("publish", "checking", "published", ticks=TICKS),
    "withdraw a commitment": withdraw,
    "add a progress report": add_report,
    "add evidence": add_evidence,
    "download confidential evidence": download_confidential,
    "declare a conflict": declare_conflict,
    "edit a label application": edit_application,
    "submit a label application": submit_application,
    "propose a label decision": propose,
    "sign a label decision second": sign_second,
    "give roles of the office": give_roles,
    "read the audit log": read_log,
    "read the city's audit log": read_city_log,
    "change the audit log": change_log,
}
