"""The office is reminded of its own promises: the holder, and deciders of what nobody holds. Conflicts hide."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.models import CommitmentVersion
from core.models import OutboxMail
from review.actions import remind_office
from review.queue import rebuild
from tests.factories import make_commitment, make_conflict
from tests.races import run_at_once


@pytest.fixture(autouse=True)
def _real_outbox(settings):
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


def waiting(city, days, holder=None):
    state = "checking" if holder else "submitted"
    version = make_commitment(city=city, state=state).versions.get()
    due_on = timezone.localdate() + dt.timedelta(days=days)
    CommitmentVersion.objects.filter(pk=version.pk).update(due_on=due_on)
    if holder:
        version.assignments.create(reviewer=holder, assigned_by=holder)
    rebuild()
    return version


def told():
    return sorted((mail.recipients[0], mail.subject) for mail in OutboxMail.objects.filter(name="checks_due"))


def test_holders_three_days_before_and_late_deciders_of_what_nobody_took(city, reviewer, other_reviewer, decider):
    waiting(city, 3, reviewer)
    waiting(city, -2, reviewer)
    waiting(city, 4, reviewer)
    waiting(city, -1)
    waiting(city, 3)

    assert remind_office() == 3
    assert told() == [(decider.email, "1 case is due or late"), (reviewer.email, "2 cases are due or late")]
    assert remind_office() == 0
    assert remind_office(today=timezone.localdate() + dt.timedelta(days=1)) == 1
    mail = OutboxMail.objects.filter(recipient=decider).get()
    assert "nobody has taken it" in mail.text
    assert "/admin/" in mail.html


def test_a_hard_conflict_hides_the_case_in_mails_too(city, reviewer, decider, second_decider):
    waiting(city, -1)
    make_conflict(decider, city)
    assert remind_office() == 1
    assert [address for address, _subject in told()] == [second_decider.email]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail(city, decider):
    waiting(city, -1)
    assert sorted(run_at_once(remind_office, remind_office)) == [0, 1]
    assert len(told()) == 1
