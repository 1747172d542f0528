"""A draft is deleted, handed over, sent back, or started from the text in force."""

from decimal import Decimal

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment, CommitmentVersion, Evidence
from core.models import AuditEvent, OutboxMail
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_evidence, make_role, make_user
from tests.races import run_at_once


def latest(commitment):
    return commitment.versions.select_related("commitment__city").order_by("-number").first()


def save(version, by, *, links=None, **values):
    return actions.save_version(version=version, by=by, revision=version.revision, values=values, links=links)


def test_an_unsent_draft_is_deleted_with_its_commitment_and_evidence(city, official):
    version = latest(make_commitment(city=city, state="draft"))
    make_evidence(version=version)

    actions.delete_draft(version=version, by=official)

    assert not Commitment.objects.exists()
    assert not Evidence.objects.exists()
    assert AuditEvent.objects.filter(action="delete_draft").count() == 1


def test_deleting_an_amendment_leaves_the_published_text(city, official):
    commitment = make_commitment(city=city)
    kept = make_evidence(version=latest(commitment))
    version = actions.amend(commitment=commitment, by=official)

    actions.delete_draft(version=version, by=official)

    assert [row.state for row in commitment.versions.all()] == ["published"]
    assert list(Evidence.objects.all()) == [kept]


def test_a_text_that_was_sent_before_is_given_up_not_deleted(city, official):
    version = latest(make_commitment(city=city, state="returned", version_submissions=1))

    actions.delete_draft(version=version, by=official)

    version.refresh_from_db()
    assert version.state == "lapsed"
    assert version.status_changes.get().transition == "discard"


@pytest.mark.parametrize("state", ["sign_off", "submitted", "checking", "published"])
def test_what_is_on_its_way_or_public_is_not_deleted(state, city, official):
    version = latest(make_commitment(city=city, state=state))

    with pytest.raises(Stale):
        actions.delete_draft(version=version, by=official)

    assert CommitmentVersion.objects.filter(pk=version.pk).exists()


def test_strangers_delete_nothing(city, other_official):
    version = latest(make_commitment(city=city, state="draft"))

    with pytest.raises(NotAllowed):
        actions.delete_draft(version=version, by=other_official)


def test_a_complete_draft_goes_to_the_approvers(city, official, approver):
    writing_approver = make_user("Wim Writer")
    make_role(writing_approver, city, "approver")
    version = latest(make_commitment(city=city, state="draft", author=official))
    version = save(version, writing_approver, unit="Libraries")

    version = actions.ask_sign_off(version=version, by=official)

    assert version.state == "sign_off"
    mail = OutboxMail.objects.get()
    assert (mail.recipients, mail.name) == ([approver.email], "sign_off_asked")
    assert version.title in mail.subject


def test_an_incomplete_draft_stays_and_says_what_is_missing(city, official):
    version = actions.start_commitment(city=city, by=official)

    with pytest.raises(NotReady) as refusal:
        actions.ask_sign_off(version=version, by=official)

    assert "Write a title." in refusal.value.reasons
    assert "Choose at least one right." in refusal.value.reasons
    version.refresh_from_db()
    assert version.state == "draft"


def test_an_approver_sends_it_back_with_a_word(city, official, approver):
    version = latest(make_commitment(city=city, state="sign_off", author=official))

    version = actions.send_back(version=version, by=approver, note="Name the libraries.")

    assert version.state == "draft"
    mail = OutboxMail.objects.get()
    assert mail.recipients == [official.email]
    assert "Name the libraries." in mail.text


def test_an_amendment_copies_everything(city, official):
    commitment = make_commitment(city=city)
    published = latest(commitment)
    CommitmentVersion.objects.filter(pk=published.pk).update(state="draft", budget=410000, change_reason="Old reason")
    evidence = make_evidence(version=latest(commitment))
    published.evidence_rows.update(milestone_key=published.milestones.get().key)
    CommitmentVersion.objects.filter(pk=published.pk).update(state="published")

    version = actions.amend(commitment=commitment, by=official)

    assert (version.number, version.state, version.author, version.editor) == (2, "draft", official, official)
    assert (version.title, version.budget, version.change_reason) == (published.title, Decimal(410000), "")
    assert (version.reference, version.content_hash, version.submitted_at, version.submissions) == ("", "", None, 0)
    for name in ("elements", "rights", "policy_areas", "groups"):
        assert list(getattr(version, name).all()) == list(getattr(published, name).all()) != []
    old, new = published.milestones.get(), version.milestones.get()
    assert (new.key, new.title, new.due_on) == (old.key, old.title, old.due_on)
    assert new.pk != old.pk
    row = version.evidence_rows.get()
    assert (row.evidence, row.milestone_key) == (evidence, old.key)
    assert latest(commitment).state == "draft"
    assert commitment.versions.get(number=1).state == "published"


def test_a_second_amendment_is_the_first_one(city, official, approver):
    commitment = make_commitment(city=city)

    assert actions.amend(commitment=commitment, by=official) == actions.amend(commitment=commitment, by=approver)
    assert commitment.versions.count() == 2


def test_a_lapsed_first_text_can_be_taken_up_again(city, official):
    commitment = make_commitment(city=city, state="lapsed")

    version = actions.amend(commitment=commitment, by=official)

    assert (version.number, version.is_material) == (2, True)
    assert version.title == commitment.versions.get(number=1).title


def test_an_ended_commitment_is_not_amended(city, official, other_official):
    for state in ("withdrawn", "closed"):
        commitment = make_commitment(city=city)
        Commitment.objects.filter(pk=commitment.pk).update(state=state, outcome="done", closed_at=timezone.now())
        with pytest.raises(NotAllowed):
            actions.amend(commitment=commitment, by=official)
    with pytest.raises(NotAllowed):
        actions.amend(commitment=make_commitment(city=city), by=other_official)


@pytest.mark.django_db(transaction=True)
def test_people_who_amend_at_once_share_one_draft(city, official, approver):
    commitment = make_commitment(city=city)

    outcomes = run_at_once(*(lambda p=p: actions.amend(commitment=commitment, by=p) for p in (official, approver) * 4))

    assert len({row.pk for row in outcomes}) == 1
    assert commitment.versions.count() == 2
