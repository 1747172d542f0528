"""One small world in which every act of the permission table can be tried."""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.step_up import SIGN_INS
from cities.actions.reaffirming import mandate_digest
from cities.models import City, CityRole, Invitation, Mandate, ReaffirmLink
from commitments import actions
from commitments.actions import keep_sheet
from commitments.models import CommitmentVersion, SignOffLink
from core.tokens import hash_token
from labels.models import Assessment
from tests.authorization.outside import voices, window
from tests.authorization.world_labels import ended_label, label_and_doubts
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_conflict,
    make_evidence,
    make_join_request,
    make_panel_draw,
    make_place,
    make_pool_member,
    make_profile_translation,
    make_report,
    make_role,
    make_scheme,
    make_translation,
    make_user,
    seat,
)
from tests.factories.places import PDF

PROFILE = {"language": "en", "about": "A small town.", "office": "Equality unit"}
PANEL = {"PM": "Pia Panel", "PM conflict": "Pol Panel", "PM unassigned": "Pam Panel"}


@dataclass(repr=False)
class World:
    """City A with something in every state, and one person per role."""

    city: City
    people: dict[str, User]
    public: Any
    draft: Any
    sign_off: Any
    submitted: Any
    checking: Any
    refusal: Any
    public_file: Any
    confidential: Any
    join_request: Any
    application: Any
    applying: Any
    deciding: Any
    proposed: Any
    label: Any
    concern: Any
    gathering: Any
    not_accepted: Any
    appealed: Any
    appeal: Any
    held: Any
    draw: Any
    clock: Any
    assessment: Any
    survey: Any
    element: Any
    right: Any
    report: Any
    draft_link: Any
    kept_sheet: Any
    invitation: Any
    mandate: Any
    token: str
    role: Any
    public_report: Any
    statement: Any
    said: Any
    alert: Any
    panel_case: Any
    panel_text: Any
    panel_file: Any
    case: Any
    case_statement: Any

    def browser(self, role: str) -> Client:
        """Return a browser in which the person of `role` is signed in with a second factor."""
        client = Client()
        if role != "visitor":
            client.force_login(self.people[role])
            session = client.session
            session["second_factor_ready"] = True
            session[SIGN_INS] = [{"method": "password", "at": time.time()}]
            session.save()
        return client


def make_world() -> World:
    """Make city A, its record in all states, and the people of the table."""
    city, other = make_city("Arden", slug="at-arden", **PROFILE), make_city("Borlen", slug="at-borlen")
    people = {
        "resident": make_user("Remi Resident"),
        "EA": make_user("Edda Editor"),
        "EB": make_user("Bela Editor"),
        "PA": make_user("Pau Approver"),
        "RV": make_user("Rita Reviewer", roles=("reviewer",)),
        "RV unassigned": make_user("Rolf Reviewer", roles=("reviewer",)),
        "RV conflict": make_user("Roxy Reviewer", roles=("reviewer",)),
        "DE": make_user("Dana Decider", roles=("decider",)),
        "DE conflict": make_user("Dora Decider", roles=("decider",)),
        "AD": make_user("Ada Administrator", roles=("administrator",)),
        **{role: make_user(name) for role, name in PANEL.items()},
    }
    make_role(people["EA"], city, "editor")
    make_role(people["EB"], other, "editor")
    make_role(people["PA"], city, "approver")
    for role in ("RV conflict", "DE conflict"):
        make_conflict(people[role], city)
    make_profile_translation(city, "fr", about="Une petite ville.")
    record = _record(city, people)
    rest = {**_rest(city, people), **voices(record), **_panel(people), **window(people)}
    return World(city=city, people=people, **record, **rest)


def _rules(city: City) -> tuple[Any, Any]:
    """The label's rules with one deadline and one question, and the city's self-assessment under them."""
    rules = make_scheme(min_commitments=1)
    stage = rules.stages.create(number=4, key="admissibility", title="Admissibility", who="staff")
    completion = stage.deadlines.create(
        key="completion", title="completing", length=30, unit="days", who="city", extension=9
    )
    rules.criteria.create(code="S5", title="Can people complain?", by_competence=True)
    return completion, Assessment.objects.create(city=city, scheme=rules)


def _record(city: City, people: dict[str, User]) -> dict[str, Any]:
    editor = people["EA"]
    completion, assessment = _rules(city)
    public = make_commitment(city=city, author=editor)
    make_translation(_version(public), "fr", title="Un bureau des droits")
    checking = _version(make_commitment(city=city, author=editor, state="checking"))
    checking.assignments.create(reviewer=people["RV"], assigned_by=people["RV"])
    confidential = make_evidence(
        version=checking, kind="file", visibility="confidential", title="Names of complainants", has_personal_data=True
    )
    names = ("Corlen", "Dorlen", "Gorlen")
    proposed_city, applying_city, deciding_city = (make_city(name, slug=f"at-{name.lower()}") for name in names)
    for applicant in (proposed_city, applying_city, deciding_city):
        make_commitment(city=applicant)
    held, today = ended_label(city), timezone.localdate()
    application = make_application(city=city, state="draft")
    place = make_place("Arden")
    City.objects.filter(pk=city.pk).update(place=place)
    for role in ("RV conflict", "DE conflict"):
        for applicant in (proposed_city, applying_city, deciding_city):
            make_conflict(people[role], applicant)
    return {
        "public": public,
        "draft": _version(make_commitment(city=city, author=editor, state="draft")),
        "sign_off": _version(make_commitment(city=city, author=editor, state="sign_off")),
        "submitted": _version(make_commitment(city=city, author=editor, state="submitted")),
        "checking": checking,
        "refusal": _refusal_proposed(make_commitment(city=city, author=editor, state="submitted")),
        "public_file": make_evidence(version=_version(public), kind="file"),
        "confidential": confidential,
        "join_request": make_join_request(people["resident"], place=place),
        "application": application,
        "held": held,
        "assessment": assessment,
        "survey": assessment.surveys.create(opened_by=people["PA"]),
        "clock": application.clocks.create(deadline=completion, started_on=today, due_on=today + dt.timedelta(30)),
        "applying": make_application(city=applying_city),
        "deciding": make_application(city=deciding_city, state="deciding"),
        "proposed": make_application(city=proposed_city, state="proposed"),
    }


def _panel(people: dict[str, User]) -> dict[str, Any]:
    """A case with its panel: one member who sits in it, one in conflict, one of the pool who sits in no panel."""
    city = make_city("Glarden", slug="at-glarden")
    case = make_application(city=city, state="panel")
    for place, role in enumerate(PANEL, start=1):
        member = make_pool_member(user=people[role])
        if role != "PM unassigned":
            seat(member, case, place=place)
    make_conflict(people["PM conflict"], city)
    return {
        "panel_case": case,
        "panel_text": _version(make_commitment(city=city, state="checking")),
        "panel_file": make_evidence(version=_version(make_commitment(city=city)), kind="file"),
    }


def _rest(city: City, people: dict[str, User]) -> dict[str, Any]:
    editor = people["EA"]
    draft = CommitmentVersion.objects.get(commitment__city=city, state="draft")
    reported = make_commitment(city=city, author=editor)
    token = "an-invitation-token-for-tests"
    invitation = Invitation.objects.create(
        city=city,
        email=people["resident"].email,
        role="editor",
        token_hash=hash_token(token),
        invited_by=people["PA"],
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    mandate = _links(city, people, token)
    return {
        **label_and_doubts(city, people),
        "draw": make_panel_draw("Glarlen"),
        "element": draft.elements.first(),
        "right": draft.rights.first(),
        "report": make_report(reported, state="draft", author=editor),
        "draft_link": make_evidence(version=draft),
        "kept_sheet": keep_sheet(city=city, by=editor, file_name="arden.xlsx", rows=[]),
        "invitation": invitation,
        "mandate": mandate,
        "token": token,
        "role": CityRole.objects.get(city=city, user=editor),
    }


def _links(city: City, people: dict[str, User], token: str) -> Mandate:
    """Make the links to sign off and to re-affirm, both with `token`; return a mandate whose document is public."""
    waiting = CommitmentVersion.objects.get(commitment__city=city, state="sign_off")
    terms = {"city": city, "starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2036, 1, 1)}
    mandate = Mandate.objects.create(
        title="Decision", file=ContentFile(PDF, name="m.pdf"), file_name="m.pdf", is_public=True, **terms
    )
    asked = Mandate.objects.create(title="Election", state="asked", **terms)
    ReaffirmLink.objects.create(
        mandate=asked,
        name="Mara Mayor",
        email="mayor@arden.example",
        is_official=True,
        digest=mandate_digest(mandate=asked),
        token_hash=hash_token(token),
        asked_by=people["PA"],
        sent_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    SignOffLink.objects.create(
        version=waiting,
        name="Mara Mayor",
        email="mayor@arden.example",
        is_official=True,
        digest=actions.content_digest(waiting),
        token_hash=hash_token(token),
        asked_by=people["EA"],
        sent_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    return mandate


def _version(commitment: Any) -> Any:
    return commitment.versions.select_related("commitment__city").get()


def _refusal_proposed(commitment: Any) -> Any:
    proposer = make_user("Petra Proposer", roles=("decider",))
    return actions.propose_refusal(obj=_version(commitment), by=proposer, note="Not a promise.")
