"""Many people at one concern at once: one outcome."""

import datetime as dt

import pytest
from django.utils import timezone

from core.models import OutboxMail
from labels.actions import (
    accept_concern,
    answer_concern,
    ask_support,
    confirm_change,
    confirm_filed,
    find_unfounded,
    move_concerns_on,
    not_accept_concern,
    propose_change,
    propose_plan,
    support_concern,
)
from labels.models import Concern, DecisionEntry, Label
from labels.queries.log import log_faults
from review.workflow import NotReady, Stale
from tests.factories import make_concern, make_label, make_label_with_rules, make_user
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 32


def again(concern: Concern) -> Concern:
    return Concern.objects.select_related("label__city").get(pk=concern.pk)


def test_32_who_read_it_first_make_one_decision(city):
    concern = make_concern(make_label(city=city))
    people = [make_user(f"Reader {n}", roles=("reviewer",)) for n in range(WORKERS)]
    acts = [
        (lambda by=by: accept_concern(obj=again(concern), by=by, note="Yes."))
        if n % 2
        else (lambda by=by: not_accept_concern(obj=again(concern), by=by, note="No."))
        for n, by in enumerate(people)
    ]
    outcomes = run_at_once(*acts)

    assert sum(isinstance(outcome, Concern) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} <= {Concern, Stale}
    assert DecisionEntry.objects.count() == again(concern).status_changes.count() == 1
    assert list(log_faults()) == []


def test_an_acceptance_against_a_label_that_is_given_back(city, approver):
    """16 accept, 16 make sure that the label is given back: no concern stays open about a label that ended."""
    label = make_label(city=city)
    concern = make_concern(label)
    propose_change(obj=label, by=approver, kind="withdraw", note="We stop.")
    readers = [make_user(f"Reader {n}", roles=("reviewer",)) for n in range(WORKERS // 2)]
    deciders = [make_user(f"Decider {n}", roles=("decider",)) for n in range(WORKERS // 2)]
    accepting = [lambda by=by: accept_concern(obj=again(concern), by=by, note="") for by in readers]
    ending = [
        lambda by=by: confirm_change(obj=Label.objects.get(pk=label.pk), by=by, kind="withdraw") for by in deciders
    ]
    outcomes = run_at_once(*[act for pair in zip(accepting, ending, strict=True) for act in pair])

    assert sum(isinstance(outcome, Label) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Concern) for outcome in outcomes) <= 1
    assert {type(outcome) for outcome in outcomes} <= {Label, Concern, Stale, NotReady}
    assert (Label.objects.get(pk=label.pk).state, again(concern).state) == ("withdrawn", "lapsed")
    assert list(log_faults()) == []


def test_32_who_confirm_at_once_bring_it_to_the_office_once(city, settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"
    label = make_label(city=city)
    concern = make_concern(
        label, state="unconfirmed", token="mine", filer="residents", organisation="", needed=WORKERS + 1
    )
    confirm_filed(token="mine")
    tokens = [ask_support(concern=again(concern), email=f"r{n}@mail.example", language="en") for n in range(WORKERS)]
    outcomes = run_at_once(*[lambda token=token: support_concern(token=token) for token in tokens])

    assert [type(outcome) for outcome in outcomes] == [Concern] * WORKERS
    assert again(concern).state == "submitted"
    assert again(concern).status_changes.filter(transition="submit").count() == 1
    assert OutboxMail.objects.filter(name="concern_support_confirm").count() == WORKERS


def test_an_answer_in_the_moment_in_which_the_time_is_over(city, approver, reviewer):
    """16 answer, 16 runs of the day close the time: answered once, or closed once."""
    concern = make_concern(make_label_with_rules(city), state="accepted")
    Concern.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    answering = [lambda: answer_concern(concern=again(concern), by=approver, text="Open.", language="en")] * 16
    outcomes = run_at_once(*[act for pair in zip(answering, [move_concerns_on] * 16, strict=True) for act in pair])

    answered = sum(isinstance(outcome, Concern) for outcome in outcomes)
    closed = sum(outcome for outcome in outcomes if isinstance(outcome, int))
    assert (answered, closed) in {(1, 0), (0, 1)}
    assert {type(outcome) for outcome in outcomes} <= {Concern, Stale, int}
    assert (again(concern).state, concern.answers.count()) == ("answered", answered)
    assert again(concern).status_changes.count() == 1
    assert OutboxMail.objects.filter(name="concern_news", recipients=[approver.email]).count() == 1
    assert list(log_faults()) == []


def test_two_deciders_and_the_city_at_once(city, approver):
    """A decider closes an answered concern while others propose a plan: one of them wins."""
    concern = make_concern(make_label_with_rules(city), state="answered")
    closing = [make_user(f"Decider {n}", roles=("decider",)) for n in range(8)]
    planning = [make_user(f"Reviewer {n}", roles=("reviewer",)) for n in range(8)]
    steps = f"{timezone.localdate() + dt.timedelta(days=30)} It opens on Saturdays"
    acts = [lambda by=by: find_unfounded(obj=again(concern), by=by, note="It is open.") for by in closing]
    acts += [lambda by=by: propose_plan(obj=again(concern), by=by, note="Find staff.", steps=steps) for by in planning]
    outcomes = run_at_once(*acts)

    assert sum(isinstance(outcome, Concern) for outcome in outcomes) == 1
    assert {type(outcome) for outcome in outcomes} == {Concern, Stale}
    assert (again(concern).state, concern.plans.count()) in {("closed", 0), ("planned", 1)}
