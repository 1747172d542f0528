"""Alerts at once, limits that the database holds, what is forgotten, and what the office sees."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import OutboxMail
from participation import actions
from participation.models import MOST_ALERTS, Alert
from review.workflow import Stale
from tests.factories import make_alert, make_commitment
from tests.participation.news import noted
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


# --- At once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_mail_once(city):
    for _alert in range(4):
        make_alert()
    noted(make_commitment(city=city))
    outcomes = run_at_once(*[actions.send_alerts] * 4)

    assert not [row for row in outcomes if isinstance(row, Exception)], outcomes
    assert sum(outcomes) == OutboxMail.objects.filter(name="alert_changes").count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_link_confirms_once():
    make_alert(is_confirmed=False, token="a-token")
    outcomes = run_at_once(*[lambda: actions.confirm_alert(token="a-token")] * 6)

    assert sum(isinstance(row, Alert) for row in outcomes) == 1, outcomes
    assert sum(isinstance(row, Stale) for row in outcomes) == 5, outcomes


@pytest.mark.django_db(transaction=True)
def test_the_same_asked_twice_becomes_one_alert_also_at_once():
    for number in range(4):
        make_alert("q=ramps", is_confirmed=False, email="remi@mail.example", token=f"token-{number}")
    run_at_once(*[lambda n=number: actions.confirm_alert(token=f"token-{n}") for number in range(4)])

    assert Alert.objects.confirmed().count() == 1
    assert Alert.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_has_so_many_alerts_and_no_more_also_at_once():
    today = timezone.localdate()
    about = {"email": "remi@mail.example"}
    for number in range(MOST_ALERTS - 1):
        make_alert(f"q=word{number}", requested_on=today - dt.timedelta(days=number + 1), **about)
    for number in range(3):
        make_alert(f"q=more{number}", is_confirmed=False, token=f"token-{number}", **about)
    outcomes = run_at_once(*[lambda n=number: actions.confirm_alert(token=f"token-{n}") for number in range(3)])

    assert sorted(type(row).__name__ for row in outcomes) == ["Alert", "Stale", "Stale"], outcomes
    assert Alert.objects.confirmed().count() == MOST_ALERTS


@pytest.mark.django_db(transaction=True)
def test_stopped_while_it_is_sent_leaves_nothing(city):
    alert = make_alert()
    noted(make_commitment(city=city))
    run_at_once(actions.send_alerts, lambda: actions.stop_alert(alert=alert))
    actions.stop_alert(alert=alert)

    assert not Alert.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "values", [{"subject": "people"}, {"often": "hourly"}, {"slot": 6}, {"told_on": None}, {"token_hash": None}]
)
def test_the_database_refuses_what_cannot_be(values):
    alert = make_alert()
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(**values)


# --- Forgetting -----------------------------------------------------------------------------------------


def test_what_nobody_confirmed_and_old_mails_are_deleted(city, capsys):
    old, fresh, kept = make_alert(is_confirmed=False), make_alert(is_confirmed=False), make_alert()
    long_ago = timezone.now() - dt.timedelta(days=9)
    Alert.objects.filter(pk__in=[old.pk, kept.pk]).update(created_at=long_ago)
    noted(make_commitment(city=city))
    actions.send_alerts()
    OutboxMail.objects.update(created_at=long_ago)
    OutboxMail.objects.create(name="alert_changes", recipients=["a@mail.example"], sender="o@x.org", subject="new")

    call_command("run_deadlines")
    assert "Alerts never confirmed, deleted: 1" in capsys.readouterr().out
    assert set(Alert.objects.all()) == {fresh, kept}
    assert OutboxMail.objects.get(name="alert_changes").subject == "new"


def test_the_commands_send(city, capsys):
    make_alert()
    for command, said in (("send_alerts", "Alerts: 1."), ("run_deadlines", "Alerts sent: 1")):
        noted(make_commitment(city=city))
        call_command(command)
        assert said in capsys.readouterr().out


def test_the_office_sees_what_is_followed_never_by_whom(client_of, administrator, city):
    alert, other = make_alert("q=ramps", email="remi@mail.example"), make_alert("q=stairs")
    browser, address = client_of(administrator), "/admin/participation/alert/"
    page = browser.get(address).content.decode()

    assert "q=ramps" in page
    assert "remi@mail.example" not in page
    assert alert.email_hash not in page
    assert "q=stairs" not in browser.get(address, {"q": "Remi@mail.example"}).content.decode()
    assert "q=ramps" not in browser.get(address, {"q": "remi"}).content.decode()
    browser.post(address, {"action": "stop", "_selected_action": [alert.pk]})
    assert list(Alert.objects.all()) == [other]
