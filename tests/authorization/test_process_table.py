"""Who may do what: one test from every cell of the permission table, through the real door."""

import pytest

from tests.authorization.probes import PROBES
from tests.authorization.table import ROLES, rows

TABLE = rows()
CELLS = [(act, role, TABLE[act][role]) for act in TABLE for role in ROLES]
WITH_CONFLICT = [(act, role) for act, role, cell in CELLS if cell in {"C", "AC"} and role in {"RV", "DE", "PM"}]
UNASSIGNED = [(act, role) for act, role, cell in CELLS if cell == "AC"]


def test_every_act_has_a_probe_and_every_probe_an_act():
    assert set(PROBES) == set(TABLE)


@pytest.mark.parametrize(("act", "role", "cell"), CELLS, ids=[f"{act}-{role}" for act, role, _cell in CELLS])
def test_cell(world, act, role, cell):
    assert PROBES[act](world, role) is (cell != "-")


@pytest.mark.parametrize(("act", "role"), WITH_CONFLICT, ids=lambda value: value.replace(" ", "_"))
def test_a_hard_conflict_closes_the_door(world, act, role):
    assert PROBES[act](world, f"{role} conflict") is False


@pytest.mark.parametrize(("act", "role"), UNASSIGNED, ids=lambda value: value.replace(" ", "_"))
def test_without_an_assignment_the_door_stays_closed(world, act, role):
    assert PROBES[act](world, f"{role} unassigned") is False
