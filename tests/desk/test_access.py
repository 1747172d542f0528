"""Every address of the desk when things go wrong: strangers' posts, looking never acts, hostile input.

Who may open which page is in tests/authorization; here the URL table is walked for what a table cannot say.
"""

import datetime as dt
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from cities.actions import invite
from cities.models import City, CityRole, Mandate
from commitments.actions import keep_sheet
from desk.urls import urlpatterns
from labels.models import Assessment
from tests.authorization.route_table import BY_TOKEN
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_concern,
    make_evidence,
    make_join_request,
    make_label,
    make_pool_member,
    make_profile_translation,
    make_report,
    make_scheme,
    make_statement,
    make_translation,
    make_user,
    make_version,
    seat,
)

pytestmark = pytest.mark.django_db
NAMES = [pattern.name for pattern in urlpatterns if f"desk:{pattern.name}" not in BY_TOKEN]
# Which thing an address is about: a key of the world below.
KINDS = {
    **dict.fromkeys(("dashboard", "join", "join_place", "settings", "settings_calendar", "panel_me", "panel"), ""),
    "panel_conflicts": "",
    "panel_decline": "public",  # a reference in whose panel nobody of them sits
    **dict.fromkeys(("findings", "findings_send", "label_midterm", "label_statements"), "city"),
    **dict.fromkeys(("concern", "concern_more_time"), "concern"),
    "appeals": "city",
    "appeal_new": "appealed",
    "appeal_hear": "public",  # the reference of an appeal that none of them hears
    **dict.fromkeys(("finding", "finding_autosave"), "finding"),
    **dict.fromkeys(("panel_case", "panel_differences", "panel_export", "panel_agree"), "case"),
    **dict.fromkeys(("panel_answer", "panel_answer_autosave", "panel_finding", "panel_second_look"), "criterion"),
    "panel_judgement_autosave": "judgement",
    "panel_text": "case_text",
    "panel_evidence": "case_file",
    **dict.fromkeys(("profile", "members", "log", "invite", "commitments", "commitment_new"), "city"),
    "profile_languages": "city",
    **dict.fromkeys(("profile_translation", "profile_take_back"), "city_language"),
    **dict.fromkeys(("hand_over", "pack", "mandate", "mandate_new", "reaffirm_ask", "evidence"), "city"),
    **dict.fromkeys(("sheet", "sheet_export"), "city"),
    **dict.fromkeys(("label_apply", "label_submit", "label_withdraw", "label_hearing", "label_give_back"), "city"),
    **dict.fromkeys(("label_midterm", "label_midterm_autosave", "label_renewal", "label_conditions"), "city"),
    "label_condition": "clock",
    **dict.fromkeys(("assessment", "assessment_powers", "assessment_report", "assessment_survey"), "city"),
    **dict.fromkeys(("assessment_sheet", "assessment_export"), "city"),
    **dict.fromkeys(("assessment_answer", "assessment_autosave"), "question"),
    "label_more_time": "clock",
    **dict.fromkeys(("commitment", "check", "to_sign_off", "delete_draft", "evidence_add"), "draft"),
    **dict.fromkeys(("recommendation_add", "answer"), "draft"),
    **dict.fromkeys(("mayor", "mayor_again", "mayor_confirm", "mayor_revoke"), "waiting"),
    **dict.fromkeys(("sign_off", "send_back"), "waiting"),
    **dict.fromkeys(("amend", "withdraw", "confirm", "extend", "close", "report_new", "copy_commitment"), "public"),
    **dict.fromkeys(("autosave_report_new", "languages"), "public"),
    **dict.fromkeys(("translation", "translation_take_back"), "language"),
    **dict.fromkeys(("report", "report_submit", "report_evidence_add", "report_delete"), "report"),
    **dict.fromkeys(("autosave_report", "report_answer"), "report"),
    **dict.fromkeys(("evidence_edit", "evidence_remove"), "evidence"),
    **dict.fromkeys(("invitation_resend", "invitation_revoke"), "invitation"),
    **dict.fromkeys(("role_change", "role_remove"), "role"),
    **dict.fromkeys(("join_sent", "join_withdraw"), "asked"),
    **dict.fromkeys(("evidence_file", "evidence_attach"), "file"),
    **dict.fromkeys(("step", "autosave"), "part"),
    "evidence_copy": "link",
    "mandate_act": "handed_in",
    "mandate_file": "mandate",
    "sheet_import": "kept_sheet",
    "invitation": "token",
    "sent": "sent",
    "statement_reply": "said",
}
OPEN_TO_ALL = {"dashboard", "join", "join_place", "settings", "settings_calendar", "panel", "panel_me"}
ACTS = {
    "to_sign_off",
    "send_back",
    "invitation_resend",
    "invitation_revoke",
    "settings_calendar",
    "panel_export",
    "panel_agree",
}
# The object is public, the act is not allowed: 403. Everything else is private to strangers: 404.
PUBLIC_OBJECT = {
    "amend", "withdraw", "confirm", "extend", "close", "report_new", "autosave_report_new", "statement_reply",
    "languages", "translation", "translation_take_back",
}  # fmt: skip
APPROVERS_ONLY = {
    "invite", "invitation_resend", "invitation_revoke", "role_change", "role_remove", "withdraw", "label_submit",
    "label_withdraw", "close", "label_hearing", "label_give_back", "label_more_time",
    "translation_take_back", "profile_take_back", "appeal_new",
}  # fmt: skip

FIELDS = (
    "title", "language", "summary", "elements", "groups", "starts_on_day", "budget", "unit", "revision", "seen", "key",
    "mandate", "reason", "email", "role", "about", "website", "contact_email", "kind", "url", "proves", "milestone_key",
    "visibility", "progress", "as_of_day", "text", "statement", "is_material", "change_reason", "q", "place", "name",
    "country", "m-TOTAL_FORMS", "m-INITIAL_FORMS", "m-0-key", "m-0-title", "work_email", "mandate_start_day",
)  # fmt: skip


def label_case(city):
    """A held label with a concern, a self-assessment that was begun, a new application: their addresses' arguments."""
    rules, today = make_scheme(), timezone.localdate()
    rules.criteria.create(code="S5", title="Can people complain?")
    stage = rules.stages.create(number=4, key="admissibility", title="Admissibility", who="staff")
    limit = {"key": "completion", "title": "Completing", "length": 30, "unit": "days", "who": "city", "extension": 9}
    deadline = stage.deadlines.create(**limit)
    label = make_label(city=city, scheme=rules)
    Assessment.objects.create(city=city, scheme=rules)
    concern = make_concern(label, state="accepted")
    application = make_application(city=city, state="draft", scheme=rules)
    clock = application.clocks.create(deadline=deadline, started_on=today, due_on=today + dt.timedelta(30))
    signers = [make_user(name, roles=("decider",)) for name in ("Pia Signs", "Pol Signs")]
    signed = {"is_final": True, "closed_at": timezone.now(), "proposed_by": signers[0], "confirmed_by": signers[1]}
    appealed = label.changes.create(kind="suspend", reasons="No report.", **signed)
    return {
        "appealed": [city.slug, "change", appealed.pk],
        "question": [city.slug, "officials", "S5"],
        "clock": [city.slug, clock.pk],
        "finding": [city.slug, "S5"],
        "concern": [city.slug, concern.reference],
    }


def translated_profile(city):
    """A profile that is there in French: the arguments of its address."""
    City.objects.filter(pk=city.pk).update(language="de", about="Wir hören zu.")
    make_profile_translation(city, "fr", about="Nous écoutons.")
    return {"city_language": [city.slug, "fr"]}


def panel_case(member):
    """A case of another city, in whose panel `member` sits: the arguments of its addresses."""
    case = make_application(city=make_city(), state="panel", scheme=make_scheme())
    seat(make_pool_member(user=member), case)
    text = make_commitment(city=case.city, state="checking").versions.get()
    file = make_evidence(version=make_commitment(city=case.city).versions.get(), kind="file")
    return {
        "case": [case.reference],
        "criterion": [case.reference, "S5"],
        "judgement": [case.reference, "S5", "finding"],
        "case_text": [case.reference, text.pk],
        "case_file": [case.reference, file.public_id],
    }


@pytest.fixture
def world(city, official, approver, resident):
    """One of everything in city A: the name of each address and how to reach it."""
    draft = make_commitment(city=city, state="draft", author=official)
    waiting = make_commitment(city=city, state="sign_off", author=official)
    sent = make_commitment(city=city, state="submitted")
    public = make_commitment(city=city)
    report = make_report(make_commitment(city=city), state="draft")
    evidence = make_evidence(version=draft.versions.get(), kind="file")
    asked = make_join_request(resident)
    invitation, token = invite(city=city, email="nova@arden.example", role="editor", by=approver)
    role = CityRole.objects.get(user=official)
    make_translation(public.versions.get(), "fr", title="Un bureau")
    dates = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2030, 12, 31)}
    mandate = Mandate.objects.create(
        city=city, title="Decision", file=ContentFile(b"x", "m.pdf"), file_name="m.pdf", **dates
    )
    arguments = {
        "city": [city.slug],
        "draft": [draft.code],
        "waiting": [waiting.code],
        "sent": [sent.code],
        "said": [make_statement(public, report=make_report(public), state="published").public_id],
        "public": [public.code],
        "language": [public.code, "fr"],
        "report": [report.pk],
        "evidence": [draft.code, evidence.public_id],
        "file": [evidence.public_id],
        "part": [draft.code, "promise"],
        "asked": [asked.pk],
        "invitation": [invitation.pk],
        "token": [token],
        "role": [role.pk],
        "link": [make_evidence(version=draft.versions.get()).public_id],
        "mandate": [mandate.pk],
        "handed_in": [mandate.pk, "withdraw"],
        **translated_profile(city),
        **label_case(city),
        **panel_case(approver),
        "kept_sheet": [city.slug, keep_sheet(city=city, by=official, file_name="arden.xlsx", rows=[]).pk],
    }
    return {name: reverse(f"desk:{name}", args=arguments[KINDS[name]] if KINDS[name] else []) for name in NAMES}


def test_every_address_is_looked_at():
    assert set(KINDS) == set(NAMES)


def test_posts_of_strangers_are_refused_as_their_visits_are(world, other_official, client_of):
    client = client_of(other_official)
    for name in set(NAMES) - OPEN_TO_ALL - {"invitation"}:
        wanted = 403 if name in PUBLIC_OBJECT else 404
        answer = client.post(world[name], {"key": uuid4(), "reason": "Because"}).status_code
        assert answer == wanted or (answer == 405 and name not in ACTS), name


@pytest.mark.parametrize("who", ["reviewer", "decider", "administrator", "resident"])
def test_the_office_and_residents_have_no_way_into_drafts(request, world, client_of, who):
    client = client_of(request.getfixturevalue(who))
    for name in ("commitment", "step", "check", "sign_off", "sent", "report", "evidence_file"):
        assert client.get(world[name]).status_code == 404, name


def test_an_editor_is_told_that_approvers_do_this(world, official, client_of):
    client = client_of(official)
    for name in APPROVERS_ONLY:
        assert client.post(world[name], {"key": uuid4(), "reason": "Because"}).status_code == 403, name


def test_looking_never_acts(world, approver, client_of):
    client = client_of(approver)
    for name in ACTS:
        for method in ("get", "head", "put", "delete"):
            assert getattr(client, method)(world[name]).status_code == 405, name


@pytest.mark.parametrize("who", ["approver", "resident"])
def test_opening_a_page_writes_nothing(request, world, client_of, who):
    client = client_of(request.getfixturevalue(who))
    client.get(world["dashboard"])
    for name in set(NAMES) - ACTS - {"evidence_file", "mandate_file", "panel_evidence"}:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(world[name])
        writes = [row["sql"] for row in queries if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        # A refusal is an event of the audit chain.
        assert not writes or response.status_code in {403, 404}, (name, writes)


def leads_somewhere(address):
    try:
        return bool(resolve(unquote(address)))
    except Resolver404:
        return False


@pytest.mark.parametrize("part", ["9" * 5000, "9" * 25, "%ED%A0%80", "..%2f", "a%0ab", "%F0%9F%99%82", "'--", "-1"])
def test_hostile_addresses_are_no_server_error(world, approver, client_of, part):
    client = client_of(approver)
    for name in set(NAMES) - OPEN_TO_ALL:
        for piece in world[name].split("/")[4:-1]:
            hostile = world[name].replace(f"/{piece}/", f"/{part}/")
            assert client.get(hostile).status_code < 500, hostile
            if leads_somewhere(hostile):  # else nobody asks whether it is a GET or a POST
                assert client.post(hostile).status_code < 500, hostile


@pytest.mark.parametrize(
    "text", ["a\x00b", "9" * 5000, "\ufffd\u202e\u200b", "<script>alert(1)</script>", "' OR 1=1 --"]
)
def test_hostile_answers_are_no_server_error(world, approver, client_of, text):
    client = client_of(approver)
    for name in set(NAMES) - {"delete_draft", "report_delete", "withdraw"}:
        response = client.post(world[name], dict.fromkeys(FIELDS, text))
        assert response.status_code < 500, name
        assert response.streaming or b"<script>alert(1)" not in response.content, name
    if "\x00" not in text:
        assert client.get(world["join_place"], {"q": text, "place": text}).status_code < 500
        assert client.get(world["join"], {"name": text, "country": text}).status_code < 500


def test_a_draft_of_an_amendment_is_hidden_although_the_commitment_is_public(city, other_official, client_of):
    commitment = make_commitment(city=city)
    make_version(commitment, state="draft")
    client = client_of(other_official)
    assert client.get(reverse("desk:commitment", args=[commitment.code])).status_code == 404
    assert client.get(reverse("desk:check", args=[commitment.code])).status_code == 404
    assert client.get(reverse("desk:amend", args=[commitment.code])).status_code == 403
