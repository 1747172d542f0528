from types import SimpleNamespace

import pytest

from cities.models import JoinRequest
from cities.workflow import JOINING

State = JoinRequest.State
OFFICE = SimpleNamespace(
    pk=1,
    is_authenticated=True,
    is_active=True,
    role_names={"administrator"},
    city_roles={},
    conflict_city_ids=(),
    open_soft_city_ids=(),
    email="",
)
APPLICANT = SimpleNamespace(pk=9, is_authenticated=True, is_active=True, role_names=set(), city_roles={})


def at(state):
    return SimpleNamespace(state=state, applicant_id=9, concerned_cities=[])


@pytest.mark.parametrize(
    ("state", "office", "applicant"),
    [
        (State.SUBMITTED, {"accept", "accept_interested", "return_for_changes", "refuse"}, {"withdraw"}),
        (State.RETURNED, set(), {"submit", "withdraw"}),
        (State.ACCEPTED, set(), set()),
        (State.REFUSED, set(), set()),
        (State.WITHDRAWN, set(), set()),
    ],
)
def test_who_moves_a_request_from_where(state, office, applicant):
    assert {step.name for step in JOINING.available(at(state), OFFICE)} == office
    assert {step.name for step in JOINING.available(at(state), APPLICANT)} == applicant


def test_no_step_leaves_a_decided_request():
    ends = {State.ACCEPTED, State.REFUSED, State.WITHDRAWN}

    assert not any(ends & set(step.sources) for step in JOINING.transitions)
    assert {step.target for step in JOINING.transitions} == set(State)


def test_questions_and_refusals_need_words():
    assert {step.name for step in JOINING.transitions if step.note_required} == {"return_for_changes", "refuse"}


def test_no_step_happens_by_itself():
    assert not any(step.automatic for step in JOINING.transitions)


def test_the_table_draws_itself():
    assert "submitted --> accepted: accept" in JOINING.mermaid()
