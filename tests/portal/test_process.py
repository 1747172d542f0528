"""The page on how it works is drawn from the workflow tables; what it adds are words, and those are complete."""

import pytest

from portal.people import WHO
from portal.process import LIVES, straight_way
from review.models import Deadline

STEPS = [(life, step) for life in LIVES for step in life.workflow.transitions]


@pytest.mark.parametrize(("life", "step"), STEPS, ids=[f"{life.key}-{step.name}" for life, step in STEPS])
def test_every_step_says_who_takes_it(life, step):
    assert step.allowed in WHO, f"portal/people.py has no words for {step.allowed.__name__}"
    assert step.label or step.public_label
    assert {*step.sources, step.target} <= set(life.states.values)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.key)
def test_the_straight_way_is_in_the_table(life):
    *way, last = straight_way(life)
    assert all(step is not None for _state, step in way)
    assert last[1] is None
    assert set(life.sees) <= set(life.states.values)


@pytest.mark.django_db
def test_the_page_shows_every_step_and_the_deadlines(visitor, settings):
    settings.PORTAL_RULES_VERSION = "2031-9"
    Deadline.objects.bulk_create([Deadline(key="form_check", days=11), Deadline(key="answer", days=22)])
    page = " ".join(visitor.get("/en/process/").content.decode().split())
    for _life, step in STEPS:
        assert str(step.label or step.public_label) in page
    for words in ("11 working days", "22 days, once extended", "version 2031-9", "with a written reason"):
        assert words in page


@pytest.mark.django_db
def test_the_label_part_can_be_switched_off(visitor, settings):
    settings.LABEL_ENABLED = False
    assert "A city applies for the label" not in visitor.get("/en/process/").content.decode()
