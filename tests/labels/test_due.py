"""What a concern or an appeal waits for: mails to who acts, in the queue, in calendars, and what happens by itself."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import renew_calendar
from core.models import OutboxMail
from labels.actions import (
    accept_concern,
    lodge_appeal,
    move_concerns_on,
    not_accept_concern,
    propose_plan,
    remind_labels,
)
from labels.models import Appeal, Concern, Decision
from review.actions import claim_case
from review.models import QueueItem
from tests.factories import make_concern, make_conflict, make_label_with_rules
from tests.labels.appealing import hear, make_judges, make_refused, vote
from tests.labels.reminded import reminded

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


def again(concern: Concern) -> Concern:
    return Concern.objects.select_related("label__city", "deadline").get(pk=concern.pk)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def told(name: str) -> set[str]:
    return {address for mail in OutboxMail.objects.filter(name=name) for address in mail.recipients}


def days_of(person, visitor) -> dict[str, dt.date]:
    """What the private calendar of somebody holds: name and day."""
    answer = visitor.get(f"/feeds/calendar/{renew_calendar(user=person, by=person)}.ics")
    found = Calendar.from_ical(answer.content).events
    return {str(event["uid"]).partition("@")[0]: event["dtstart"].dt for event in found}


@pytest.fixture
def label(city):
    return make_label_with_rules(city)


@pytest.fixture
def judges():
    return make_judges()


# --- A concern -------------------------------------------------------------------------------------
def test_the_office_is_reminded_of_the_first_reading_once_for_each_turn(label, reviewer, decider, official):
    make_conflict(decider, label.city)
    concern = make_concern(label)
    Concern.objects.update(due_on=today() + 30 * DAY)
    due = today() + 30 * DAY
    given = [day for day in range(-31, 40) if reminded("concern_triage", due + day * DAY)]

    assert given == [-7, -1]
    assert reviewer.email in told("concern_due")
    assert not {decider.email, official.email} & told("concern_due")
    mail = OutboxMail.objects.filter(name="concern_due").first()
    assert f"/admin/labels/concern/{concern.pk}/change/" in mail.text
    assert "waits for the office until" in mail.text


def test_whoever_holds_a_concern_is_reminded_alone(label, reviewer, other_reviewer):
    concern = make_concern(label)
    Concern.objects.update(due_on=today() + 7 * DAY)
    claim_case(obj=concern, by=reviewer)
    assert reminded("concern_triage") == 1
    assert told("concern_due") == {reviewer.email}


def test_a_city_is_reminded_and_hears_when_the_office_goes_on_without_it(label, reviewer, official, approver, visitor):
    concern = make_concern(label)
    accept_concern(obj=concern, by=reviewer, note="")
    due = again(concern).due_on
    for day, given in ((-8, 0), (-7, 2), (-6, 0), (-1, 2), (0, 0), (1, 0)):
        assert reminded("concern", due + day * DAY) == given
    mails = OutboxMail.objects.filter(name="concern_due", recipients=[approver.email])
    assert mails.count() == 2
    assert all("answer it" in mail.text and "goes on without it" in mail.text for mail in mails)
    assert days_of(approver, visitor)[f"concern-{concern.reference}"] == due
    assert f"check-concern-{concern.pk}" not in days_of(reviewer, visitor)

    assert (move_concerns_on(today=due), move_concerns_on(today=due + DAY)) == (0, 1)
    news = OutboxMail.objects.filter(subject__contains="the city did not answer in time")
    assert {concern.email, approver.email, official.email, reviewer.email} <= {mail.recipients[0] for mail in news}
    assert "went on without its answer" in words(visitor.get(concern.get_absolute_url()))
    day = today() + 30 * DAY
    propose_plan(obj=again(concern), by=reviewer, note="Find staff.", steps=f"{day} It opens on Saturdays")
    assert again(concern).state == "planned"


def test_the_public_page_says_neutrally_since_when_something_is_due(label, reviewer, visitor):
    concern = make_concern(label)
    accept_concern(obj=concern, by=reviewer, note="")
    assert "Due since" not in words(visitor.get(concern.get_absolute_url()))
    Concern.objects.update(due_on=today() - DAY)
    assert "Due since" in words(visitor.get(concern.get_absolute_url()))


# --- The time to appeal ----------------------------------------------------------------------------
def test_a_city_is_reminded_of_the_last_day_to_appeal(city, approver, official, visitor):
    decision = make_refused(city, approver)
    last = today() + 30 * DAY
    while days_of(approver, visitor).get(f"appeal-decision-{decision.pk}") != last:
        last += DAY
        assert last < today() + 40 * DAY
    for day, given in ((-8, 0), (-7, 2), (-6, 0), (-1, 2), (0, 0), (1, 0)):
        assert reminded("appeal_possible", last + day * DAY) == given
    assert "not yet" in OutboxMail.objects.filter(name="appeal_possible").first().text
    lodge_appeal(thing=decision, by=approver, text="Again.", language="en")
    assert f"appeal-decision-{decision.pk}" not in days_of(approver, visitor)
    Appeal.objects.all().delete()
    Decision.objects.update(outcome="awarded")
    assert f"appeal-decision-{decision.pk}" not in days_of(approver, visitor)


def test_the_author_of_a_concern_is_reminded_once_by_mail(label, reviewer):
    concern = make_concern(label)
    not_accept_concern(obj=concern, by=reviewer, note="Not about the label.")
    for day in range(45):
        remind_labels(today=today() + day * DAY)
        remind_labels(today=today() + day * DAY)
    mails = OutboxMail.objects.filter(name="appeal_possible")
    assert [mail.recipients for mail in mails] == [[concern.email]] * 2
    assert "you can appeal against this" in mails[0].text


# --- An appeal -------------------------------------------------------------------------------------
@pytest.fixture
def heard(city, approver, administrator, judges):
    decision = make_refused(city, approver)
    return hear(decision, approver, names=administrator, judges=judges)


def test_the_three_are_reminded_until_they_vote_and_all_hear_when_it_is_late(heard, judges, administrator, city):
    first, second, third = judges
    due = heard.due_on
    vote(heard, [first], "uphold")
    make_conflict(second, city)
    for day, given in ((-8, 0), (-7, 1), (-6, 0), (-1, 1), (0, 0), (1, 1), (20, 0), (40, 0)):
        assert reminded("appeal_vote", due + day * DAY) == given
    assert {third.email, administrator.email} <= told("appeal_due")
    assert not {first.email, second.email} & told("appeal_due")
    late = OutboxMail.objects.filter(name="appeal_due", subject__startswith="Late")
    assert {third.email, administrator.email} <= {mail.recipients[0] for mail in late}


def test_an_administrator_is_reminded_that_nobody_is_named(city, approver, administrator):
    decision = make_refused(city, approver)
    appeal = lodge_appeal(thing=decision, by=approver, text="Again.", language="en")
    for day, given in ((-7, 1), (-1, 1), (1, 1)):
        assert reminded("appeal_naming", appeal.due_on + day * DAY) == given
    assert "Name the three people" in OutboxMail.objects.filter(name="appeal_due").last().text
    make_conflict(administrator, city)
    assert reminded("appeal_naming", appeal.due_on + DAY) == 0


def test_it_waits_in_the_queue_of_administrators_until_it_is_decided(heard, judges, client_of, administrator, reviewer):
    item = QueueItem.objects.get(kind="appeal")
    assert (item.due_on, item.reference, item.holder) == (heard.due_on, heard.reference, None)
    queue = "/admin/review/queueitem/"
    assert heard.reference in words(client_of(administrator).get(f"{queue}?kind=appeal"))
    assert heard.reference not in words(client_of(reviewer).get(queue))
    Appeal.objects.update(due_on=today() - DAY)
    call_command("rebuild_queue")
    assert heard.reference in words(client_of(administrator).get(f"{queue}?tab=overdue"))
    vote(heard, judges, "uphold", "uphold")
    assert not QueueItem.objects.filter(kind="appeal").exists()


def test_calendars_of_the_three_and_of_administrators(heard, judges, administrator, visitor, city):
    key = f"appeal-vote-{heard.reference}"
    assert [days_of(person, visitor).get(key) for person in judges] == [heard.due_on] * 3
    assert days_of(administrator, visitor)[f"check-appeal-{heard.pk}"] == heard.due_on
    vote(heard, judges[:1], "uphold")
    make_conflict(judges[1], city)
    assert [key in days_of(person, visitor) for person in judges] == [False, False, True]


def test_the_page_of_an_appeal_says_neutrally_since_when_it_is_due(heard, visitor):
    page = words(visitor.get(heard.get_absolute_url()))
    assert "To be decided by" in page
    Appeal.objects.update(due_on=today() - DAY)
    page = words(visitor.get(heard.get_absolute_url()))
    assert "The decision has been due since" in page
    assert "To be decided by" not in page


def test_nothing_is_said_while_the_label_is_off(heard, settings, visitor, judges):
    settings.LABEL_ENABLED = False
    assert remind_labels(today=heard.due_on - DAY) == 0
    assert days_of(judges[0], visitor) == {}
