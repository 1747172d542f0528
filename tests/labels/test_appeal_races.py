"""Many people at one appeal at once: lodged once, one outcome."""

import pytest
from django.utils import timezone

from labels.actions import lodge_appeal, name_judges, vote_on_appeal
from labels.models import Appeal, AppealVote, DecisionEntry, LabelApplication
from labels.queries.log import log_faults
from review.workflow import Stale
from tests.factories import make_application, make_decision, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 32


def refused(city):
    application = make_application(city=city, state="refused", decided_at=timezone.now())
    return make_decision(application, "not_yet", plan="Ask people.", mentor_reason="None is near.")


def test_32_who_lodge_at_once_lodge_one(city, approver):
    decision = refused(city)
    load = type(decision).objects.select_related("application__city").get
    acts = [lambda: lodge_appeal(thing=load(pk=decision.pk), by=approver, text="Again.", language="en")] * WORKERS
    outcomes = run_at_once(*acts)

    assert sum(isinstance(outcome, Appeal) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Appeal, Stale}
    assert Appeal.objects.count() == DecisionEntry.objects.count() == 1


def test_votes_at_once_come_to_one_outcome(city, approver, administrator):
    """Each of the three presses eleven times, for different outcomes: at most three votes, one outcome."""
    decision = refused(city)
    judges = [make_user(f"Judge {n}", roles=("decider",)) for n in range(3)]
    appeal = lodge_appeal(thing=decision, by=approver, text="Again.", language="en")
    name_judges(obj=appeal, by=administrator, people=[person.pk for person in judges])

    def voting(person, vote):
        return lambda: vote_on_appeal(appeal=Appeal.objects.get(pk=appeal.pk), by=person, vote=vote, reasons=vote)

    acts = [voting(judges[n % 3], "uphold" if n % 2 else "send_back") for n in range(WORKERS)]
    outcomes = run_at_once(*acts)

    given = sum(isinstance(outcome, AppealVote) for outcome in outcomes)
    assert given == AppealVote.objects.exclude(vote="").count()
    assert given in {2, 3}
    assert {type(outcome) for outcome in outcomes} == {AppealVote, Stale}
    decided = Appeal.objects.get(pk=appeal.pk)
    state = LabelApplication.objects.get().state
    assert (decided.outcome, state) in {("uphold", "refused"), ("send_back", "deciding")}
    assert DecisionEntry.objects.filter(act="appeal_decided").count() == 1
    assert decided.status_changes.filter(transition="decide").count() == 1
    assert list(log_faults()) == []


def test_two_last_votes_at_once_decide_once(city, approver, administrator):
    """One has voted; the other two vote at the same moment, for different outcomes: one outcome, nothing lost."""
    decision = refused(city)
    judges = [make_user(f"Judge {n}", roles=("decider",)) for n in range(3)]
    appeal = lodge_appeal(thing=decision, by=approver, text="Again.", language="en")
    name_judges(obj=appeal, by=administrator, people=[person.pk for person in judges])

    def voting(person, vote):
        return lambda: vote_on_appeal(appeal=Appeal.objects.get(pk=appeal.pk), by=person, vote=vote, reasons=vote)

    voting(judges[0], "uphold")()
    outcomes = run_at_once(voting(judges[1], "uphold"), voting(judges[2], "send_back"))

    assert isinstance(outcomes[0], AppealVote)
    assert isinstance(outcomes[1], AppealVote | Stale)
    assert Appeal.objects.get().outcome == "uphold"
    assert Appeal.objects.get().votes.exclude(vote="").count() == 2 + isinstance(outcomes[1], AppealVote)
    assert LabelApplication.objects.get().state == "refused"
    assert DecisionEntry.objects.filter(act="appeal_decided").count() == 1
    assert list(log_faults()) == []


def test_a_replaced_judge_and_their_vote_at_once(city, approver, administrator):
    """Somebody votes while an administrator names another in their place: the vote counts, or the other sits there."""
    decision = refused(city)
    first, second, third, fourth = (make_user(f"Judge {n}", roles=("decider",)) for n in range(4))
    appeal = lodge_appeal(thing=decision, by=approver, text="Again.", language="en")
    name_judges(obj=appeal, by=administrator, people=[first.pk, second.pk, third.pk])

    def load() -> Appeal:
        return Appeal.objects.get(pk=appeal.pk)

    voted, named = run_at_once(
        lambda: vote_on_appeal(appeal=load(), by=first, vote="uphold", reasons="Fine."),
        lambda: name_judges(obj=load(), by=administrator, people=[second.pk, third.pk, fourth.pk]),
    )

    sits = set(load().votes.values_list("judge", flat=True))
    assert len(sits) == 3
    assert isinstance(voted, AppealVote) is (first.pk in sits)
    assert isinstance(named, Appeal) is (fourth.pk in sits)
    assert isinstance(voted, AppealVote) is not isinstance(named, Appeal)
