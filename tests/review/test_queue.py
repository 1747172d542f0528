"""The queue is a roll-up: what actions keep is what a rebuild makes."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from cities.actions import edit_identity, refuse_join, return_join
from commitments import actions
from labels.actions import propose_admissibility, withdraw_application
from labels.models import LabelApplication
from review import queue
from review.actions import set_deadline
from review.models import QueueItem, StepTime
from tests.commitments.office import TICKS
from tests.factories import (
    make_application,
    make_city,
    make_commitment,
    make_join_request,
    make_place,
    make_report,
    make_role,
    make_user,
)
from tests.races import run_at_once

pytestmark = pytest.mark.django_db


def held():
    """Everything the queue and the times say, without their own keys."""
    return [
        [
            {name: value for name, value in row.items() if name != "id"}
            for row in model.objects.order_by(*order).values()
        ]
        for model, order in ((QueueItem, ("kind", "object_id")), (StepTime, ("kind", "object_id", "step", "turn")))
    ]


def fresh(obj):
    return type(obj).objects.select_related("commitment__city").get(pk=obj.pk)


@pytest.fixture
def busy(city, official, approver, reviewer, decider):
    """A day at the office: texts, reports, requests and applications at every step, all moved by actions."""
    texts = [make_commitment(city=city, state="draft", author=official).versions.get() for _number in range(3)]
    first, second, third = texts
    for version in texts:
        actions.ask_sign_off(version=fresh(version), by=official)
        actions.submit_version(version=fresh(version), by=approver, key=uuid.uuid4())
        actions.claim(obj=fresh(version), by=reviewer)
    actions.release(obj=fresh(first), by=reviewer)
    actions.return_version(obj=fresh(second), by=reviewer, note="By when?")
    actions.publish_version(obj=fresh(third), by=decider, ticks=TICKS)
    report = make_report(make_commitment(city=city), state="draft", author=official)
    actions.submit_report(report=report, by=official, key=uuid.uuid4())
    actions.claim(obj=fresh(report), by=decider)
    asked, refused, returned = (make_join_request(make_user()) for _number in range(3))
    refuse_join(join_request=refused, by=decider, note="No mandate")
    return_join(join_request=returned, by=decider, note="Which office?")
    waits, gone = make_application(), make_application()
    propose_admissibility(obj=waits, by=decider, note="Complete.", admissible=True)
    owner = make_user()
    make_role(owner, gone.city, "approver")
    withdraw_application(application=LabelApplication.objects.get(pk=gone.pk), by=owner)
    return {"version": first, "report": report, "join": asked, "label": waits}


def test_actions_keep_what_a_rebuild_makes(busy, reviewer, decider):
    kept = held()

    assert {row["kind"]: row["object_id"] for row in kept[0]} == {kind: obj.pk for kind, obj in busy.items()}
    assert {row["kind"]: row["holder_id"] for row in kept[0]}["report"] == decider.pk
    assert [(row["kind"], row["step"]) for row in kept[1]] == [
        ("version", "answer"),
        ("version", "answer"),
        ("version", "case"),
    ]
    done = queue.rebuild()
    assert (done.waiting, done.mended, done.removed) == (4, 0, 0)
    assert held() == kept


def test_a_rebuild_mends_what_is_missing_wrong_or_too_much(busy, capsys):
    kept = held()
    QueueItem.objects.filter(kind="version").delete()
    QueueItem.objects.filter(kind="join").update(city_name="Elsewhere", holder=None)
    StepTime.objects.all().delete()
    gone = make_commitment(state="submitted").versions.get()
    type(gone).objects.filter(pk=gone.pk).update(state="lapsed")

    call_command("rebuild_queue")

    assert held() == kept
    assert "4 wait. Rows mended: 2, removed: 1." in capsys.readouterr().out


def test_a_new_name_of_a_city_is_found_in_the_queue(city, administrator):
    make_commitment(city=city, state="submitted")
    values = {"local_name": "", "country": "FR", "region": "", "place": None, "email_domains": []}

    edit_identity(city=city, by=administrator, revision=city.revision, name="Ardenne", **values)

    item = QueueItem.objects.get()
    assert (item.city_name, item.country, item.words.split()[0]) == ("Ardenne", "FR", "ardenne")
    assert queue.rebuild().mended == 0


def test_a_request_belongs_to_the_city_that_gets_its_place(city, administrator):
    asked = make_join_request(make_user(), place=make_place("Graz"))
    values = {"name": city.name, "local_name": "", "country": "AT", "region": "", "email_domains": []}
    assert QueueItem.objects.get().city_id is None

    edit_identity(city=city, by=administrator, revision=city.revision, place=asked.place, **values)
    assert QueueItem.objects.get().city_id == city.pk
    city.refresh_from_db()
    edit_identity(city=city, by=administrator, revision=city.revision, place=None, **values)
    assert QueueItem.objects.get().city_id is None
    assert queue.rebuild().mended == 0


def test_a_changed_deadline_counts_for_what_keeps_no_date_of_its_own(administrator, city):
    make_join_request(make_user())
    commitment = make_commitment(city=city, state="submitted", version_due_on=dt.date(2026, 1, 5))

    set_deadline(key="join_check", days=1, by=administrator)

    today = timezone.localdate()
    assert 1 <= (QueueItem.objects.get(kind="join").due_on - today).days <= 3
    assert QueueItem.objects.get(kind="version").due_on == commitment.versions.get().due_on
    assert queue.rebuild().mended == 0


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_while_people_work_leaves_nothing_wrong(decider):
    versions = [make_commitment(city=make_city(), state="submitted").versions.get() for _number in range(4)]

    outcomes = run_at_once(
        queue.rebuild, *(lambda v=v: actions.publish_version(obj=fresh(v), by=decider, ticks=TICKS) for v in versions)
    )

    assert not [row for row in outcomes if isinstance(row, Exception)], outcomes
    assert not QueueItem.objects.exists()
    assert StepTime.objects.count() == 0  # the factory sent them without a step: no turn was opened
