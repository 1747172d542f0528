"""The office claims, publishes and returns; the record moves in one step or not at all."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment, CommitmentVersion, VersionAssignment
from core.models import AuditEvent, OutboxMail
from review.checklists import DEFAULTS
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_conflict, make_role, make_version

TICKS = list(DEFAULTS["version"])


@pytest.fixture
def submitted(city, official):
    commitment = make_commitment(city=city, state="submitted", author=official)
    return commitment.versions.select_related("commitment__city").get()


def fresh(version):
    return type(version).objects.select_related("commitment__city").get(pk=version.pk)


def test_a_reviewer_claims_and_gives_back(submitted, reviewer):
    held = actions.claim(obj=submitted, by=reviewer)
    assert (fresh(submitted).state, held.assignments.get().reviewer) == ("checking", reviewer)

    actions.release(obj=held, by=reviewer)
    assert fresh(submitted).state == "submitted"
    assert held.assignments.get().released_at is not None

    actions.claim(obj=fresh(submitted), by=reviewer)
    assert held.assignments.filter(released_at=None).count() == 1


def test_only_the_holder_or_a_decider_gives_back(submitted, reviewer, other_reviewer, decider):
    held = actions.claim(obj=submitted, by=reviewer)

    with pytest.raises(NotAllowed):
        actions.release(obj=held, by=other_reviewer)
    assert actions.release(obj=held, by=decider).state == "submitted"


def test_people_in_conflict_and_other_people_claim_nothing(submitted, city, office, official, resident):
    make_conflict(office.reviewer, city)
    make_role(office.decider, city, "editor")

    for person in (office.reviewer, office.decider, office.administrator, official, resident):
        with pytest.raises(NotAllowed):
            actions.claim(obj=submitted, by=person)


def test_a_soft_conflict_does_not_hide_the_case(submitted, city, reviewer):
    make_conflict(reviewer, city, kind="soft")

    assert actions.claim(obj=submitted, by=reviewer).state == "checking"


def test_a_first_text_opens_the_commitment(submitted, reviewer, city, official):
    before = timezone.now()
    held = actions.claim(obj=submitted, by=reviewer)

    actions.publish_version(obj=held, by=reviewer, ticks=TICKS, note="Thank you.")

    version, commitment = fresh(submitted), Commitment.objects.get()
    city.refresh_from_db()
    assert (version.state, commitment.state) == ("published", "active")
    assert version.content_hash == actions.content_digest(version)
    for moment in (version.published_at, commitment.first_published_at, commitment.changed_at, city.changed_at):
        assert moment >= before
    review = version.reviews.get()
    assert (review.reviewer, review.verdict, review.reasons) == (reviewer, "publish", "Thank you.")
    assert [row["ticked"] for row in review.checklist.values()] == [True] * len(TICKS)
    assert review.checklist["lawful"]["wording"] == "Nothing in it is unlawful or discriminating"
    assert not VersionAssignment.objects.filter(released_at=None).exists()
    event = AuditEvent.objects.get(action="publish", object_ref=f"commitments.commitmentversion:{version.pk}")
    assert event.data["content_digest"] == version.content_hash


def test_an_amendment_takes_the_place_of_the_text_in_force(city, official, decider):
    commitment = make_commitment(city=city)
    first = commitment.first_published_at
    old = commitment.versions.get()
    amendment = make_version(commitment, state="submitted", author=official)

    actions.publish_version(obj=amendment, by=decider, ticks=TICKS)

    assert (fresh(old).state, fresh(amendment).state) == ("superseded", "published")
    commitment.refresh_from_db()
    assert (commitment.state, commitment.first_published_at) == ("active", first)
    assert commitment.changed_at > first
    assert old.status_changes.get().by is None


def test_the_city_hears_of_it_and_never_a_name(submitted, reviewer, official, approver):
    held = actions.claim(obj=submitted, by=reviewer)
    actions.publish_version(obj=held, by=reviewer, ticks=TICKS, note="Well done.")

    mails = OutboxMail.objects.filter(name="submission_published")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}
    for mail in OutboxMail.objects.all():
        assert "Well done." in mail.text
        assert reviewer.name not in mail.text + mail.html + mail.subject
        assert reviewer.email not in mail.text + mail.html


@pytest.mark.parametrize("left_out", TICKS)
def test_every_tick_is_needed(left_out, submitted, decider):
    with pytest.raises(NotReady) as refusal:
        actions.publish_version(obj=submitted, by=decider, ticks=[tick for tick in TICKS if tick != left_out])

    assert len(refusal.value.reasons) == 1
    assert fresh(submitted).state == "submitted"


def test_reviewers_publish_only_what_they_hold(submitted, reviewer, other_reviewer):
    with pytest.raises(NotAllowed):
        actions.publish_version(obj=submitted, by=reviewer, ticks=TICKS)
    held = actions.claim(obj=submitted, by=reviewer)
    with pytest.raises(NotAllowed):
        actions.publish_version(obj=held, by=other_reviewer, ticks=TICKS)


def test_a_conflict_found_later_stops_the_decision(submitted, reviewer, decider, city):
    held = actions.claim(obj=submitted, by=reviewer)
    make_conflict(reviewer, city)
    make_conflict(decider, city)

    for person in (reviewer, decider):
        with pytest.raises(NotAllowed):
            actions.publish_version(obj=held, by=person, ticks=TICKS)
        with pytest.raises(NotAllowed):
            actions.return_version(obj=held, by=person, note="No")


def test_a_text_that_is_not_what_was_submitted_is_not_published(submitted, decider):
    CommitmentVersion.objects.filter(pk=submitted.pk).update(content_hash="0" * 64)

    with pytest.raises(NotReady) as refusal:
        actions.publish_version(obj=submitted, by=decider, ticks=TICKS)

    assert "not the one that was submitted" in refusal.value.reasons[0]


@pytest.mark.parametrize("state", ["draft", "sign_off", "returned", "published", "superseded", "lapsed"])
def test_only_what_waits_is_decided(state, city, decider):
    version = make_commitment(city=city, state=state).versions.select_related("commitment__city").get()

    for act, words in (
        (actions.publish_version, {"ticks": TICKS}),
        (actions.return_version, {"note": "No"}),
        (actions.claim, {}),
        (actions.release, {}),
    ):
        with pytest.raises(Stale):
            act(obj=version, by=decider, **words)


def test_the_citys_own_text_ends_the_remark_on_its_sources(city, official, decider):
    commitment = make_commitment(city=city, origin="compiled")

    actions.publish_version(obj=make_version(commitment, state="submitted"), by=decider, ticks=TICKS)

    commitment.refresh_from_db()
    assert commitment.origin == "city"


def test_what_the_reader_did_not_see_is_not_decided(submitted, decider, approver):
    """The page was opened on a text that was returned and sent again meanwhile."""
    seen = fresh(submitted)
    actions.claim(obj=submitted, by=decider)

    with pytest.raises(Stale):
        actions.publish_version(obj=seen, by=decider, ticks=TICKS)


def test_a_returned_text_carries_the_reasons_to_the_city(submitted, reviewer, official, approver):
    held = actions.claim(obj=submitted, by=reviewer)

    actions.return_version(obj=held, by=reviewer, note=" Name the libraries. ", ticks=["lawful"])

    version = fresh(submitted)
    assert (version.state, version.returned_reasons.strip()) == ("returned", "Name the libraries.")
    assert version.answer_by == timezone.localdate() + dt.timedelta(days=30)
    assert version.reviews.get().checklist["lawful"]["ticked"] is True
    assert version.reviews.get().checklist["complete"]["ticked"] is False
    mails = OutboxMail.objects.filter(name="submission_returned")
    assert {mail.recipients[0] for mail in mails} == {official.email, approver.email}
    for mail in mails:
        assert "Name the libraries." in mail.text
        assert reviewer.name not in mail.text + mail.html


@pytest.mark.parametrize("note", ["", "  ", "\u200b"])
def test_nothing_is_returned_without_reasons(note, submitted, decider):
    with pytest.raises(NotReady):
        actions.return_version(obj=submitted, by=decider, note=note)
    assert fresh(submitted).state == "submitted"
