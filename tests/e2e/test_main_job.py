"""The main job in real browsers, through the pages only: from a stranger's request to reported progress, and an end.

What a city does with such a record, the label, is the life that test_life.py plays.
"""

import pytest

from tests.e2e import checking, joining, reading, reporting, writing
from tests.e2e.world import Job, Office, World, make_world


@pytest.fixture
def office(administrator, reviewer) -> Office:
    return Office(administrator, reviewer)


def test_the_main_job(new_page, check, office):
    world, job = make_world(office), Job(new_page, check)
    a_city_joins(job, world, office)
    a_commitment_is_published(job, world, office)
    it_is_amended(job, world, office)
    it_is_reported_on(job, office)
    reporting.approver_withdraws(job)


def a_city_joins(job: Job, world: World, office: Office) -> None:
    joining.newcomer_asks_to_join(job, world.newcomer)
    joining.administrator_accepts(job, office.administrator)
    joining.newcomer_sets_up_the_second_step(job, world.newcomer)
    joining.approver_invites_an_editor(job)
    joining.editor_accepts_the_invitation(job)


def a_commitment_is_published(job: Job, world: World, office: Office) -> None:
    """Not at once: the office returns the first text with reasons."""
    writing.editor_starts_a_commitment(job)
    writing.editor_writes_all_parts(job, world)
    writing.editor_adds_evidence(job)
    writing.editor_asks_for_sign_off(job)
    first = writing.approver_signs_off(job, world.newcomer.email)
    checking.reviewer_returns(job, office.reviewer, first)
    writing.editor_corrects(job, checking.REASONS)
    second = writing.approver_signs_off(job, world.newcomer.email)
    assert second != first
    checking.reviewer_publishes(job, checking.reviewer_claims(job, office.reviewer, second))
    reading.public_reads_the_commitment(job)
    reading.nobody_reaches_the_confidential(job, world.stranger)


def it_is_amended(job: Job, world: World, office: Office) -> None:
    writing.editor_amends(job)
    reference = writing.approver_signs_off(job, world.newcomer.email)
    page = checking.reviewer_claims(job, office.reviewer, reference)
    checking.reviewer_sees_the_difference(page)
    checking.reviewer_publishes(job, page)
    reading.public_reads_the_commitment(job, version=2)
    reading.public_sees_what_changed(job)


def it_is_reported_on(job: Job, office: Office) -> None:
    reference = reporting.editor_reports_progress(job)
    reporting.report_is_published(job, office.reviewer, reference)
