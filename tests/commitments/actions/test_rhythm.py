"""Confirmed every year, reported every two; on hold when no report comes, back when it does, closed by the last one."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment, ProgressReport, RhythmEntry
from core.models import AuditEvent, OutboxMail
from review.checklists import DEFAULTS
from review.models import Deadline
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_evidence, make_report, make_version
from tests.races import run_at_once

TICKS = list(DEFAULTS["version"])
TODAY = timezone.localdate


def ahead(days: int) -> dt.date:
    return TODAY() + dt.timedelta(days=days)


@pytest.fixture
def commitment(city):
    return make_commitment(city=city)


def late(commitment: Commitment, days: int) -> Commitment:
    Commitment.objects.filter(pk=commitment.pk).update(next_report_on=ahead(-days))
    return Commitment.objects.select_related("city").get(pk=commitment.pk)


def publish(report: ProgressReport, decider) -> None:
    fresh = ProgressReport.objects.select_related("commitment__city").get(pk=report.pk)
    actions.publish_report(obj=fresh, by=decider, ticks=TICKS)


def test_the_first_text_sets_the_dates_an_amendment_moves_the_confirmation(city, approver, decider):
    Deadline.objects.create(key="report_every", days=700)
    first = make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()
    actions.publish_version(obj=first, by=decider, ticks=TICKS)
    row = Commitment.objects.get(pk=first.commitment_id)
    assert (row.next_confirm_on, row.next_report_on) == (ahead(365), ahead(700))

    Commitment.objects.filter(pk=row.pk).update(next_confirm_on=ahead(3), next_report_on=ahead(5))
    amended = make_version(row, state="submitted")
    actions.publish_version(obj=amended, by=decider, ticks=TICKS)
    row.refresh_from_db()
    assert (row.next_confirm_on, row.next_report_on) == (ahead(365), ahead(5))


def test_it_goes_on_hold_after_sixty_days_once_and_comes_back_with_a_report(city, official, approver, decider):
    row = late(make_commitment(city=city), 60)
    not_yet, checked = late(make_commitment(city=city), 59), late(make_commitment(city=city), 90)
    make_report(checked, state="submitted")
    compiled = make_commitment(city=city, origin="compiled", next_report_on=None)

    call_command("run_deadlines")
    call_command("run_deadlines")

    states = {pk: Commitment.objects.get(pk=pk).state for pk in (row.pk, not_yet.pk, checked.pk, compiled.pk)}
    assert states == {row.pk: "on_hold", not_yet.pk: "active", checked.pk: "active", compiled.pk: "active"}
    assert AuditEvent.objects.filter(action="hold").count() == 1
    assert OutboxMail.objects.filter(name="commitment_on_hold").count() == 2

    report = make_report(row, state="submitted", progress="delayed", reason="Two libraries are being rebuilt.")
    assert Commitment.objects.get(pk=row.pk).state == "on_hold"  # sent is not yet public
    publish(report, decider)

    row.refresh_from_db()
    assert (row.state, row.next_report_on, row.next_confirm_on) == ("active", ahead(730), ahead(365))
    assert list(row.status_changes.values_list("transition", flat=True)) == ["hold", "resume"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_hold_it_once(commitment, official):
    late(commitment, 61)
    assert sorted(run_at_once(actions.hold_overdue, actions.hold_overdue)) == [0, 1]
    assert commitment.status_changes.filter(transition="hold").count() == 1
    assert OutboxMail.objects.filter(name="commitment_on_hold").count() == 1


def test_a_confirmation_is_public_once_a_due_date(commitment, official, other_official):
    due_on = ahead(90)
    Commitment.objects.update(next_confirm_on=due_on)
    with pytest.raises(NotAllowed):
        actions.confirm(commitment=commitment, by=other_official, due_on=due_on)

    entry = actions.confirm(commitment=commitment, by=official, due_on=due_on)

    assert actions.confirm(commitment=commitment, by=official, due_on=due_on, through="mail") == entry
    commitment.refresh_from_db()
    assert (commitment.last_confirmed_on, commitment.next_confirm_on) == (TODAY(), ahead(365))
    assert AuditEvent.objects.get(action="confirm").data["through"] == "desk"
    with pytest.raises(NotReady):
        actions.confirm(commitment=commitment, by=official, due_on=ahead(365))
    with pytest.raises(Stale):
        actions.confirm(commitment=commitment, by=official, due_on=ahead(12))


@pytest.mark.django_db(transaction=True)
def test_two_people_confirm_at_once(commitment, official, approver):
    Commitment.objects.update(next_confirm_on=TODAY())
    acts = [
        lambda who=who: actions.confirm(commitment=commitment, by=who, due_on=TODAY()) for who in (official, approver)
    ]
    one, other = run_at_once(*acts)
    assert one == other
    assert RhythmEntry.objects.count() == AuditEvent.objects.filter(action="confirm").count() == 1


def test_more_time_is_given_at_once_with_a_reason_and_only_once(commitment, official, decider):
    row = late(commitment, 10)
    with pytest.raises(NotReady):
        actions.extend_report(commitment=row, by=official, reason=" ")

    entry = actions.extend_report(commitment=row, by=official, reason="The unit moves house.")

    assert (entry.due_on, entry.next_on) == (ahead(-10), ahead(30))
    with pytest.raises(NotReady, match="already"):
        actions.extend_report(commitment=row, by=official, reason="Again.")
    publish(make_report(row, state="submitted"), decider)
    row.refresh_from_db()
    assert row.report_extended is False
    with pytest.raises(NotReady, match="too early"):
        actions.extend_report(commitment=row, by=official, reason="Again.")


def test_a_final_report_of_an_approver_closes_it(commitment, official, approver, decider, reviewer):
    with pytest.raises(NotAllowed):
        actions.ask_to_close(commitment=commitment, by=official, outcome="done")
    report = actions.ask_to_close(commitment=commitment, by=approver, outcome="partly_done")
    report = actions.save_report(
        report=report, by=official, revision=report.revision, values={"text": "Two of three.", "progress": "done"}
    )
    with pytest.raises(NotAllowed):
        actions.submit_report(report=report, by=official, key=report_key())
    with pytest.raises(NotReady) as missing:
        actions.submit_report(report=report, by=approver, key=report_key())
    assert len(missing.value.reasons) == 2  # evidence, and the reason why not all of it
    make_evidence(report=report)
    values = {"reason": "The third house was sold."}
    report = actions.save_report(report=report, by=official, revision=report.revision, values=values)
    amendment = make_version(commitment, state="checking")
    amendment.assignments.create(reviewer=reviewer, assigned_by=reviewer)

    publish(actions.submit_report(report=report, by=approver, key=report_key()), decider)

    row = Commitment.objects.get(pk=commitment.pk)
    assert (row.state, row.outcome, row.next_report_on, row.next_confirm_on) == ("closed", "partly_done", None, None)
    amendment.refresh_from_db()
    assert amendment.state == "lapsed"
    assert not amendment.assignments.filter(released_at=None).exists()


def test_a_final_report_may_become_an_ordinary_one_again(commitment, approver):
    actions.ask_to_close(commitment=commitment, by=approver, outcome="not_done")
    assert actions.ask_to_close(commitment=commitment, by=approver, outcome="").outcome == ""


def report_key():
    return uuid.uuid4()
