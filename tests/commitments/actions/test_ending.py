"""Withdrawal leaves a tombstone; what gets no answer lapses, after a second chance."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import CommitmentVersion, ProgressReport
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_report, make_version

TODAY = dt.date(2026, 6, 1)


def returned(city, day, **fields):
    commitment = make_commitment(city=city, state="returned", version_returned_reasons="Name the libraries.")
    CommitmentVersion.objects.filter(commitment=commitment).update(answer_by=day, **fields)
    return commitment.versions.get()


# --- Withdraw -------------------------------------------------------------------------------------------


def test_an_approver_withdraws_with_a_public_reason(city, approver, official):
    commitment = make_commitment(city=city)
    before = timezone.now()

    actions.withdraw(commitment=commitment, by=approver, reason=" The council decided otherwise. ")

    commitment.refresh_from_db()
    assert (commitment.state, commitment.public_reason.strip()) == ("withdrawn", "The council decided otherwise.")
    assert commitment.withdrawn_at >= before
    assert commitment.changed_at >= before
    assert commitment.versions.get().state == "published"
    assert {mail.recipients[0] for mail in OutboxMail.objects.all()} == {approver.email, official.email}


def test_everything_on_its_way_lapses(city, approver, reviewer):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="submitted")
    report = make_report(commitment, state="draft")
    actions.claim(obj=version, by=reviewer)

    actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise.")

    version.refresh_from_db()
    report.refresh_from_db()
    assert (version.state, report.state) == ("lapsed", "lapsed")
    assert not version.assignments.filter(released_at=None).exists()
    assert list(version.status_changes.values_list("transition", flat=True)) == ["claim", "lapse"]


@pytest.mark.parametrize("state", ["draft", "sign_off", "submitted", "checking", "returned"])
def test_an_open_text_of_any_state_lapses(state, city, approver):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state=state)

    actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise.")

    version.refresh_from_db()
    assert version.state == "lapsed"


def test_editors_and_others_do_not_withdraw(city, official, other_official, decider, administrator):
    commitment = make_commitment(city=city)

    for person in (official, other_official, decider, administrator):
        with pytest.raises(NotAllowed):
            actions.withdraw(commitment=commitment, by=person, reason="No")


def test_a_reason_is_needed_and_once_is_enough(city, approver):
    commitment = make_commitment(city=city)
    with pytest.raises(NotReady):
        actions.withdraw(commitment=commitment, by=approver, reason=" ")
    actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise.")

    with pytest.raises(Stale):
        actions.withdraw(commitment=commitment, by=approver, reason="Again")


# --- Deadlines ------------------------------------------------------------------------------------------


def test_the_first_missed_day_brings_thirty_more(city, official, approver):
    version = returned(city, TODAY - dt.timedelta(days=1))

    assert actions.lapse_returned(today=TODAY) == actions.DeadlineSummary(extended=1, lapsed=0)

    version.refresh_from_db()
    assert (version.state, version.answer_by, version.answer_extended) == ("returned", dt.date(2026, 7, 1), True)
    mails = OutboxMail.objects.filter(name="answer_extended")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}
    assert "1 July 2026" in mails[0].text
    assert AuditEvent.objects.get(action="extend").actor == "system"


def test_the_second_missed_day_ends_it(city, official):
    version = returned(city, TODAY - dt.timedelta(days=1), answer_extended=True)

    assert actions.lapse_returned(today=TODAY) == actions.DeadlineSummary(extended=0, lapsed=1)

    version.refresh_from_db()
    assert version.state == "lapsed"
    assert version.status_changes.get().by is None
    assert OutboxMail.objects.get().name == "submission_lapsed"


def test_running_it_twice_does_nothing(city, official):
    returned(city, TODAY - dt.timedelta(days=1))
    actions.lapse_returned(today=TODAY)

    assert actions.lapse_returned(today=TODAY) == actions.DeadlineSummary(0, 0)
    assert OutboxMail.objects.count() == 1


def test_the_last_day_still_counts(city, official):
    returned(city, TODAY)

    assert actions.lapse_returned(today=TODAY) == actions.DeadlineSummary(0, 0)


def test_reports_lapse_alike(city, official):
    report = make_report(make_commitment(city=city), state="returned")
    ProgressReport.objects.filter(pk=report.pk).update(answer_by=TODAY - dt.timedelta(days=1))

    assert actions.lapse_returned(today=TODAY).extended == 1
    assert actions.lapse_returned(today=dt.date(2026, 7, 2)).lapsed == 1
    report.refresh_from_db()
    assert report.state == "lapsed"


def test_answering_again_gives_the_full_time_again(city, decider):
    version = returned(city, TODAY, answer_extended=True)
    CommitmentVersion.objects.filter(pk=version.pk).update(state="submitted")

    actions.return_version(
        obj=CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk),
        by=decider,
        note="Once more",
    )

    version.refresh_from_db()
    assert version.answer_extended is False
