"""Stages 1 to 15 of the label in real browsers: one life of one city, where only the clock is moved by hand."""

import pytest

from labels.actions import make_key
from tests.e2e.life import applying, deciding, ending, judging, living
from tests.e2e.life.scene import Clock, Life, load_small_edition, make_pool, make_record, office, official

STEPS = (
    applying.city_assesses_itself,
    applying.approver_opens_the_survey,
    applying.residents_answer_it,
    applying.approver_applies,
    applying.two_people_admit,
    applying.resident_speaks_in_the_window,
    judging.pool_declares,
    judging.conflict_hides_the_case,
    judging.panel_is_drawn,
    judging.panel_answers_alone,
    judging.panel_finds_and_agrees,
    judging.city_disputes_one,
    judging.another_member_looks_again,
    deciding.office_proposes_with_a_condition,
    deciding.two_deciders_sign,
    deciding.everybody_checks_the_label,
    living.condition_is_met,
    living.report_at_half_time_is_missing,
    living.it_returns_when_the_report_is_sent,
    living.city_renews,
    applying.two_people_admit,
    judging.pool_declares,
    living.renewal_is_judged_by_three,
    living.label_is_renewed,
    ending.organisation_raises_a_concern,
    ending.office_accepts_it,
    ending.city_answers_and_plans,
    ending.others_suspend_the_label,
    ending.office_proposes_to_revoke,
    ending.city_is_heard_before_it_is_revoked,
    ending.city_appeals,
    ending.three_others_judge,
    ending.city_gives_the_label_back,
)


@pytest.fixture
def clock(monkeypatch) -> type[Clock]:
    """The portal's clock, until the end of the test."""
    monkeypatch.setattr("django.utils.timezone.datetime", Clock)
    monkeypatch.setattr(Clock, "ahead", Clock.ahead)
    return Clock


@pytest.fixture
def programme(settings, tmp_path) -> None:
    """Rules in force, a pool, a key that signs."""
    settings.CREDENTIAL_KEYS_DIR = str(tmp_path / "keys")
    make_key()
    load_small_edition(tmp_path)
    make_pool()


@pytest.fixture
def life(new_page, check, client_of, clock, programme) -> Life:
    """A committed city with three commitments, and everybody who meets it: stage 1 is done."""
    city, proof = make_record()
    return Life(
        new_page, check, client_of, clock,
        reviewers=office("reviewer", "Rita", "Rolf", "Rosa"),
        deciders=office("decider", "Dana", "Dirk", "Dora", "Doug"),
        administrator=office("administrator", "Ada")[0],
        city=city,
        editor=official(city, "Edda Editor", "editor"),
        approver=official(city, "Nora Approver", "approver"),
        proof=proof,
    )  # fmt: skip


def test_the_whole_life(life):
    for step in STEPS:
        step(life)
