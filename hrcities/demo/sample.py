"""The invented cities of the demo, brought to life by the same actions that people use."""

import datetime as dt
import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.actions import set_office_roles
from accounts.models import User
from cities.actions import (
    accept_invitation,
    accept_join,
    add_recommendation,
    ask_to_join,
    edit_profile,
    invite,
    publish_profile_translation,
    save_profile_translation,
)
from cities.actions.compiled import end_sample_mandate, mark_as_sample
from cities.models import City
from cities.queries.translations import profile_texts
from core.later import at_the_end
from hrcities.demo.concerns import raise_concerns
from hrcities.demo.office import open_office
from hrcities.demo.pool import open_pool
from hrcities.demo.story import day, tell
from hrcities.demo.voices import speak
from labels.actions import (
    admit,
    close_window,
    grant,
    propose,
    propose_admissibility,
    save_answer,
    save_application,
    save_powers,
    send_findings,
    send_reply,
    sign_first,
    start_application,
    start_assessment,
    submit_application,
)
from labels.models import LabelApplication
from review.checklists import checklist

SOURCE = Path(__file__).resolve().parent.parent / "data" / "sample_cities.json"
FEW = 1000  # rounds for a password that everybody knows; a first sign-in stores it with all of them
MANDATE = b"Invented sample document.\nThe council decides to join the programme of human rights cities.\n"
PLAIN = (
    "Everybody can get help with their rights in this invented city, free of charge. The council says in its papers "
    "which rights a decision touches. Still open: a budget that says who benefits."
)

ASSESSED = {
    "officials": "Invented: the offices wrote down together how far they are.",
    "elected": "Invented: the committee on equality talked about it in public.",
}
SCALE = ("partly", "met", "not_yet")


def load_sample() -> list[dict[str, str]]:
    """Add the invented people and cities, once.

    Returns: the demo accounts as rows of email, password and what each is for; the same on every call.
    """
    story = json.loads(SOURCE.read_text())
    pool = [{"email": p["email"], "what": f"{p['name']}, in the pool of panel members"} for p in story["pool"]]
    rows = [{"email": p["email"], "password": story["password"], "what": p["what"]} for p in story["people"] + pool]
    if not User.objects.filter(email=rows[0]["email"]).exists():
        add_everything(story)
    return rows


@transaction.atomic
def add_everything(story: dict[str, Any]) -> None:
    """Add all people and cities of the story, or none of them."""
    with at_the_end():
        people = {person["key"]: add_person(person, story["password"]) for person in story["people"]}
        for number, city in enumerate(story["cities"]):
            add_city(city, people if number == 0 else own_people(city, people, story["password"]))
    open_office(story["office"], people)
    for person in story["pool"]:
        if not User.objects.filter(email=person["email"]).exists():
            add_person(person, story["password"])
    open_pool(story["pool"], people)
    raise_concerns(story["concerns"], people)


@cache
def hashed(password: str) -> str:
    """Return the password as the database keeps it: once for all who share it, and quickly, because it is public."""
    hasher = get_hasher()
    few = {"iterations": FEW} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return hasher.encode(password, hasher.salt(), **few)


def add_person(person: dict[str, Any], password: str) -> User:
    """Make one account with a confirmed address and the office's roles it has."""
    user = User.objects.create_user(person["email"], name=person["name"])
    user.password = hashed(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if person.get("roles"):
        set_office_roles(user=user, roles=set(person["roles"]), by=None)
    return user


def own_people(city: dict[str, Any], people: dict[str, User], password: str) -> dict[str, User]:
    """Return the office's people with an editor and an approver of `city`'s own."""
    own = {
        key: add_person(
            {"email": f"{key}@{city['email_domain']}", "name": f"{key.title()} of {city['name']}"}, password
        )
        for key in ("editor", "approver")
    }
    return {**people, **own}


def add_city(row: dict[str, Any], people: dict[str, User]) -> None:
    """Let one invited city join, write its record and go for the label, step by step."""
    city = join(row, people)
    _invitation, token = invite(city=city, email=people["editor"].email, role="editor", by=people["approver"])
    accept_invitation(token=token, by=people["editor"])
    for person in people.values():
        person.__dict__.pop("city_roles", None)
    describe(row, city, people)
    for said in row.get("recommendations", []):
        add_recommendation(city=city, by=people["approver"], **{**said, "dated_on": day(said["dated_on"])})
    for promise in row["commitments"]:
        tell(promise, city, people)
    for said in row.get("said", []):
        speak(said, city, people)
    if "label" in row:
        apply_for_label(row, city, people)
    if "mandate_ended" in row:
        end_sample_mandate(city=city, ends_on=timezone.localdate() - dt.timedelta(days=row["mandate_ended"]))


def describe(row: dict[str, Any], city: City, people: dict[str, User]) -> None:
    """Write the profile, put it into other languages; one city changes its text afterwards."""
    texts = [row["about_before"], row["about"]] if "about_before" in row else [row["about"]]
    for number, about in enumerate(texts):
        edit_profile(
            city=city,
            by=people["approver"],
            revision=city.revision,
            language="en",
            about=about,
            website=f"https://{row['email_domain']}",
            office=row["office"],
            contact_email=f"rights@{row['email_domain']}",
            complaints_url="",
        )
        if number == 0:
            translate_profile(row.get("profile_translations", {}), city, people)


def translate_profile(languages: dict[str, Any], city: City, people: dict[str, User]) -> None:
    """The editor saves what the profile says in other languages, the approver publishes it."""
    for language, made in languages.items():
        texts = {name: {"text": text, "by": made["by"]} for name, text in made["texts"].items()}
        given: dict[str, Any] = {"language": language, "texts": texts, "originals": profile_texts(city)}
        saved = save_profile_translation(city=city, by=people["editor"], revision=0, **given)
        publish_profile_translation(translation=saved, by=people["approver"], revision=saved.revision)


def join(row: dict[str, Any], people: dict[str, User]) -> City:
    """Ask to join with a mandate and be accepted."""
    request = ask_to_join(
        by=people["approver"],
        place=None,
        place_name=row["name"],
        country=row["country"],
        work_email=people["approver"].email,
        job_title="Head of the equality unit",
        official_channel="Switchboard of the town hall",
        mandate_title=row["mandate"],
        mandate_file=ContentFile(MANDATE, name="council-decision.txt"),
        mandate_start=dt.date(2026, 1, 1),
        mandate_end=dt.date(2031, 12, 31),
        key=uuid.uuid4(),
    )
    city = accept_join(
        join_request=request,
        by=people["administrator"],
        ticks=[key for key, _wording in checklist("join")],
        interested=row.get("interested", False),
    )
    mark_as_sample(city=city)
    return city


def apply_for_label(row: dict[str, Any], city: City, people: dict[str, User]) -> None:
    """Apply; the city of the story that holds the label goes the whole way."""
    city.refresh_from_db()
    application = start_application(city=city, by=people["approver"])
    application = save_application(
        application=application,
        by=people["approver"],
        revision=application.revision,
        statement=row["statement"],
        language="en",
    )
    assess(city, people)
    application = submit_application(application=application, by=people["approver"], key=uuid.uuid4())
    if row["label"] == "granted":
        award(application, row["reasons"], people)


def assess(city: City, people: dict[str, User]) -> None:
    """Let officials and elected members look at the city's own work: an invented answer to every question."""
    assessment = start_assessment(city=city, by=people["editor"])
    questions = list(assessment.scheme.criteria.order_by("position", "pk"))
    powers = {row.code: ("ours", "") for row in questions if row.by_competence}
    save_powers(assessment=assessment, by=people["editor"], tier=assessment.tier, powers=powers)
    for group, text in ASSESSED.items():
        for number, criterion in enumerate(questions):
            values = {"value": SCALE[number % len(SCALE)], "text": text, "language": "en"}
            save_answer(
                assessment=assessment, criterion=criterion, group=group, by=people["editor"], revision=0, values=values
            )


def award(application: LabelApplication, reasons: str, people: dict[str, User]) -> None:
    """Let two people admit an application, the city accept what the panel found, and two new deciders sign.

    The days in between are left out: the portal closes the window at once.
    """
    propose_admissibility(obj=application, by=people["reviewer"], note="Nothing is missing.", admissible=True)
    admit(obj=application, by=people["decider3"])
    close_window(obj=application)
    send_findings(application=application)
    send_reply(application=application, by=people["approver"], disputed=False)
    propose(obj=application, by=people["reviewer"], note=reasons, outcome="awarded", plain=PLAIN)
    sign_first(obj=application, by=people["decider"])
    grant(obj=application, by=people["decider2"])
