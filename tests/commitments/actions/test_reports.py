"""Progress is written down with claims for each milestone, and never over somebody else's words."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from commitments import actions
from commitments.actions import StaleEdit
from commitments.models import Commitment, Evidence, ProgressReport
from review.workflow import NotAllowed, Stale
from tests.factories import make_commitment, make_evidence, make_report
from tests.races import run_at_once


@pytest.fixture
def commitment(city):
    return make_commitment(city=city)


@pytest.fixture
def report(commitment):
    report = make_report(commitment, state="draft")
    report.claims.all().delete()
    return report


def key_of(report):
    return report.commitment.versions.get().milestones.get().key


def save(report, by, *, claims=None, **values):
    return actions.save_report(report=report, by=by, revision=report.revision, values=values, claims=claims)


def test_a_report_starts_from_the_record(commitment, official):
    Commitment.objects.filter(pk=commitment.pk).update(progress="delayed", progress_reason="Rebuilding")

    report = actions.start_report(commitment=commitment, by=official)

    assert (report.state, report.author, report.progress, report.reason) == ("draft", official, "delayed", "Rebuilding")
    assert actions.start_report(commitment=commitment, by=official) == report


def test_progress_that_nobody_reported_is_not_taken_over(commitment, official):
    Commitment.objects.filter(pk=commitment.pk).update(progress="not_reported")

    assert actions.start_report(commitment=commitment, by=official).progress == "under_way"


def test_only_the_city_reports_and_only_on_what_is_in_force(commitment, city, official, other_official, reviewer):
    for person in (other_official, reviewer):
        with pytest.raises(NotAllowed):
            actions.start_report(commitment=commitment, by=person)
    for state in ("draft", "withdrawn", "closed"):
        Commitment.objects.filter(pk=commitment.pk).update(state=state, outcome="done", closed_at=timezone.now())
        with pytest.raises(NotAllowed):
            actions.start_report(commitment=commitment, by=official)


def test_values_and_claims_are_saved(report, official):
    claim = {
        "milestone_key": key_of(report),
        "progress": "done",
        "reached_on": dt.date(2026, 5, 4),
        "note": "All three",
    }

    saved = save(report, official, claims=[claim], text="Three desks are open.", progress="done", as_of="2026-06-01")

    saved.refresh_from_db()
    assert (saved.text, saved.progress, saved.as_of, saved.revision) == (
        "Three desks are open.", "done", dt.date(2026, 6, 1), 2,
    )  # fmt: skip
    row = saved.claims.get()
    assert (row.progress, row.reached_on, row.note, row.position) == ("done", dt.date(2026, 5, 4), "All three", 1)


def test_claims_left_out_stay_and_empty_ones_go(report, official):
    claim = {"milestone_key": key_of(report), "progress": "done"}
    report = save(report, official, claims=[claim])

    report = save(report, official, text="More words")
    assert report.claims.count() == 1

    report = save(report, official, claims=[claim | {"progress": ""}])
    assert report.claims.count() == 0


@pytest.mark.parametrize(
    "claim",
    [
        {"milestone_key": "unknown", "progress": "done"},
        {"milestone_key": "\x00", "progress": "done"},
        {"progress": "done"},
        {"milestone_key": "KEY", "progress": "brilliant"},
        {"milestone_key": "KEY", "progress": "not_reported"},
        {"milestone_key": "KEY", "progress": "done", "note": "x" * 501},
        {"milestone_key": "KEY", "progress": "done", "reached_on": "never"},
    ],
)
def test_a_bad_claim_is_refused_and_nothing_is_written(claim, report, official):
    claim = {name: key_of(report) if value == "KEY" else value for name, value in claim.items()}

    with pytest.raises(ValidationError):
        save(report, official, claims=[claim], text="New words")

    report.refresh_from_db()
    assert report.text != "New words"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("progress", "brilliant"),
        ("progress", "not_reported"),
        ("text", "\x00"),
        ("text", "x" * 5001),
        ("as_of", "soon"),
    ],
)
def test_a_bad_value_is_named(field, value, report, official):
    with pytest.raises(ValidationError) as refusal:
        save(report, official, **{field: value})
    assert list(refusal.value.message_dict) == [field]


def test_a_stale_save_carries_the_current_report(report, official, approver):
    save(report, approver, text="First")

    with pytest.raises(StaleEdit) as refusal:
        save(report, official, text="Second")

    assert refusal.value.current.text == "First"


@pytest.mark.parametrize("state", ["submitted", "checking", "published", "lapsed"])
def test_only_drafts_are_saved_and_deleted(state, city, official):
    report = make_report(make_commitment(city=city), state=state)

    with pytest.raises(Stale):
        save(report, official, text="Changed")
    with pytest.raises(Stale):
        actions.delete_report(report=report, by=official)


def test_strangers_neither_save_nor_delete(report, other_official):
    with pytest.raises(NotAllowed):
        save(report, other_official, text="Changed")
    with pytest.raises(NotAllowed):
        actions.delete_report(report=report, by=other_official)


def test_a_draft_goes_with_evidence_that_nothing_else_lists(report, official):
    make_evidence(report=report)

    actions.delete_report(report=report, by=official)

    assert not ProgressReport.objects.exists()
    assert not Evidence.objects.exists()


def test_a_report_that_was_sent_is_given_up_not_deleted(city, official):
    report = make_report(make_commitment(city=city), state="returned", submissions=1)

    actions.delete_report(report=report, by=official)

    report.refresh_from_db()
    assert report.state == "lapsed"


@pytest.mark.django_db(transaction=True)
def test_people_who_start_at_once_share_one_report(commitment, official, approver):
    outcomes = run_at_once(
        *(lambda p=p: actions.start_report(commitment=commitment, by=p) for p in (official, approver) * 4)
    )

    assert len({row.pk for row in outcomes}) == 1
    assert ProgressReport.objects.count() == 1
