"""The engine: a table of steps, and exactly one winner however many press at once."""

import pytest

from accounts.models import User
from commitments.models import CommitmentVersion
from commitments.workflow import VERSION
from core import audit
from core.models import AuditEvent
from review.workflow import NotAllowed, NotReady, Stale, Transition, Workflow
from tests.factories import make_commitment, make_user
from tests.races import run_at_once

DECIDERS = 32


def is_decider(user, obj):
    return "decider" in user.role_names


def anybody(user, obj):
    return True


def nobody(user, obj):
    return False


def untitled(obj):
    return [] if obj.title else ["Write a title.", "Really."]


TABLE = Workflow(
    Transition("claim", ("submitted",), "checking", anybody, label="Claim"),
    Transition("publish", ("submitted", "checking"), "published", is_decider, (untitled,), label="Publish"),
    Transition("return_for_changes", ("checking",), "returned", is_decider, note_required=True),
    Transition("lapse", ("returned",), "lapsed", nobody, automatic=True),
    Transition("lapse", ("submitted",), "lapsed", nobody, automatic=True, label="With the commitment"),
)


@pytest.fixture
def version(city):
    return make_commitment(city=city, state="submitted").versions.select_related("commitment__city").get()


# --- The table ------------------------------------------------------------------------------------------


def test_what_is_available_depends_on_state_and_person(version, decider, resident):
    assert [step.name for step in TABLE.available(version, decider)] == ["claim", "publish"]
    assert [step.name for step in TABLE.available(version, resident)] == ["claim"]
    assert TABLE.may(version, "publish", decider)
    assert not TABLE.may(version, "publish", resident)
    assert not TABLE.may(version, "return_for_changes", decider)


def test_blockers_are_sentences(version):
    version.title = ""

    assert TABLE.blockers(version, "publish") == ["Write a title.", "Really."]
    with pytest.raises(Stale):
        TABLE.blockers(version, "return_for_changes")


def test_a_name_may_stand_twice_with_other_sources(version):
    assert TABLE.named(version, "lapse").label == "With the commitment"


def test_the_table_draws_itself():
    lines = VERSION.mermaid().splitlines()

    assert lines[0] == "stateDiagram-v2"
    assert "    submitted --> checking: claim" in lines
    assert len(lines) == 1 + sum(len(step.sources) for step in VERSION.transitions)


def test_every_target_is_a_state_that_the_table_allows(city):
    states = set(CommitmentVersion.State.values)

    assert {step.target for step in VERSION.transitions} <= states
    assert {source for step in VERSION.transitions for source in step.sources} <= states


# --- One step -------------------------------------------------------------------------------------------


def test_a_step_leaves_state_trace_and_event(version, decider):
    before = version.updated_at

    trace = TABLE.apply(version, "publish", by=decider, note=" Fine. ", also={"unit": "Other"}, data={"digest": "abc"})

    stored = CommitmentVersion.objects.get(pk=version.pk)
    assert (stored.state, stored.unit, version.state, version.unit) == ("published", "Other", "published", "Other")
    assert stored.updated_at > before
    assert (trace.transition, trace.source, trace.target, trace.by, trace.note) == (
        "publish", "submitted", "published", decider, "Fine.",
    )  # fmt: skip
    event = AuditEvent.objects.get(action="publish")
    assert event.data == {"digest": "abc", "before": "submitted", "after": "published", "note": "Fine."}
    assert event.scope == f"cities.city:{version.commitment.city_id}"


def test_nobody_steps_without_permission(version, resident):
    with pytest.raises(NotAllowed):
        TABLE.apply(version, "publish", by=resident)
    assert not version.status_changes.exists()


def test_nobody_steps_too_early(version, decider):
    version.title = ""
    with pytest.raises(NotReady) as refusal:
        TABLE.apply(version, "publish", by=decider)
    assert refusal.value.reasons == ["Write a title.", "Really."]


def test_a_needed_reason_is_more_than_blanks(version, decider):
    TABLE.apply(version, "claim", by=decider)
    for note in ("", " \n "):
        with pytest.raises(NotReady):
            TABLE.apply(version, "return_for_changes", by=decider, note=note)


def test_the_system_makes_automatic_steps_only(version, decider):
    with pytest.raises(NotAllowed):
        TABLE.apply(version, "claim", by=None)
    with pytest.raises(NotAllowed):
        TABLE.apply(version, "lapse", by=decider)
    assert TABLE.apply(version, "lapse", by=None).by is None


def test_who_comes_late_is_told(version, decider):
    late = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
    TABLE.apply(version, "publish", by=decider)

    with pytest.raises(Stale):
        TABLE.apply(late, "publish", by=decider)
    assert version.status_changes.count() == 1


# --- Many steps at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_32_who_decide_at_once_exactly_one_wins(version):
    deciders = [make_user(f"Decider {number}", roles=("decider",)) for number in range(DECIDERS)]
    people = list(User.objects.filter(pk__in=[person.pk for person in deciders]))

    def deciding(person):
        # Everybody holds their own copy in the old state, as everybody has the page open.
        mine = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
        return lambda: TABLE.apply(mine, "publish", by=person)

    outcomes = run_at_once(*[deciding(person) for person in people])

    winners = [row for row in outcomes if not isinstance(row, Exception)]
    assert len(winners) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == DECIDERS - 1, outcomes
    assert version.status_changes.get() == winners[0]
    assert AuditEvent.objects.filter(action="publish").count() == 1
    version.refresh_from_db()
    assert version.state == "published"
    assert list(audit.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_different_decisions_at_once_have_one_winner_too(version, decider):
    TABLE.apply(version, "claim", by=decider)

    def deciding(name):
        mine = CommitmentVersion.objects.select_related("commitment__city").get(pk=version.pk)
        return lambda: TABLE.apply(mine, name, by=decider, note="A reason")

    outcomes = run_at_once(*[deciding(name) for name in ("publish", "return_for_changes") * 6])

    assert sum(not isinstance(row, Exception) for row in outcomes) == 1, outcomes
    assert version.status_changes.count() == 2
    last = version.status_changes.last()
    version.refresh_from_db()
    assert version.state == last.target
