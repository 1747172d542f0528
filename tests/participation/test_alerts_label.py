"""Who follows a city hears what happens to its label and its application: what the public log says, and statements."""

import datetime as dt

import pytest
from django.utils import timezone

from labels.actions import log_act
from participation import actions
from review.checklists import DEFAULTS
from review.models import ChecklistItem
from tests.factories import make_alert, make_city, make_label, make_label_statement
from tests.factories.labels import make_window
from tests.participation.news import told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("act", "said"),
    [("granted", "Label granted"), ("suspended", "Label suspended"), ("withdrawn", "Label given back by the city"),
     ("concern_accepted", "Concern accepted"), ("midterm_reported", "Report at half time published"),
     ("panel_drawn", ""), ("appeal_named", "")],
)  # fmt: skip
def test_what_happens_to_its_label(city, act, said):
    alert, other = (make_alert(f"slug={one.slug}", subject="cities") for one in (city, make_city()))
    label = make_label(city=city)
    type(city).objects.update(changed_at=timezone.now() - dt.timedelta(days=9))
    log_act(act, city=city, label=label, data={"reasons": "Nobody answers there."})

    assert actions.send_alerts() == bool(said)
    assert said in told(alert)
    assert bool(said) is ("Nobody answers there." in told(alert))
    assert bool(said) is (f"/en/labels/{label.code}/" in told(alert))
    assert told(other) == ""


def test_what_is_said_on_its_application_and_that_it_was_admitted(city, reviewer):
    alert = make_alert("country=AT", subject="cities")
    case = make_window(city=city)
    log_act("admitted", city=city, data={"application": case.reference})
    said = [make_label_statement(application=case, text=f"Words {n}", state="submitted") for n in range(3)]
    for statement in said[:2]:
        actions.publish_statement(obj=statement, by=reviewer, ticks=list(DEFAULTS[ChecklistItem.Kind.LABEL_STATEMENT]))
    actions.withdraw_statement(statement=said[1])

    assert actions.send_alerts() == 1
    words = told(alert)
    assert "Application admitted" in words
    assert "Statement on the application for the label published" in words
    assert f"/en/labels/applications/{case.reference}/" in words
    assert "Words 0" in words
    assert "Words 1" not in words
    assert "Words 2" not in words


def test_nothing_of_a_label_is_told_while_it_is_switched_off(city, settings):
    make_alert(f"slug={city.slug}", subject="cities")
    log_act("suspended", city=city, label=make_label(city=city), data={"reasons": "Because."})
    settings.LABEL_ENABLED = False
    assert actions.send_alerts() == 0
