"""Progress reports are decided like texts, and move the progress of the record."""

import pytest
from django.utils import timezone

from commitments import actions
from commitments.models import Commitment
from core.models import OutboxMail
from review.checklists import DEFAULTS
from review.workflow import NotReady, Stale
from tests.factories import make_commitment, make_report

TICKS = list(DEFAULTS["version"])


@pytest.fixture
def submitted(city, official):
    commitment = make_commitment(city=city, state="submitted", author=official)
    return commitment.versions.select_related("commitment__city").get()


def fresh(version):
    return type(version).objects.select_related("commitment__city").get(pk=version.pk)


def test_a_published_report_moves_the_progress(city, official, approver, decider):
    commitment = make_commitment(city=city)
    report = make_report(commitment, state="submitted", progress="delayed", reason="Two libraries are being rebuilt.")
    before = timezone.now()

    actions.publish_report(obj=report, by=decider, ticks=TICKS)

    commitment.refresh_from_db()
    city.refresh_from_db()
    assert (commitment.progress, commitment.progress_reason) == ("delayed", "Two libraries are being rebuilt.")
    assert commitment.changed_at >= before
    assert city.changed_at >= before
    assert fresh(report).published_at >= before
    assert OutboxMail.objects.filter(name="submission_published").count() == 2


def test_a_report_is_claimed_returned_and_needs_its_ticks(city, reviewer, official):
    report = make_report(make_commitment(city=city), state="submitted")
    held = actions.claim(obj=report, by=reviewer)
    assert fresh(report).state == "checking"
    with pytest.raises(NotReady):
        actions.publish_report(obj=held, by=reviewer, ticks=[])

    actions.return_report(obj=held, by=reviewer, note="Which desk opened?")

    assert (fresh(report).state, fresh(report).returned_reasons) == ("returned", "Which desk opened?")
    assert not report.assignments.filter(released_at=None).exists()


def test_a_report_on_an_ended_commitment_is_not_published(city, decider):
    commitment = make_commitment(city=city)
    report = make_report(commitment, state="submitted")
    Commitment.objects.filter(pk=commitment.pk).update(state="closed", outcome="done", closed_at=timezone.now())

    with pytest.raises(Stale):
        actions.publish_report(obj=fresh(report), by=decider, ticks=TICKS)
