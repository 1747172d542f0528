"""Reminders of the cities: each once, to each, in time; after a pause only the latest one."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments import emails
from commitments.actions import remind_cities, reminding
from commitments.models import Commitment, Milestone
from commitments.queries import due_reports
from core.models import OutboxMail, Reminder
from tests.factories import make_city, make_commitment, make_report, make_role, make_user
from tests.races import run_at_once


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def quiet(city):
    """A commitment with nothing due: its milestone is reached."""
    commitment = make_commitment(city=city)
    make_report(commitment).claims.update(progress="done")
    return commitment


def sent() -> Counter:
    return Counter(OutboxMail.objects.values_list("name", flat=True))


def due(commitment, **dates):
    Commitment.objects.filter(pk=commitment.pk).update(**dates)


def test_daily_runs_give_each_reminder_once_to_each(quiet, official, approver, today):
    due(quiet, next_report_on=today + dt.timedelta(200), next_confirm_on=None)
    near = (-91, -90, -89, -31, -30, -29, -8, -7, -6, 0, 1, 2, 29, 30, 31, 59, 60, 61)
    given = [day for day in near if remind_cities(today=today + dt.timedelta(200 + day))]
    assert given == [-90, -30, -7, 1, 30]
    assert sent() == {"report_due": 10}
    assert {mail.recipients[0] for mail in OutboxMail.objects.all()} == {official.email, approver.email}


def test_after_a_pause_only_the_latest_one_that_was_missed(quiet, official, today):
    due(quiet, next_report_on=today + dt.timedelta(200), next_confirm_on=None)
    assert remind_cities(today=today + dt.timedelta(203)) == 1
    assert Reminder.objects.get().offset == 1
    assert "3 days ago" in OutboxMail.objects.get().text


def test_what_was_answered_or_is_with_the_office_is_not_reminded_of(quiet, city, official, today):
    due(quiet, next_report_on=today, next_confirm_on=None)
    make_report(quiet, state="submitted")
    compiled = make_commitment(city=city, origin="compiled", next_report_on=None, next_confirm_on=None)
    Milestone.objects.filter(version__commitment=compiled).update(due_on=today)
    ended = make_commitment(city=city, state="published", next_report_on=None, next_confirm_on=None)
    Commitment.objects.filter(pk=ended.pk).update(state="withdrawn")
    assert remind_cities() == 0


def test_confirmations_carry_a_link_for_one_person_milestones_and_answers_lead_to_the_desk(city, official, today):
    commitment = make_commitment(city=city, next_confirm_on=today, next_report_on=today + dt.timedelta(400))
    Milestone.objects.filter(version__commitment=commitment).update(due_on=today + dt.timedelta(6))
    back = make_commitment(city=city, state="returned").versions.get()
    type(back).objects.filter(pk=back.pk).update(answer_by=today + dt.timedelta(5))
    report = make_report(make_commitment(city=city), state="returned", answer_by=today + dt.timedelta(5))

    remind_cities()

    assert sent() == {"confirmation_due": 1, "milestone_due": 1, "answer_due": 2}
    mail = OutboxMail.objects.get(name="confirmation_due")
    assert mail.has_secret
    assert "/en/desk/confirm/" in mail.text
    assert "Three desks are open" in OutboxMail.objects.get(name="milestone_due").text
    assert any(f"/en/desk/reports/{report.pk}/" in row.text for row in OutboxMail.objects.filter(name="answer_due"))


def test_people_who_left_or_sleep_get_nothing(quiet, official, approver, today):
    due(quiet, next_report_on=today, next_confirm_on=None)
    official.role_rows.update(ended_at=timezone.now())
    type(approver).objects.filter(pk=approver.pk).update(is_active=False)
    assert remind_cities() == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_remind_once(city, official, approver, today):
    for _number in range(3):
        make_commitment(city=city, next_report_on=today, next_confirm_on=today)
    counts = run_at_once(remind_cities, remind_cities, remind_cities)
    assert sum(counts) == 12
    assert sent() == {"report_due": 6, "confirmation_due": 6}


@pytest.mark.django_db(transaction=True)
def test_a_run_that_dies_loses_nothing(quiet, official, approver, today, monkeypatch):
    due(quiet, next_report_on=today, next_confirm_on=None)
    calls = []

    def dies(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return emails._remind("report_due", *args, act=("desk:report_new", "HRC-1"))

    monkeypatch.setattr(reminding, "DUTIES", (reminding.Duty("report", due_reports, dies),))
    with pytest.raises(KeyboardInterrupt):
        remind_cities()
    assert not OutboxMail.objects.exists()
    assert not Reminder.objects.exists()
    assert remind_cities() == 2
    assert sent() == {"report_due": 2}


def test_the_command_does_everything_and_twice_changes_nothing(quiet, official, today, capsys):
    due(quiet, next_report_on=today, next_confirm_on=None)
    call_command("run_deadlines")
    call_command("run_deadlines")
    first, second = capsys.readouterr().out.splitlines()
    assert "Reminders: 1." in first
    assert "Reminders: 0." in second


def test_a_run_costs_the_same_number_of_queries_for_one_city_and_many(db, today):
    def run(number):
        for place in range(number):
            city = make_city(f"Town {number} {place}")
            make_role(make_user(f"P {number} {place}"), city, "editor")
            make_commitment(city=city, next_report_on=today, next_confirm_on=None)
        with CaptureQueriesContext(connection) as first:
            remind_cities()
        with CaptureQueriesContext(connection) as again:
            remind_cities()
        return len(first), len(again)

    one, many = run(1), run(10)
    assert one[1] == many[1] <= 20  # nothing to do costs one query for each kind and turn
    assert many[0] - one[0] <= 9 * 6  # what is left grows with the mails only


def test_a_draft_that_nobody_touched_for_a_month_is_told_of_once(city, official, today):
    draft = make_commitment(city=city, state="draft").versions.get()
    assert remind_cities(today=today + dt.timedelta(29)) == 0
    assert remind_cities(today=today + dt.timedelta(31)) == 1
    assert remind_cities(today=today + dt.timedelta(40)) == 0
    mail = OutboxMail.objects.get(name="draft_waits")
    assert draft.title in mail.text
