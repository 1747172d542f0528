"""Refusing takes two people, and the city hears of it when both agreed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commitments import actions
from commitments.models import CommitmentVersion
from core.models import AuditEvent, OutboxMail
from review.models import Review
from review.workflow import NotAllowed, NotReady, Stale
from tests.commitments.office import KINDS, make
from tests.factories import make_commitment, make_conflict, make_version
from tests.races import run_at_once

WHY = "It promises nothing that anybody could check."
pytestmark = pytest.mark.django_db


def propose(obj, by, note=WHY):
    return actions.propose_refusal(obj=obj, by=by, note=note)


@pytest.fixture
def team(official, approver, client_of):
    """An editor in a browser; the city has an approver as well."""
    return official, client_of(official)


@pytest.mark.parametrize("kind", KINDS)
def test_two_people_refuse_and_the_city_reads_why(kind, city, team, decider, reviewer):
    official, browser = team
    obj = propose(make(kind, city), decider)
    assert obj.state == "refusal"
    assert not OutboxMail.objects.exists()

    refused = actions.refuse(obj=obj, by=reviewer, note="Write what people will see.")

    assert (refused.state, refused.refusal_by, refused.refused_by) == ("refused", decider, reviewer)
    assert not refused.assignments.filter(released_at=None).exists()
    assert [row.verdict for row in refused.reviews.all()] == [Review.Verdict.REFUSE] * 2
    mails = OutboxMail.objects.filter(name="submission_refused")
    assert {mail.recipients[0] for mail in mails} == {official.email, "pau@arden.example"}
    assert all(WHY in mail.text and "Write what people will see." in mail.text for mail in mails)
    assert not any(str(person) in mail.text for mail in mails for person in (decider, reviewer))
    is_report = kind == "progressreport"
    address = (
        reverse("desk:report", args=[obj.pk]) if is_report else reverse("desk:commitment", args=[obj.commitment.code])
    )
    assert WHY in browser.get(address).content.decode()


def test_who_proposed_cannot_be_the_second(city, decider):
    version = propose(make("commitmentversion", city), decider)
    with pytest.raises(NotAllowed, match="second person"):
        actions.refuse(obj=version, by=decider)


def test_a_reviewer_proposes_what_they_hold_only(city, reviewer, other_reviewer):
    version = actions.claim(obj=make("commitmentversion", city), by=reviewer)
    with pytest.raises(NotAllowed):
        propose(version, other_reviewer)
    with pytest.raises(NotReady):
        propose(version, reviewer, note=" ")
    assert propose(version, reviewer).state == "refusal"


def test_people_in_conflict_are_no_second(city, decider, second_decider):
    version = propose(make("commitmentversion", city), decider)
    make_conflict(second_decider, city)
    for act in (actions.refuse, actions.reject_refusal):
        with pytest.raises(NotAllowed):
            act(obj=version, by=second_decider, note="No")


def test_a_second_person_who_does_not_agree_sends_it_on(city, decider, reviewer):
    version = propose(make("commitmentversion", city), decider)
    kept = actions.reject_refusal(obj=version, by=reviewer, note="It can be checked.")

    assert (kept.state, kept.refusal_by, kept.refusal_reasons) == ("checking", None, "")
    assert kept.assignments.get(released_at=None).reviewer == decider
    assert kept.reviews.last().verdict == Review.Verdict.KEEP


def test_while_a_refusal_is_proposed_nothing_else_is_decided(city, decider, second_decider):
    version = propose(make("commitmentversion", city), decider)
    with pytest.raises(Stale):
        actions.return_version(obj=version, by=second_decider, note="Change it")


def test_the_proposal_is_not_in_the_citys_log(city, approver, decider, client_of):
    version = propose(make("commitmentversion", city), decider)
    log = client_of(approver).get(reverse("desk:log", args=[city.slug])).content.decode()
    assert WHY not in log
    assert "efus" not in log
    assert AuditEvent.objects.get(action="propose_refusal").object_ref == f"commitments.commitmentversion:{version.pk}"


def test_a_refused_first_text_stays_private_and_starts_again(city, official, decider, reviewer, visitor):
    version = actions.refuse(obj=propose(make("commitmentversion", city), decider), by=reviewer)
    assert visitor.get(version.commitment.get_absolute_url()).status_code == 404
    again = actions.amend(commitment=version.commitment, by=official)
    assert (again.number, again.state, again.title) == (2, "draft", version.title)


def test_a_refused_amendment_leaves_the_text_in_force(city, official, decider, reviewer):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="submitted", author=official)
    actions.refuse(obj=propose(version, decider), by=reviewer)
    assert commitment.versions.published().get().number == 1


def test_the_database_refuses_a_refusal_by_one(city, decider):
    version = make("commitmentversion", city)
    rows = CommitmentVersion.objects.filter(pk=version.pk)
    for values in (
        {"state": "refusal"},
        {"state": "refused", "refusal_by": decider},
        {"state": "refused", "refusal_by": decider, "refused_by": decider},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


@pytest.mark.django_db(transaction=True)
def test_at_once_exactly_one_second_person_wins_and_never_the_proposer(city, decider, second_decider, reviewer):
    version = propose(make("commitmentversion", city), decider)
    seconds = (second_decider, reviewer)
    acts = [lambda p=p: actions.refuse(obj=version, by=p) for p in (decider, *seconds)] * 2
    acts += [lambda p=p: actions.reject_refusal(obj=version, by=p, note="No") for p in seconds]

    outcomes = run_at_once(*acts)

    assert sum(isinstance(row, CommitmentVersion) for row in outcomes) == 1, outcomes
    stored = CommitmentVersion.objects.get(pk=version.pk)
    assert stored.state in ("refused", "checking")
    assert stored.refused_by_id in ((second_decider.pk, reviewer.pk) if stored.state == "refused" else (None,))
