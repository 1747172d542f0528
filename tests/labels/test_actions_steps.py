"""Between admission and proposal: window, panel, reply, second look, each with its clock."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    close_reply,
    close_what_is_over,
    close_window,
    finish_second_look,
    load_scheme,
    send_findings,
    send_reply,
)
from labels.actions.clocks import start_clock
from labels.models import CaseClock
from review.workflow import NotAllowed, Stale
from tests.factories import make_application
from tests.labels.conftest import fresh
from tests.races import run_at_once


@pytest.fixture
def opened(city, approver):
    """In its public window, under the shipped edition."""
    application = make_application(city=city, author=approver, state="window", scheme=load_scheme().scheme)
    start_clock(application, "window", "open")
    return application


def running(application) -> list[str]:
    rows = CaseClock.objects.filter(application=application, ended_on=None).select_related("deadline__stage")
    return [f"{row.deadline.stage.key}.{row.deadline.key}" for row in rows]


def over(application) -> dt.date:
    """The day after the last day of what runs."""
    return CaseClock.objects.get(application=application, ended_on=None).due_on + dt.timedelta(days=1)


def test_the_whole_way_with_a_second_look(opened, approver):
    close_window(obj=opened)
    assert (opened.state, running(opened)) == ("panel", ["panel.findings"])
    mails = OutboxMail.objects.filter(name="label_window_closed")
    assert [approver.email] in [mail.recipients for mail in mails]
    send_findings(application=opened)
    assert (opened.state, running(opened)) == ("reply", ["reply.answer"])
    send_reply(application=opened, by=approver, disputed=True)
    assert (opened.state, running(opened)) == ("second_look", ["second_look.look"])
    finish_second_look(application=opened)
    assert (fresh(opened).state, running(opened)) == ("deciding", ["decision.decide"])


def test_what_nobody_disputes_needs_no_second_look(opened, approver, official):
    close_window(obj=opened)
    send_findings(application=opened)
    with pytest.raises(NotAllowed):
        send_reply(application=opened, by=official, disputed=False)
    send_reply(application=opened, by=approver, disputed=False)
    assert (opened.state, running(opened)) == ("deciding", ["decision.decide"])


def test_the_daily_run_closes_what_is_over_and_nothing_before(opened):
    day = over(opened)
    assert close_what_is_over(today=day - dt.timedelta(days=1)) == 0
    assert close_what_is_over(today=day) == 1
    assert (fresh(opened).state, close_what_is_over(today=day)) == ("panel", 0)
    send_findings(application=opened)
    assert close_what_is_over(today=over(opened)) == 1
    assert (fresh(opened).state, running(opened)) == ("deciding", ["decision.decide"])


def test_the_command_of_the_day_does_it_and_rests_while_the_label_is_off(opened, settings):
    CaseClock.objects.update(
        started_on=timezone.localdate() - dt.timedelta(days=40), due_on=timezone.localdate() - dt.timedelta(days=1)
    )
    settings.LABEL_ENABLED = False
    call_command("run_deadlines")
    with pytest.raises(Refused):
        close_window(obj=fresh(opened))
    settings.LABEL_ENABLED = True
    call_command("run_deadlines")
    assert fresh(opened).state == "panel"


@pytest.mark.django_db(transaction=True)
def test_8_runs_at_once_close_it_once(opened):
    day = over(opened)

    outcomes = run_at_once(*[lambda: close_what_is_over(today=day)] * 8)

    assert sum(outcomes) == 1
    assert opened.status_changes.count() == 1


def test_people_close_it_only_where_the_rules_name_no_time(opened, reviewer, approver, city):
    with pytest.raises(NotAllowed):
        close_window(obj=opened, by=reviewer)
    CaseClock.objects.all().delete()
    with pytest.raises(NotAllowed):
        close_window(obj=opened, by=approver)
    close_window(obj=opened, by=reviewer)
    CaseClock.objects.all().delete()
    send_findings(application=opened)
    with pytest.raises(NotAllowed):
        close_reply(obj=opened, by=reviewer)
    CaseClock.objects.all().delete()
    assert close_reply(obj=opened, by=reviewer).state == "deciding"


@pytest.mark.parametrize("state", ["submitted", "deciding", "proposed", "granted", "withdrawn"])
def test_no_step_from_elsewhere(city, approver, state):
    application = make_application(city=city, state=state)

    for act in (close_window, close_reply):
        with pytest.raises(Stale):
            act(obj=application)
    for act in (send_findings, finish_second_look):
        with pytest.raises(Stale):
            act(application=application)
    with pytest.raises(Stale):
        send_reply(application=application, by=approver, disputed=True)
