"""Progress reports: start, write with claims, check, send once, see, give up."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment, ProgressReport
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment, make_evidence, make_report, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(city) -> Commitment:
    return make_commitment(city=city, version_title="Rights desks")


@pytest.fixture
def draft(commitment) -> ProgressReport:
    return make_report(commitment, state="draft")


def claim(commitment: Commitment, **fields: object) -> dict[str, object]:
    key = commitment.versions.get(state="published").milestones.get().key
    return {f"c-{key}-{name}": value for name, value in fields.items()}


def new_url(commitment: Commitment) -> str:
    return reverse("desk:report_new", args=[commitment.code])


def at(name: str, report: ProgressReport) -> str:
    return reverse(f"desk:{name}", args=[report.pk])


def test_opening_the_form_starts_nothing(official, commitment, client_of):
    page = text_of(client_of(official).get(new_url(commitment)))
    assert "Report progress" in page
    assert "Three desks are open" in page
    assert not ProgressReport.objects.exists()


def test_the_first_save_starts_the_report_and_leads_to_the_check(official, commitment, client_of):
    client = client_of(official)
    claims = claim(commitment, progress="done", note="Opened by the mayor") | claim(
        commitment, **date("reached_on", 1, 6, 2026)
    )
    response = fill(client, new_url(commitment), text="The desks opened.", progress="under_way", **claims)
    report = ProgressReport.objects.get()
    assert response.url == at("report_submit", report)
    saved = report.claims.get()
    assert (saved.progress, saved.reached_on, saved.note) == ("done", dt.date(2026, 6, 1), "Opened by the mayor")
    page = text_of(client.get(response.url))
    assert "The desks opened." in page
    assert "Completed, reached on 1 June 2026" in page


def test_a_running_report_is_opened_instead(official, commitment, draft, client_of):
    assert client_of(official).get(new_url(commitment)).url == at("report", draft)


def test_the_last_report_is_the_starting_point(official, commitment, client_of):
    make_report(commitment).claims.update(progress="delayed", note="No room yet")
    form = form_of(client_of(official).get(new_url(commitment)))
    assert form | claim(commitment, note="No room yet") == form


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"claim": {"progress": "delayed"}}, "Say why milestone 1 is delayed or dropped"),
        ({"claim": {"progress": "dropped", "note": ""}}, "Say why milestone 1 is delayed or dropped"),
        ({"claim": {"progress": "under_way", **date("reached_on", 1, 6, 2026)}}, "has a date, but is not completed"),
        ({"claim": {"progress": "done", **date("reached_on", 1, 6, 2999)}}, "must not be in the future"),
        ({"claim": {"progress": "won"}}, "Choose one of the options."),
        ({"claim": {"note": "x" * 501}}, "at most 500 characters"),
        (date("as_of", 1, 1, 2999), "The day of the report must not be in the future"),
        (date("as_of", 31, 2, 2026), "The day of the report must be a real date"),
        ({"progress": "not_reported"}, "Choose one of the options."),
        ({"reason": "a\x00b"}, "characters that cannot be read"),
        ({"revision": "9" * 5000}, "This page is out of date."),
    ],
)
def test_faults_keep_what_was_typed(official, commitment, client_of, typed, words):
    keys = claim(commitment, **typed.pop("claim", {}))
    response = fill(client_of(official), new_url(commitment), **{"text": "Nearly there."} | typed | keys)
    page = text_of(response)
    assert response.status_code == 200
    assert words in page
    assert "Nearly there." in page
    assert not ProgressReport.objects.exists()


def test_save_and_come_back_later(official, draft, client_of):
    response = fill(client_of(official), at("report", draft), text="Half a sentence", later="1")
    assert response.url == reverse("desk:dashboard")
    draft.refresh_from_db()
    assert draft.text == "Half a sentence"


def test_save_and_add_evidence(official, draft, client_of):
    response = fill(client_of(official), at("report", draft), evidence="1")
    assert response.url == at("report_evidence_add", draft) + "?then=check"


def test_a_stale_save_shows_both_texts(official, approver, commitment, draft, client_of):
    mine = form_of(client_of(official).get(at("report", draft))) | {"text": "My words"}
    fill(client_of(approver), at("report", draft), text="Their words", **claim(commitment, note="A remark"))
    client = client_of(official)
    response = client.post(at("report", draft), mine)
    assert response.status_code == 409
    assert "<del>Their</del>" in text_of(response)
    assert "A remark" in text_of(response)
    client.post(at("report", draft), form_of(response) | {"text": "Our words"})
    draft.refresh_from_db()
    assert draft.text == "Our words"


def test_the_check_names_what_is_missing(official, draft, client_of):
    ProgressReport.objects.update(text="", progress="delayed")
    page = text_of(client_of(official).get(at("report_submit", draft)))
    assert "Say what happened since the last report." in page
    assert "Give the reason for the delay" in page
    assert "Send to the review office" not in page
    client_of(official).post(at("report_submit", draft), {"key": uuid4()})
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_double_click_sends_one_report(official, draft, client_of):
    client, url = client_of(official), at("report_submit", draft)
    form = form_of(client.get(url))
    first, second = (client.post(url, form) for _click in range(2))
    assert first.url == second.url == at("report", draft)
    draft.refresh_from_db()
    assert (draft.state, draft.submissions) == ("submitted", 1)
    page = text_of(client.get(first.url))
    assert f"Your reference: {draft.reference}" in page
    assert "The review office is checking it" in page
    assert client.get(url).url == at("report", draft)
    assert client.post(url, {"key": uuid4()}).url == at("report", draft)


@pytest.mark.parametrize("key", ["", "x"])
def test_sending_needs_a_sound_key(official, draft, client_of, key):
    page = text_of(client_of(official).post(at("report_submit", draft), {"key": key}))
    assert "This page is out of date." in page


def test_a_returned_report_shows_the_reasons_on_top(official, commitment, client_of):
    report = make_report(commitment, state="returned", returned_reasons="Where is the proof?")
    ProgressReport.objects.update(answer_by=timezone.localdate())
    page = text_of(client_of(official).get(at("report", report)))
    assert page.index("Where is the proof?") < page.index("What happened since")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "is checking it"),
        ("published", "This report is public"),
        ("lapsed", "ended without being published"),
    ],
)
def test_every_state_has_its_words(official, commitment, client_of, state, words):
    report = make_report(commitment, state=state)
    make_evidence(report=report, title="Photo of the desk")
    page = text_of(client_of(official).get(at("report", report)))
    assert words in page
    assert "Photo of the desk" in page
    assert client_of(official).post(at("report", report), {"text": "x"}).status_code == 403


def test_a_report_is_deleted_after_one_question(official, draft, client_of):
    client, url = client_of(official), at("report_delete", draft)
    assert "Delete this report?" in text_of(client.get(url))
    assert ProgressReport.objects.exists()
    client.post(url)
    assert not ProgressReport.objects.exists()


def test_a_sent_report_is_not_deleted(official, commitment, client_of):
    report = make_report(commitment, state="submitted")
    assert client_of(official).post(at("report_delete", report)).status_code == 403


@pytest.mark.parametrize("state", ["withdrawn", "closed", "draft"])
def test_only_a_commitment_in_force_has_reports(official, commitment, client_of, state):
    Commitment.objects.update(state=state, outcome="done", closed_at=timezone.now())
    assert client_of(official).get(new_url(commitment)).status_code == 403


def test_milestones_come_from_the_text_in_force(official, commitment, client_of):
    version = make_version(commitment, state="draft")
    version.milestones.update(title="Only in the draft")
    assert "Only in the draft" not in text_of(client_of(official).get(new_url(commitment)))


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_for_one_and_three(official, draft, client_of, count, django_assert_num_queries):
    for _number in range(count):
        make_evidence(report=draft)
    client = client_of(official)
    client.get(at("report", draft))
    with django_assert_num_queries(8):
        client.get(at("report", draft))


def test_a_double_click_on_save_goes_on(official, draft, client_of):
    client = client_of(official)
    form = form_of(client.get(at("report", draft))) | {"text": "The desks opened."}
    first, second = (client.post(at("report", draft), form) for _click in range(2))
    assert first.url == second.url == at("report_submit", draft)


def test_a_double_click_on_the_first_save_starts_one_report(official, commitment, client_of):
    client = client_of(official)
    form = form_of(client.get(new_url(commitment))) | {"text": "The desks opened."}
    first, second = (client.post(new_url(commitment), form) for _click in range(2))
    assert ProgressReport.objects.get().text == "The desks opened."
    assert first.status_code == second.status_code == 302


def test_what_was_typed_survives_a_colleague_who_was_faster(official, approver, commitment, client_of):
    mine = form_of(client_of(official).get(new_url(commitment))) | {"text": "My words"}
    fill(client_of(approver), new_url(commitment), text="Their words")
    response = client_of(official).post(new_url(commitment), mine)
    assert response.status_code == 409
    assert "<ins>My</ins>" in text_of(response)
    assert ProgressReport.objects.get().text == "Their words"
