"""Autosave keeps what makes sense, names what waits, never overwrites and never touches a text that was sent."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.actions import content_digest, delete_draft, delete_report, submit_version
from commitments.models import Commitment, CommitmentVersion, Presence, ProgressReport
from tests.desk.pages import date, fill, form_of, text_of
from tests.factories import make_commitment, make_report
from tests.factories.framework import make_right
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(city, official) -> CommitmentVersion:
    commitment = make_commitment(city=city, state="draft", author=official, version_title="Rights desks")
    return CommitmentVersion.objects.select_related("commitment__city").get(commitment=commitment)


def page(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:step", args=[version.commitment.code, part])


def autosave(version: CommitmentVersion, part: str) -> str:
    return reverse("desk:autosave", args=[version.commitment.code, part])


def type_into(client: Client, version: CommitmentVersion, part: str, **typed):
    return client.post(autosave(version, part), form_of(client.get(page(version, part))) | typed)


def test_what_is_typed_is_saved_and_the_page_can_go_on(official, draft, client_of):
    client = client_of(official)
    form = form_of(client.get(page(draft, "promise")))
    first = client.post(autosave(draft, "promise"), form | {"summary": "First words"}).json()
    assert first["words"].startswith("Saved at ")
    more = form | {"summary": "More words", "revision": first["revision"], "seen": first["seen"]}
    second = client.post(autosave(draft, "promise"), more).json()
    more |= {"revision": second["revision"], "seen": second["seen"]}
    assert client.post(page(draft, "promise"), more).status_code == 302
    draft.refresh_from_db()
    assert draft.summary == "More words"


def test_what_makes_no_sense_waits_in_its_box(official, draft, client_of):
    typed = {"unit": "Mayor's office", "budget": "a lot", **date("decided_on", 31, 2, 2026)}
    told = type_into(client_of(official), draft, "budget", **typed).json()
    assert (
        "Not saved, because it needs a correction: “Budget in euro (optional)”, “The date of the decision”."
        in told["words"]
    )
    draft.refresh_from_db()
    assert (draft.unit, draft.budget, draft.decided_on) == ("Mayor's office", None, None)


def test_choices_and_rows_are_saved_and_rows_keep_their_keys(official, draft, client_of):
    client, right = client_of(official), make_right()
    type_into(client, draft, "framework", rights=[right.pk])
    assert list(draft.rights.all()) == [right]
    more = {"m-TOTAL_FORMS": 3, "m-2-title": "A second one", **date("m-2-due_on", 30, 3, 2028), "m-1-title": ""}
    told = type_into(client, draft, "milestones", **more).json()
    keys = list(draft.milestones.values_list("key", flat=True))
    assert told["keys"] == {"m-0-key": keys[0], "m-1-key": "", "m-2-key": keys[1]}
    type_into(client, draft, "milestones", **{"m-0-title": "Other words", **date("m-0-due_on", 31, 2, 2027)})
    assert draft.milestones.first().title == "Three desks are open"  # rows are saved together, or not at all


def test_it_never_overwrites_a_colleague(official, approver, draft, client_of):
    client = client_of(official)
    mine = form_of(client.get(page(draft, "promise"))) | {"summary": "My promise"}
    fill(client_of(approver), page(draft, "promise"), summary="Their promise")
    told = client.post(autosave(draft, "promise"), mine)
    assert told.status_code == 409
    assert told.json()["words"].startswith("Pau Approver saved this page after you opened it.")
    draft.refresh_from_db()
    assert draft.summary == "Their promise"
    both = client.post(page(draft, "promise"), mine)
    assert both.status_code == 409
    assert "data-autosave=" not in text_of(both)
    assert form_of(both)["summary"] == "My promise"


def test_colleagues_at_other_parts_do_not_meet(official, approver, draft, client_of):
    client = client_of(official)
    mine = form_of(client.get(page(draft, "milestones"))) | {"m-0-title": "Five desks are open"}
    type_into(client_of(approver), draft, "budget", unit="Mayor's office")
    assert client.post(autosave(draft, "milestones"), mine).status_code == 200
    assert draft.milestones.get().title == "Five desks are open"


def test_looking_makes_nobody_the_editor(official, approver, draft, client_of):
    assert type_into(client_of(approver), draft, "promise").json()["revision"] == draft.revision
    draft.refresh_from_db()
    assert draft.editor == official


def test_a_text_that_was_sent_meanwhile_is_refused(official, draft, client_of):
    client = client_of(official)
    mine = form_of(client.get(page(draft, "promise"))) | {"title": "Too late"}
    CommitmentVersion.objects.filter(pk=draft.pk).update(state="submitted")
    assert client.post(autosave(draft, "promise"), mine).status_code == 403
    assert client.get(autosave(draft, "promise")).status_code == 403


def test_a_new_sign_in_gives_a_fresh_token(official, draft, client_of):
    assert Client().post(autosave(draft, "promise"), {}).status_code == 302
    client = Client(enforce_csrf_checks=True)
    client.force_login(official)
    form = form_of(client.get(page(draft, "promise"))) | {"summary": "Kept on the page"}
    assert client.post(autosave(draft, "promise"), form).status_code == 403
    token = client.get(autosave(draft, "promise")).json()["token"]
    assert client.post(autosave(draft, "promise"), form | {"csrfmiddlewaretoken": token}).status_code == 200


@pytest.mark.parametrize(
    "broken", [{"revision": "9" * 5000}, {"revision": ""}, {"m-TOTAL_FORMS": "x"}, {"seen": "x" * 99}]
)
def test_a_broken_page_is_no_server_error(official, draft, client_of, broken):
    assert type_into(client_of(official), draft, "milestones", **broken).status_code in (200, 400)
    assert draft.milestones.count() == 1


def test_a_report_is_saved_while_it_is_written(official, city, client_of):
    commitment = make_commitment(city=city)
    report = make_report(commitment, state="draft")
    client, url = client_of(official), reverse("desk:autosave_report", args=[report.pk])
    form = form_of(client.get(reverse("desk:report", args=[report.pk])))
    told = client.post(url, form | {"text": "The third desk opened.", "as_of_year": "20x6"}).json()
    assert "“The day of the report”" in told["words"]
    assert ProgressReport.objects.get(pk=report.pk).text == "The third desk opened."
    assert client.post(url, form | {"text": "Old page"}).status_code == 409
    ProgressReport.objects.filter(pk=report.pk).update(state="submitted")
    assert client.post(url, form | {"text": "Too late"}).status_code == 403


def test_the_first_words_of_a_report_start_it_and_the_page_can_go_on(official, approver, city, client_of):
    commitment = make_commitment(city=city)
    client, page = client_of(official), reverse("desk:report_new", args=[commitment.code])
    url = reverse("desk:autosave_report_new", args=[commitment.code])
    shown = client.get(page)
    assert f'data-autosave="{url}"' in text_of(shown)
    form = form_of(shown)
    assert client.post(url, {"open": "1"}).json() == {"others": ""}
    assert not ProgressReport.objects.exists()  # looking starts nothing

    first = client.post(url, form | {"text": "The first"}).json()
    form |= {"text": "The first desk opened.", "revision": first["revision"], "seen": first["seen"]}
    second = client.post(url, form).json()
    assert ProgressReport.objects.get().text == "The first desk opened."
    late = client_of(approver).post(url, form | {"text": "Theirs", "revision": 1, "seen": ""})
    assert late.status_code == 409
    form |= {"revision": second["revision"], "seen": second["seen"], "later": "1"}
    assert client.post(page, form).status_code == 302
    assert ProgressReport.objects.get().text == "The first desk opened."

    ProgressReport.objects.update(state="submitted")
    assert client.post(url, form).status_code == 403


def test_only_a_commitment_in_force_gets_a_report_by_autosave(official, city, client_of):
    commitment = make_commitment(city=city)
    Commitment.objects.update(state="withdrawn", public_reason="It ended.")
    url = reverse("desk:autosave_report_new", args=[commitment.code])
    assert client_of(official).post(url, {"text": "x"}).status_code == 403
    assert not ProgressReport.objects.exists()


def test_colleagues_see_who_has_a_report_open(official, approver, city, client_of):
    report = make_report(make_commitment(city=city), state="draft")
    url, page = (reverse(f"desk:{name}", args=[report.pk]) for name in ("autosave_report", "report"))
    client_of(approver).post(url, {"open": "1"})
    client = client_of(official)
    words = "Pau Approver had this page open at"
    assert words in text_of(client.get(page))
    assert words in client.post(url, {"open": "1"}).json()["others"]
    assert words in client.post(url, form_of(client.get(page)) | {"text": "Two desks."}).json()["others"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed", [{"open": "1"}, {"summary": "Half a sen"}])
def test_a_draft_deleted_under_an_open_page_is_told_as_closed(official, draft, client_of, monkeypatch, typed):
    form = form_of(client_of(official).get(page(draft, "promise"))) | typed

    def deleted_in_between(user, code):
        delete_draft(version=draft, by=official)
        return draft

    monkeypatch.setattr("desk.views.autosave.version_to_edit", deleted_in_between)
    assert client_of(official).post(autosave(draft, "promise"), form).status_code == 403
    assert not Presence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_report_deleted_under_an_open_page_is_told_as_closed(official, city, client_of, monkeypatch):
    report = make_report(make_commitment(city=city), state="draft")
    report = ProgressReport.objects.select_related("commitment__city").get(pk=report.pk)

    def deleted_in_between(user, pk):
        delete_report(report=report, by=official)
        return report

    monkeypatch.setattr("desk.views.autosave.report_to_edit", deleted_in_between)
    url = reverse("desk:autosave_report", args=[report.pk])
    assert client_of(official).post(url, {"open": "1"}).status_code == 403


def test_colleagues_see_who_has_the_page_open_for_ten_minutes(official, approver, draft, client_of):
    client_of(approver).post(autosave(draft, "promise"), {"open": "1"})
    client = client_of(official)
    words = "Pau Approver had this page open at"
    assert words in text_of(client.get(page(draft, "promise")))
    assert words not in text_of(client.get(page(draft, "budget")))
    assert words in client.post(autosave(draft, "promise"), {"open": "1"}).json()["others"]
    Presence.objects.update(at=timezone.now() - dt.timedelta(minutes=11))
    assert words not in text_of(client.get(page(draft, "promise")))


@pytest.mark.django_db(transaction=True)
def test_autosave_against_submit_loses_no_text_and_changes_none_that_was_sent(official, approver, draft, client_of):
    browsers = [client_of(official) for _number in range(4)]
    forms = [form_of(browser.get(page(draft, "promise"))) for browser in browsers]
    acts = [
        lambda b=browser, f=form, n=number: b.post(autosave(draft, "promise"), f | {"summary": f"Words {n}"})
        for number, (browser, form) in enumerate(zip(browsers, forms, strict=True))
    ]
    acts.insert(2, lambda: submit_version(version=draft, by=approver, key=uuid.uuid4()))

    outcomes = run_at_once(*acts)

    sent = CommitmentVersion.objects.select_related("commitment").get(pk=draft.pk)
    assert sent.state == "submitted", outcomes
    assert sent.content_hash == content_digest(sent)
    answers = [row.status_code for row in outcomes if not isinstance(row, (CommitmentVersion, Exception))]
    assert len(answers) == 4, outcomes
    assert set(answers) <= {200, 403, 409}
    saved = [f"Words {n}" for n, status in enumerate(answers) if status == 200]
    assert sent.summary in (saved or ["Anyone can get free help to report discrimination."])
    assert len(saved) <= 1
