"""The office proposes an outcome with public reasons; nothing of it is public before two have signed."""

import datetime as dt

import pytest
from django.utils import timezone

from cities.actions import countersign_conflict
from core.models import OutboxMail
from labels.actions import grant, propose, reject_proposal, sign_first
from labels.models import Decision, DecisionEntry, Label
from review.workflow import NotAllowed, NotReady
from tests.factories import (
    make_city,
    make_conflict,
    make_role,
    make_scheme,
    make_user,
)
from tests.labels.conftest import REASONS, fresh

NOT_YET = {"outcome": "not_yet", "plan": "Begin with a complaints desk.", "mentor_reason": "No city near it yet."}


# --- Proposing -------------------------------------------------------------------------------------
def test_the_office_writes_the_outcome_and_signs_nothing(application, reviewer):
    decision = propose(
        obj=application,
        by=reviewer,
        note=REASONS,
        outcome="awarded",
        plain="There is a desk now.",
        plan="Not for an award.",
    )

    assert application.state == "proposed"
    assert (decision.outcome, decision.reasons, decision.is_final, decision.plan) == ("awarded", REASONS, False, "")
    assert (decision.proposed_by, decision.signed_by, decision.confirmed_by) == (reviewer, None, None)


def test_nothing_is_public_and_nobody_is_told_before_the_second_signature(signed, city):
    assert not Label.objects.exists()
    assert not OutboxMail.objects.exists()
    assert signed.final_decision is None
    assert signed.state_for_city == "to be decided"


@pytest.mark.parametrize(
    ("note", "outcome", "reason"),
    [
        ("", "awarded", "Write the reasons"),
        ("\u200b \n", "awarded", "Write the reasons"),
        (REASONS, "", "Choose the outcome"),
        (REASONS, "inadmissible", "Choose the outcome"),
        ("x" * 10_001, "awarded", "Shorten the reasons"),
        (REASONS, "conditions", "at least one condition"),
        (REASONS, "not_yet", "Write a plan.*Name a city that helps, or say why"),
    ],
)
def test_a_proposal_needs_an_outcome_reasons_and_what_belongs_to_it(application, reviewer, note, outcome, reason):
    with pytest.raises(NotReady, match=reason):
        propose(obj=application, by=reviewer, note=note, outcome=outcome)
    assert fresh(application).state == "deciding"
    assert not Decision.objects.exists()


def test_conditions_have_a_text_and_a_day_within_the_time_of_the_rules(request, reviewer):
    stage = make_scheme().stages.create(number=9, key="decision", title="Decision", who="deciders")
    stage.deadlines.create(key="conditions", title="conditions", length=6, unit="months")
    application = request.getfixturevalue("application")
    today = timezone.localdate()
    wrong = [
        ("Publish the report.", today, "in the future"),
        ("Publish the report.", today + dt.timedelta(days=250), "give days until"),
        ("Publish the report.", None, "a text and a day"),
        (" ", today + dt.timedelta(days=9), "a text and a day"),
    ]
    for text, day, words in wrong:
        with pytest.raises(NotReady, match=words):
            propose(
                obj=application,
                by=reviewer,
                note=REASONS,
                outcome="conditions",
                plain="There is a desk now.",
                conditions=[(text, day)],
            )

    rows = [("Publish the report.", today + dt.timedelta(days=90)), ("Open a desk.", today + dt.timedelta(days=60))]
    decision = propose(
        obj=application, by=reviewer, note=REASONS, outcome="conditions", plain="There is a desk now.", conditions=rows
    )

    assert [row.text for row in decision.conditions.all()] == ["Open a desk.", "Publish the report."]


def test_a_not_yet_carries_a_plan_and_a_city_that_helps(application, reviewer, city):
    hidden = make_city("Hidden", is_public=False)
    for mentor in (city, hidden):
        with pytest.raises(NotReady, match="another city that takes part"):
            propose(obj=application, by=reviewer, note=REASONS, **NOT_YET | {"mentor": mentor})

    helper = make_city("Helping")
    decision = propose(obj=application, by=reviewer, note=REASONS, **NOT_YET | {"mentor": helper})

    assert (decision.plan, decision.mentor) == (NOT_YET["plan"], helper)


def test_an_award_cannot_be_proposed_when_the_record_has_shrunk(application, reviewer, city):
    city.commitments.update(state="withdrawn")

    with pytest.raises(NotReady, match="published 0 of the 3"):
        propose(obj=application, by=reviewer, note=REASONS, outcome="awarded", plain="There is a desk now.")
    assert propose(obj=application, by=reviewer, note=REASONS, **NOT_YET).outcome == "not_yet"


@pytest.mark.parametrize("person", ["approver", "official", "other_official", "administrator", "resident"])
def test_only_reviewers_and_deciders_propose(application, person, request):
    with pytest.raises(NotAllowed):
        propose(
            obj=application,
            by=request.getfixturevalue(person),
            note=REASONS,
            outcome="awarded",
            plain="There is a desk now.",
        )


@pytest.mark.parametrize(
    "person", ["approver", "official", "other_official", "other_reviewer", "administrator", "resident"]
)
def test_only_deciders_sign(proposed, decider, person, request):
    user = request.getfixturevalue(person)
    for act in (sign_first, reject_proposal):
        with pytest.raises(NotAllowed):
            act(obj=proposed, by=user, note="no")
    sign_first(obj=proposed, by=decider)
    with pytest.raises(NotAllowed):
        grant(obj=proposed, by=user)
    assert not Label.objects.exists()


def test_a_superuser_is_no_decider(application):
    root = make_user("Root", is_superuser=True)

    with pytest.raises(NotAllowed):
        propose(obj=application, by=root, note=REASONS, outcome="awarded", plain="There is a desk now.")


def test_a_hard_conflict_keeps_people_out(application, decider, second_decider, city):
    make_conflict(decider, city)
    soft = make_conflict(second_decider, city, kind="soft")

    for person in (decider, second_decider):
        with pytest.raises(NotAllowed):
            propose(obj=application, by=person, note=REASONS, outcome="awarded", plain="There is a desk now.")
    countersign_conflict(conflict=soft, by=make_user(roles=("decider",)))
    second_decider.forget("open_soft_city_ids")
    assert propose(obj=application, by=second_decider, note=REASONS, outcome="awarded", plain="There is a desk now.")


def test_a_role_in_the_city_is_a_conflict_too(signed, second_decider, city):
    make_role(second_decider, city, "editor")

    with pytest.raises(NotAllowed):
        grant(obj=signed, by=second_decider)


def test_an_award_is_told_in_plain_language_first(visitor, application, reviewer, decider, second_decider):
    for plain, reason in (("", "Say in plain language"), ("\u200b", "Say in plain"), ("x" * 1001, "1,000 characters")):
        with pytest.raises(NotReady, match=reason):
            propose(obj=application, by=reviewer, note=REASONS, outcome="awarded", plain=plain)
    propose(obj=application, by=reviewer, note=REASONS, outcome="awarded", plain="Everybody gets help at one desk.")
    sign_first(obj=application, by=decider)
    label = grant(obj=application, by=second_decider)

    page = visitor.get(label.get_absolute_url()).content.decode()
    assert page.index("In plain language") < page.index("Everybody gets help at one desk.") < page.index(REASONS)
    assert DecisionEntry.objects.get(act="granted").data["plain"] == "Everybody gets help at one desk."
