"""Joining, the profile, the people of a city, conflicts with it."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cities.models import City, CityRole, Conflict, Invitation, JoinRequest, Mandate
from tests.authorization.probes.tools import Probe, decide, desk, opens, send
from tests.authorization.world import World
from tests.factories import make_conflict, make_place, make_user
from tests.factories.places import PDF


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


def translate_profile(then: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        address = desk("profile_translation", world.city.slug, "mt")
        send(world, role, address, like="PA", having="about", by="human", about="Belt żgħira.", then=then)
        made = world.city.translations.filter(language="mt").first()
        return bool(made and (made.public or not then))

    return probe


def take_back_profile(world: World, role: str) -> bool:
    world.browser(role).post(desk("profile_take_back", world.city.slug, "fr"))
    return world.city.translations.get(language="fr").public is None


def list_members(world: World, role: str) -> bool:
    return opens(world, role, desk("members", world.city.slug))


def invite_as(role_given: str) -> Probe:
    def probe(world: World, role: str) -> bool:
        values = {"email": "new@arden.example", "role": role_given}
        world.browser(role).post(desk("invite", world.city.slug), values)
        return Invitation.objects.filter(email="new@arden.example", role=role_given).exists()

    return probe


def declare_conflict(world: World, role: str) -> bool:
    before = Conflict.objects.count()
    values = {"city": world.applying.city.pk, "kind": "hard", "reason": "My sister works there."}
    world.browser(role).post(reverse("admin:cities_conflict_add"), values)
    return Conflict.objects.count() == before + 1


def hand_in_mandate(world: World, role: str) -> bool:
    Mandate.objects.open().filter(city=world.city).delete()
    values = {"kind": "decision", "title": "New decision", "file": SimpleUploadedFile("m.pdf", PDF, "application/pdf")}
    values |= {f"starts_on_{part}": number for part, number in (("day", 1), ("month", 1), ("year", 2027))}
    values |= {f"ends_on_{part}": number for part, number in (("day", 1), ("month", 1), ("year", 2036))}
    world.browser(role).post(desk("mandate_new", world.city.slug), values)
    return Mandate.objects.filter(title="New decision", state="submitted").exists()


def verify_mandate(world: World, role: str) -> bool:
    Mandate.objects.open().filter(city=world.city).delete()
    terms = {"starts_on": "2027-01-01", "ends_on": "2036-01-01", "handed_in_at": timezone.now()}
    mandate = Mandate.objects.create(city=world.city, title="New decision", state="submitted", **terms)
    world.browser(role).post(decide(mandate, "accept"))
    return Mandate.objects.get(pk=mandate.pk).state == "on_file"


def reaffirm(world: World, role: str) -> bool:
    world.browser(role).post(desk("reaffirm", world.token))
    return Mandate.objects.filter(title="Election", state="on_file").exists()


def hand_over(world: World, role: str) -> bool:
    values = {"person": world.role.pk, "what": ["focal_point"]}
    world.browser(role).post(desk("hand_over", world.city.slug), values)
    return CityRole.objects.get(pk=world.role.pk).is_focal_point


def take_pack(world: World, role: str) -> bool:
    answer = world.browser(role).post(desk("pack", world.city.slug))
    return answer.streaming and b"".join(answer.streaming_content).startswith(b"PK")


def countersign(world: World, role: str) -> bool:
    conflict = make_conflict(make_user("Sofia Soft", roles=("reviewer",)), world.city, kind="soft")
    values = {"action": "countersign", "_selected_action": [conflict.pk]}
    world.browser(role).post(reverse("admin:cities_conflict_changelist"), values)
    return Conflict.objects.get(pk=conflict.pk).countersigned_at is not None


PROBES: dict[str, Probe] = {
    "take the hand-over pack": take_pack,
    "hand in a mandate": hand_in_mandate,
    "verify a mandate": verify_mandate,
    "re-affirm with the mayor's link": reaffirm,
    "hand over the own post": hand_over,
    "ask to join": ask_to_join,
    "verify a request to join": verify_join,
    "edit the city's profile": edit_profile,
    "put the profile into another language": translate_profile(""),
    "publish a translation of the profile": translate_profile("publish"),
    "take a profile's translation back": take_back_profile,
    "list members": list_members,
    "invite an editor": invite_as(CityRole.Role.EDITOR),
    "appoint an approver": invite_as(CityRole.Role.APPROVER),
    "countersign a soft conflict": countersign,
    "declare a conflict": declare_conflict,
}
