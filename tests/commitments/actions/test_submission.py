"""One submission, one reference, one receipt, however often and by how many the button is pressed."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import CommitmentVersion, ProgressReport
from core import audit
from core.models import AuditEvent, OutboxMail
from review.clock import add_working_days
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_report, make_role, make_user
from tests.races import run_at_once


@pytest.fixture
def draft(city, official):
    return make_commitment(city=city, state="draft", author=official).versions.select_related("commitment__city").get()


def submit(version, by, key=None):
    return actions.submit_version(version=version, by=by, key=key or uuid.uuid4())


def test_the_approver_signs_off_and_submits(draft, approver, official):
    sent = submit(draft, approver)

    sent.refresh_from_db()
    assert (sent.state, sent.submissions, sent.signed_off_by) == ("submitted", 1, approver)
    assert sent.reference == f"{sent.commitment.code}-1.1"
    assert sent.due_on == add_working_days(timezone.localdate(), 15)
    assert sent.content_hash == actions.content_digest(sent)
    event = AuditEvent.objects.get(action="submit")
    assert event.data["content_digest"] == sent.content_hash
    assert event.data["reference"] == sent.reference
    assert list(audit.verify()) == []


def test_the_receipt_goes_to_the_sender_and_the_approvers(draft, approver, official, city):
    second = make_user("Second Approver")
    make_role(second, city, "approver")

    sent = submit(draft, approver)

    mails = OutboxMail.objects.filter(name="submission_received")
    assert {mail.recipients[0] for mail in mails} == {approver.email, second.email}
    for mail in mails:
        assert sent.reference in mail.subject
        assert f"/desk/commitments/{sent.commitment.code}/" in mail.text


def test_the_author_and_the_last_editor_cannot_sign_off(draft, approver, official):
    CommitmentVersion.objects.filter(pk=draft.pk).update(author=approver)
    with pytest.raises(NotAllowed):
        submit(CommitmentVersion.objects.select_related("commitment__city").get(pk=draft.pk), approver)

    CommitmentVersion.objects.filter(pk=draft.pk).update(author=official, editor=approver)
    with pytest.raises(NotAllowed):
        submit(CommitmentVersion.objects.select_related("commitment__city").get(pk=draft.pk), approver)


def test_editors_and_strangers_do_not_submit(draft, official, other_official, reviewer, resident):
    for person in (official, other_official, reviewer, resident):
        with pytest.raises(NotAllowed):
            submit(draft, person)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not OutboxMail.objects.exists()


def test_an_incomplete_text_is_not_submitted(draft, approver):
    draft.milestones.all().delete()
    draft.rights.clear()

    with pytest.raises(NotReady) as refusal:
        submit(draft, approver)

    assert refusal.value.reasons == ["Choose at least one right.", "Add at least one milestone with a date."]


def test_an_editor_submits_a_mere_correction(city, official):
    commitment = make_commitment(city=city, version_title="Help in every libary")
    version = actions.amend(commitment=commitment, by=official)
    version = actions.save_version(
        version=version, by=official, revision=1, values={"title": "Help in every library", "is_material": False}
    )

    assert submit(version, official).state == "submitted"


def test_a_change_in_disguise_needs_the_approver(city, official):
    """The tick is set again under the lock: nobody submits a change as a correction."""
    commitment = make_commitment(city=city)
    version = actions.amend(commitment=commitment, by=official)
    CommitmentVersion.objects.filter(pk=version.pk).update(ends_on=dt.date(2031, 1, 1), is_material=False)

    with pytest.raises(NotAllowed):
        submit(version, official)


def test_a_change_needs_a_public_reason(city, official, approver):
    version = actions.amend(commitment=make_commitment(city=city), by=official)
    version = actions.save_version(version=version, by=official, revision=1, values={"ends_on": dt.date(2031, 1, 1)})

    with pytest.raises(NotReady) as refusal:
        submit(version, approver)

    assert refusal.value.reasons == ["Say in public why the published text changes."]


def test_the_same_key_again_changes_nothing(draft, approver):
    key = uuid.uuid4()
    first = submit(draft, approver, key)

    again = submit(draft, approver, key)

    assert (again.reference, again.submissions, again.submitted_at) == (first.reference, 1, first.submitted_at)
    assert OutboxMail.objects.filter(name="submission_received").count() == 1
    assert draft.status_changes.count() == 1


def test_another_key_for_the_same_text_is_stale(draft, approver):
    submit(draft, approver)

    with pytest.raises(Stale):
        submit(draft, approver)


def test_a_returned_text_is_sent_again_with_the_next_reference(draft, approver, decider):
    sent = submit(draft, approver)
    back = actions.return_version(obj=sent, by=decider, note="Name the libraries.")

    again = submit(back, approver)

    assert again.reference == f"{draft.commitment.code}-1.2"
    assert OutboxMail.objects.filter(name="submission_received").count() == 2


def test_a_late_retry_of_the_first_sending_does_not_send_again(draft, approver, decider):
    key = uuid.uuid4()
    sent = submit(draft, approver, key)
    actions.return_version(obj=sent, by=decider, note="Name the libraries.")

    assert submit(draft, approver, key).state == "returned"


def test_the_key_of_another_submission_is_refused(draft, approver, city, official):
    key = uuid.uuid4()
    submit(draft, approver, key)
    other = make_commitment(city=city, state="draft", author=official).versions.select_related("commitment__city").get()

    with pytest.raises(Stale):
        submit(other, approver, key)

    other.refresh_from_db()
    assert other.state == "draft"


# --- Reports --------------------------------------------------------------------------------------------


def test_a_report_is_sent_by_its_writer(city, official, approver):
    commitment = make_commitment(city=city)
    make_report(commitment)
    report = make_report(commitment, state="draft")

    sent = actions.submit_report(report=report, by=official, key=uuid.uuid4())

    assert (sent.state, sent.submissions, sent.reference) == ("submitted", 1, f"{commitment.code}-R2.1")
    assert sent.due_on == add_working_days(timezone.localdate(), 15)
    mails = OutboxMail.objects.filter(name="submission_received")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}


def test_an_incomplete_report_is_not_sent(city, official):
    report = make_report(make_commitment(city=city), state="draft", text="", progress="delayed")
    report.claims.update(progress="dropped")

    with pytest.raises(NotReady) as refusal:
        actions.submit_report(report=report, by=official, key=uuid.uuid4())

    assert len(refusal.value.reasons) == 3


def test_strangers_send_no_report(city, other_official):
    report = make_report(make_commitment(city=city), state="draft")

    with pytest.raises(NotAllowed):
        actions.submit_report(report=report, by=other_official, key=uuid.uuid4())


# --- At once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_a_double_click_makes_one_submission(same_key, draft, approver):
    one = uuid.uuid4()

    outcomes = run_at_once(*(lambda: submit(draft, approver, one if same_key else uuid.uuid4()) for _ in range(8)))

    sent = [row for row in outcomes if isinstance(row, CommitmentVersion)]
    assert len(sent) == (8 if same_key else 1), outcomes
    assert {row.reference for row in sent} == {f"{draft.commitment.code}-1.1"}
    assert all(isinstance(row, CommitmentVersion | Stale) for row in outcomes)
    draft.refresh_from_db()
    assert (draft.submissions, draft.status_changes.count()) == (1, 1)
    assert OutboxMail.objects.filter(name="submission_received").count() == 1
    assert AuditEvent.objects.filter(action="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_report_sent_twice_at_once_is_one_report(city, official):
    report = make_report(make_commitment(city=city), state="draft")
    key = uuid.uuid4()

    outcomes = run_at_once(*(lambda: actions.submit_report(report=report, by=official, key=key) for _ in range(4)))

    assert {row.reference for row in outcomes} == {f"{report.commitment.code}-R1.1"}
    assert ProgressReport.objects.get().submissions == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_slips_a_change_under_a_submission(draft, approver, official):
    """Whoever is first wins: either the save is refused, or the submission carries the saved words."""

    def save():
        return actions.save_version(version=draft, by=official, revision=1, values={"title": "", "summary": "Other"})

    run_at_once(save, lambda: submit(draft, approver))

    draft.refresh_from_db()
    if draft.state == "submitted":
        assert (draft.title != "", draft.content_hash) == (True, actions.content_digest(draft))
    else:
        assert draft.title == ""
