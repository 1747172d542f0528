"""Of many who decide at the same moment exactly one wins."""

import pytest

from commitments import actions
from commitments.models import CommitmentVersion
from core.models import AuditEvent
from review.checklists import DEFAULTS
from review.workflow import Stale
from tests.factories import make_commitment, make_version
from tests.races import run_at_once

TICKS = list(DEFAULTS["version"])


@pytest.fixture
def submitted(city, official):
    commitment = make_commitment(city=city, state="submitted", author=official)
    return commitment.versions.select_related("commitment__city").get()


def fresh(version):
    return type(version).objects.select_related("commitment__city").get(pk=version.pk)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_holds_it(submitted, reviewer, other_reviewer, decider, second_decider):
    people = [reviewer, other_reviewer, decider, second_decider] * 3

    outcomes = run_at_once(*(lambda p=p: actions.claim(obj=submitted, by=p) for p in people))

    assert sum(isinstance(row, CommitmentVersion) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 11, outcomes
    assert submitted.assignments.count() == 1
    assert submitted.status_changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_publish_and_return_at_once_have_one_winner(city, decider, second_decider, official):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="submitted", author=official)

    def publish(person):
        return lambda: actions.publish_version(obj=version, by=person, ticks=TICKS)

    def send_back(person):
        return lambda: actions.return_version(obj=version, by=person, note="No")

    acts = [act(person) for act in (publish, send_back) for person in (decider, second_decider)] * 2
    outcomes = run_at_once(*acts)

    assert sum(isinstance(row, CommitmentVersion) for row in outcomes) == 1, outcomes
    assert version.status_changes.count() == 1
    assert version.reviews.count() == 1
    states = sorted(commitment.versions.values_list("state", flat=True))
    assert states in (["published", "returned"], ["published", "superseded"])
    assert AuditEvent.objects.filter(action__in=("publish", "return_for_changes")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_and_withdrawing_at_once_never_mix(city, decider, approver, official):
    commitment = make_commitment(city=city)
    version = make_version(commitment, state="submitted", author=official)

    outcomes = run_at_once(
        lambda: actions.publish_version(obj=version, by=decider, ticks=TICKS),
        lambda: actions.withdraw(commitment=commitment, by=approver, reason="The council decided otherwise."),
    )

    commitment.refresh_from_db()
    assert not isinstance(outcomes[1], Exception), outcomes
    assert commitment.state == "withdrawn"
    assert commitment.versions.filter(state="published").count() == 1
    assert fresh(version).state in ("published", "lapsed")
