"""The daily run over the deadlines."""

import datetime as dt
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from commitments.models import CommitmentVersion
from commitments.tasks import lapse_returned
from tests.factories import make_commitment


def overdue(city, **fields):
    version = make_commitment(city=city, state="returned").versions.get()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    CommitmentVersion.objects.filter(pk=version.pk).update(answer_by=yesterday, **fields)
    return version


def test_the_task_gives_more_time_once_and_then_ends_it(city, official):
    first, second = overdue(city), overdue(city, answer_extended=True)

    assert lapse_returned.func() == [1, 1]
    assert lapse_returned.func() == [0, 0]

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.answer_extended, second.state) == ("returned", True, "lapsed")


def test_the_command_says_what_it_did(city, official):
    overdue(city)
    out = StringIO()

    call_command("run_deadlines", stdout=out)
    call_command("run_deadlines", stdout=out)

    first, second = out.getvalue().splitlines()
    assert first.startswith("More time given: 1. Lapsed: 0.")
    assert second.startswith("More time given: 0. Lapsed: 0.")
