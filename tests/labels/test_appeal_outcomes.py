"""What an appeal comes to: a renewal goes on and keeps its label, conditions fall, an award carries plain words."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from labels.actions import expire_labels, lodge_appeal, refuse, vote_on_appeal
from labels.models import Appeal, AppealVote, Condition, DecisionEntry, Label, LabelApplication
from labels.queries.appeals import appealable_of
from labels.queries.conditions import waiting_conditions
from labels.queries.log import log_faults
from review.models import QueueItem
from review.queue import follow
from review.workflow import NotReady
from tests.factories import make_label
from tests.labels.appealing import PLAIN, hear, make_judges, make_refused, vote
from tests.labels.renewals import again, held, move_end, proposed, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def judges():
    return make_judges()


@pytest.fixture
def decided(approver, administrator, judges):
    """Appeal for the city, name the three, and let them vote."""

    def decide(decision, *given) -> Appeal:
        return vote(hear(decision, approver, names=administrator, judges=judges), judges, *given)

    return decide


# --- A renewal -------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", [(60, "valid", "valid"), (-20, "expired", "valid"), (60, "on_hold", "on_hold")])
def test_a_renewal_that_is_sent_back_keeps_its_label_valid_again(case, city, approver, second_decider, decided):
    days, refused_as, state = case
    label = held(city, state="on_hold" if refused_as == "on_hold" else "valid")
    application = sent(city, approver)
    move_end(label, days)
    decision = refuse(obj=proposed(application, "not_yet"), by=second_decider)
    assert (again(label).state, again(label).carried_by) == (refused_as, None)

    decided(decision, "send_back", "send_back")

    assert LabelApplication.objects.get(pk=application.pk).state == "deciding"
    found = again(label)
    assert (found.state, found.carried_by_id, found.ended_on) == (state, application.pk, None)
    move_end(label, -1)
    assert (expire_labels(), again(label).state) == (0, state)
    entry = DecisionEntry.objects.filter(act="renewal_pending").first()
    assert (entry.label_code, entry.data["application"]) == (label.code, application.reference)
    assert Label.objects.lasting().filter(pk=label.pk).exists()
    assert list(log_faults()) == []


def test_a_label_that_was_taken_away_meanwhile_is_not_given_back(city, approver, second_decider, decided):
    label = held(city)
    decision = refuse(obj=proposed(sent(city, approver), "not_yet"), by=second_decider)
    Label.objects.filter(pk=label.pk).update(state="revoked")
    decided(decision, "send_back", "send_back")
    assert (again(label).state, again(label).carried_by) == ("revoked", None)


# --- Conditions ------------------------------------------------------------------------------------
@pytest.fixture
def conditional(city):
    """A label awarded with a condition that is late."""
    label = make_label(city=city, outcome="conditions")
    day = timezone.localdate() - dt.timedelta(days=1)
    condition = Condition.objects.create(
        decision=label.application.final_decision, text="Open a desk.", due_on=day, state="overdue"
    )
    follow(condition)
    return condition


def test_the_city_appeals_against_conditions_and_keeps_its_label_without(city, decided, judges, conditional, visitor):
    decision, label = conditional.decision, conditional.label
    assert [case.thing for case in appealable_of(city)] == [decision]
    assert QueueItem.objects.filter(kind="condition").exists()
    appeal = decided(decision)
    with pytest.raises(NotReady, match="Choose one of the outcomes"):
        vote_on_appeal(appeal=appeal, by=judges[0], vote="send_back", reasons="Again.")
    vote(appeal, judges, "replace", "uphold", "replace")

    application = LabelApplication.objects.get()
    final = application.final_decision
    assert (application.state, final.outcome, final.pk == decision.pk) == ("granted", "awarded", False)
    assert {final.signed_by, final.confirmed_by} == {judges[0], judges[2]}
    assert Label.objects.get() == label
    assert Label.objects.get().granted_by >= {
        decision.signed_by_id,
        decision.confirmed_by_id,
        judges[0].pk,
        judges[2].pk,
    }
    assert not waiting_conditions().exists()
    assert not QueueItem.objects.filter(kind="condition").exists()
    entry = DecisionEntry.objects.first()
    assert (entry.act, entry.label_code, entry.data["outcome"]) == ("appeal_decided", label.code, "awarded")
    assert PLAIN in visitor.get(label.get_absolute_url()).content.decode()
    assert "Open a desk." not in visitor.get(label.get_absolute_url()).content.decode()
    assert list(log_faults()) == []


def test_conditions_that_are_upheld_stay(city, decided, conditional):
    decided(conditional.decision, "uphold", "uphold")
    assert waiting_conditions().get() == conditional
    assert appealable_of(city) == []


def test_an_award_without_conditions_cannot_be_appealed(city, approver):
    label = make_label(city=city)
    assert appealable_of(city) == []
    with pytest.raises(NotReady, match="no appeal against this"):
        lodge_appeal(thing=label.application.final_decision, by=approver, text="Why?", language="en")


# --- Plain words -----------------------------------------------------------------------------------
def test_who_replaces_a_refusal_says_in_plain_words_what_the_city_did(city, approver, decided, judges):
    appeal = decided(make_refused(city, approver))
    first, second, _third = judges
    for plain in ("", "x" * 491):
        with pytest.raises(NotReady, match="in plain language"):
            vote_on_appeal(appeal=appeal, by=first, vote="replace", reasons="They did it.", plain=plain)
    vote_on_appeal(appeal=appeal, by=first, vote="replace", reasons="They did it.", plain="One desk helps all.")
    vote_on_appeal(appeal=appeal, by=second, vote="replace", reasons="Yes.", plain="Still open: a budget.")

    final = LabelApplication.objects.get().final_decision
    assert final.plain == "One desk helps all.\n\nStill open: a budget."
    assert final.reasons == "They did it.\n\nYes."
    assert DecisionEntry.objects.get(act="granted").data["plain"] == final.plain


def test_plain_words_belong_to_a_vote_that_replaces(city, approver, decided, judges):
    appeal = decided(make_refused(city, approver))
    vote_on_appeal(appeal=appeal, by=judges[0], vote="uphold", reasons="It was read.", plain="Not needed.")
    assert AppealVote.objects.get(vote="uphold").plain == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealVote.objects.filter(vote="uphold").update(plain="Slipped in.")
    assert Appeal.objects.get().state == "hearing"
