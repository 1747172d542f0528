"""A question to the city stops the office's clock; its answer starts it again, and waits to be read."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import actions
from commitments.models import VersionMessage
from review.clock import Stop, stopped_days, stops
from review.models import QueueItem, ReadMark
from review.queue import follow, rebuild
from review.registry import kind_of
from review.times import times_of
from tests.commitments.office import change, changelist, submitted
from tests.factories import make_conflict
from tests.markup import Markup

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/queueitem/"
MONDAY = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def day(number):
    return MONDAY + dt.timedelta(days=number)


def say(version, at, *, by, from_city=False):
    words = {"visibility": "city", "from_city": from_city, "text": "Words"}
    version.messages.create(author=by, written_at=at, **words)
    follow(version)


def message(version, to):
    return reverse("admin:commitments_commitmentversion_message", args=[version.pk, to])


def mark_read(client, version, page):
    """Press the button as it stands on `page`."""
    button = re.search(r'name="read" value="(\d+)" formaction="([^"]+)"', page)
    assert button[2] == message(version, "read")
    return client.post(button[2], {"read": button[1]})


def item_of(version):
    return QueueItem.objects.get(kind="version", object_id=version.pk)


def test_the_clock_stands_still_from_the_question_to_the_answer():
    talk = [(day(1), False), (day(2), False), (day(4), True), (day(7), True), (day(8), False)]

    assert stops(talk, since=MONDAY) == [Stop(day(1), day(4)), Stop(day(8))]
    assert stops(talk, since=MONDAY, until=day(9)) == [Stop(day(1), day(4)), Stop(day(8), day(9))]
    assert stops(talk, since=day(3)) == [Stop(day(8))]
    assert stopped_days(stops(talk, since=MONDAY)) == 3


def test_the_days_of_a_question_are_not_the_offices(city, reviewer, official):
    version = submitted(city)
    for name, source, target, at in (
        ("submit", "sign_off", "submitted", MONDAY),
        ("return_for_changes", "submitted", "returned", day(11)),
    ):
        version.status_changes.create(transition=name, source=source, target=target, at=at)
    talk = [(day(1), False), (day(8), True), (day(10), False)]

    rows = times_of(kind_of(version), version, talk)

    # Nine working days in all, five of them between question and answer, one after the last question.
    assert [(row.step, row.office_days) for row in rows] == [("answer", 3)]


def test_while_the_city_is_asked_nothing_is_late_and_nothing_grows_older(client_of, reviewer, official, city):
    now = timezone.now()
    version = submitted(city, days=10, version_due_on=timezone.localdate() - dt.timedelta(days=2))
    actions.claim(obj=version, by=reviewer)
    client = client_of(reviewer)
    assert client.get(QUEUE).context["page"].counts["overdue"] == 1

    say(version, now - dt.timedelta(days=6), by=reviewer)
    page = client.get(QUEUE)
    assert page.context["page"].counts["overdue"] == 0
    assert "The city is asked" in page.content.decode()
    assert ">4</td>" in page.content.decode()
    single = client.get(changelist()).content.decode()
    assert 'field-days_waiting">4<' in single
    assert "The city is asked" in single
    assert "late" not in Markup(single).by_id("result_list").text

    say(version, now - dt.timedelta(days=1), by=official, from_city=True)
    item = item_of(version)
    assert item.stopped_on is None
    assert ">5</td>" in client.get(QUEUE).content.decode()
    rebuild()
    assert item_of(version) == item
    assert item_of(version).waiting_since == item.waiting_since


def test_the_answer_gives_the_office_its_days_back(reviewer, official, city):
    due = timezone.localdate() + dt.timedelta(days=3)
    version = submitted(city, days=20, version_due_on=due)
    actions.claim(obj=version, by=reviewer)
    actions.ask_city(obj=version, by=reviewer, text="Which libraries?")
    VersionMessage.objects.update(written_at=timezone.now() - dt.timedelta(days=14))

    actions.answer_office(obj=version, by=official, text="All five.")

    version.refresh_from_db()
    assert (version.due_on - due).days >= 14
    assert item_of(version).due_on == version.due_on


def test_an_answer_is_new_until_it_is_marked_as_read_and_opening_it_changes_nothing(
    client_of, reviewer, official, city
):
    version = submitted(city)
    actions.claim(obj=version, by=reviewer)
    actions.ask_city(obj=version, by=reviewer, text="Which libraries?")
    client = client_of(reviewer)
    assert client.get(QUEUE).context["page"].counts["unread"] == 0

    actions.answer_office(obj=version, by=official, text="All five.")
    page = client.get(QUEUE, {"tab": "unread"})
    assert page.context["page"].counts["unread"] == 1
    assert "New answer" in page.content.decode()

    before = list(ReadMark.objects.values_list("person", "until"))
    page = client.get(change(version)).content.decode()
    assert list(ReadMark.objects.values_list("person", "until")) == before
    assert client.get(QUEUE).context["page"].counts["unread"] == 1

    mark_read(client, version, page)
    assert client.get(QUEUE).context["page"].counts["unread"] == 0
    assert "New answer" not in client.get(QUEUE).content.decode()
    assert "Mark as read" not in client.get(change(version)).content.decode()

    actions.answer_office(obj=version, by=official, text="And the bus.")
    assert client.get(QUEUE).context["page"].counts["unread"] == 1


def test_what_the_city_writes_meanwhile_stays_new(client_of, reviewer, official, answered):
    client = client_of(reviewer)
    page = client.get(change(answered)).content.decode()
    actions.answer_office(obj=answered, by=official, text="And the bus.")

    mark_read(client, answered, page)
    assert client.get(QUEUE).context["page"].counts["unread"] == 1

    client.post(message(answered, "city"), {"city-text": "Thank you. And trams?"})
    assert client.get(QUEUE).context["page"].counts["unread"] == 0


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 400, "٣"])
def test_an_unknown_message_is_not_marked(client_of, reviewer, answered, key):
    client = client_of(reviewer)
    assert client.get(message(answered, "read")).status_code == 405
    client.post(message(answered, "read"), {"read": key})
    assert client.get(QUEUE).context["page"].counts["unread"] == 1


@pytest.fixture
def answered(city, reviewer, official):
    """A text that `reviewer` holds, and the city has answered a question about."""
    version = submitted(city)
    actions.claim(obj=version, by=reviewer)
    actions.ask_city(obj=version, by=reviewer, text="Which libraries?")
    actions.answer_office(obj=version, by=official, text="All five.")
    return version


def test_an_answer_is_new_to_the_holder_not_to_colleagues(client_of, reviewer, other_reviewer, decider, answered):
    for person, number in ((reviewer, 1), (other_reviewer, 0), (decider, 0)):
        assert client_of(person).get(QUEUE).context["page"].counts["unread"] == number
    actions.release(obj=type(answered).objects.get(pk=answered.pk), by=reviewer)
    assert client_of(other_reviewer).get(QUEUE).context["page"].counts["unread"] == 1


def test_an_answer_never_shows_to_the_conflicted(client_of, reviewer, answered, city):
    make_conflict(reviewer, city)
    page = client_of(reviewer).get(QUEUE, {"tab": "unread"})
    assert page.context["page"].counts["unread"] == 0
    assert answered.reference not in page.content.decode()
