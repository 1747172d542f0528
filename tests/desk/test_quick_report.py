"""From the task to a sent report in four clicks; nothing changed in three."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import Milestone, ProgressReport
from tests.desk.pages import fill, form_of, text_of
from tests.factories import make_commitment, make_report
from tests.markup import Markup


@pytest.fixture
def commitment(city):
    commitment = make_commitment(city=city)
    version = commitment.versions.get()
    due_on = timezone.localdate() + dt.timedelta(days=20)
    Milestone.objects.filter(version=version).update(due_on=due_on)
    Milestone.objects.bulk_create([Milestone(version=version, position=2, title="All desks are open", due_on=due_on)])
    make_report(commitment)
    return commitment


def task_of(browser, commitment):
    links = Markup(text_of(browser.get("/en/desk/"))).all("a")
    return next(row.attrs["href"] for row in links if f"{commitment.code}/reports/new/?milestone=" in row.attrs["href"])


def test_four_clicks_with_proof(official, commitment, client_of):
    browser = client_of(official)
    first = task_of(browser, commitment)  # 1: the task
    shown = browser.get(first)
    assert [len(shown.context[name]) for name in ("claims", "folded")] == [1, 1]
    assert shown.context["claims"][0].initial["progress"] == "under_way"
    saved = fill(browser, first, with_field="text", text="The desk is open.", evidence="1")  # 2: attach proof
    proof = {"kind": "link", "url": "https://example.org/opening", "title": "Notice", "proves": "It is open"}
    checked = fill(browser, saved.url, with_field="proves", **proof, language="en", visibility="public")  # 3: save it
    report = ProgressReport.objects.get(state="draft")
    assert checked.url.partition("#")[0] == reverse("desk:report_submit", args=[report.pk])
    fill(browser, checked.url.partition("#")[0], with_field="key")  # 4: send
    report.refresh_from_db()
    assert (report.state, report.claims.count(), report.evidence_rows.count()) == ("submitted", 2, 1)


def test_nothing_changed_needs_no_word(official, commitment, client_of):
    browser = client_of(official)
    first = task_of(browser, commitment)
    saved = fill(browser, first, with_field="text", unchanged="1")
    assert "Nothing has changed since the last report." in text_of(browser.get(saved.url))
    assert ProgressReport.objects.get(state="draft").text.startswith("Nothing has changed")


def test_delayed_still_needs_its_reason_and_a_fault_unfolds_the_others(official, commitment, client_of):
    browser = client_of(official)
    first = task_of(browser, commitment)
    shown = browser.get(first)
    other = shown.context["folded"][0].prefix
    answer = browser.post(first, form_of(shown, with_field="text") | {f"{other}-progress": "delayed", "text": "Late."})
    assert "is delayed or dropped" in text_of(answer)
    assert answer.context["folded"] == []
