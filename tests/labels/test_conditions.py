"""Conditions of a decision: the city reports, two of the office confirm or ask again, late ones are only shown."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cities.actions import declare_conflict
from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    ask_condition_again,
    confirm_condition,
    confirm_condition_first,
    note_late_conditions,
    report_condition,
)
from labels.models import Condition, ConditionReport, DecisionEntry, Label
from review.models import QueueItem
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_conflict, make_evidence, make_label, make_user
from tests.labels.reminded import reminded
from tests.races import run_at_once

DUE = 30
LISTS = [7, 5]  # queries of the desk's list and of the office's


@pytest.fixture
def condition(city) -> Condition:
    """A condition of city A's label, due in 30 days."""
    label = make_label(city=city, outcome="conditions")
    due = timezone.localdate() + dt.timedelta(days=DUE)
    return label.application.final_decision.conditions.create(text="Name an office for complaints.", due_on=due)


@pytest.fixture
def people(request):
    """Return the people with these names of fixtures."""
    return lambda *names: [request.getfixturevalue(name) for name in names]


def again(condition: Condition) -> Condition:
    return Condition.objects.select_related("decision__application").get(pk=condition.pk)


def reported(condition, approver, text="The office is named.") -> ConditionReport:
    return report_condition(condition=again(condition), by=approver, text=text, language="en")


def late(condition: Condition) -> None:
    Condition.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    note_late_conditions()


# --- The city reports, two confirm -----------------------------------------------------------------
@pytest.mark.django_db
def test_an_approver_reports_two_confirm_and_everybody_reads_it(condition, people, client_of, visitor):
    label, city = condition.label, condition.city
    official, approver, reviewer, decider = people("official", "approver", "reviewer", "decider")
    piece = make_evidence(version=make_commitment(city=city).versions.get(), title="Council minutes")
    page = visitor.get(label.get_absolute_url()).content.decode()
    assert "Name an office for complaints." in page
    assert "Not reported yet" in page
    url = reverse("desk:label_condition", args=[city.slug, condition.pk])
    assert client_of(official).get(url).status_code == 403
    listed = client_of(official).get(reverse("desk:label_conditions", args=[city.slug])).content.decode()
    assert "An approver of the city reports that it is met." in listed
    browser = client_of(approver)
    assert "Say how the condition is met." in browser.post(url, {"text": " ", "language": "en"}).content.decode()
    browser.post(url, {"text": "Room 12 is open.", "language": "en", "evidence": [str(piece.pk)]})
    assert again(condition).state == "reported"
    assert QueueItem.objects.filter(kind="condition", object_id=condition.pk).exists()
    assert browser.get(url).status_code == 302

    first = client_of(reviewer)
    office = reverse("admin:labels_condition_change", args=[condition.pk])
    shown = first.get(office).content.decode()
    assert "Room 12 is open." in shown
    assert "Council minutes" in shown
    confirm_condition_first(obj=again(condition), by=reviewer)
    with pytest.raises(NotAllowed):
        confirm_condition(obj=again(condition), by=reviewer)
    confirm_condition(obj=again(condition), by=decider)

    now = again(condition)
    assert (now.state, now.met_at is not None) == ("met", True)
    entry = DecisionEntry.objects.get(act="condition_met")
    assert (entry.label_code, entry.data["signatures"]) == (label.code, 2)
    assert not QueueItem.objects.filter(kind="condition", object_id=condition.pk).exists()
    page = visitor.get(label.get_absolute_url()).content.decode()
    assert "Room 12 is open." in page
    assert "Confirmed by two people" in page
    assert reviewer.name not in page
    assert OutboxMail.objects.filter(name="label_condition", recipients=[approver.email]).exists()
    with pytest.raises(Stale):
        reported(condition, approver)


@pytest.mark.django_db
def test_the_office_asks_again_and_the_city_reports_anew(condition, approver, reviewer, decider):
    first = reported(condition, approver)
    confirm_condition_first(obj=again(condition), by=decider)
    with pytest.raises(NotReady):
        ask_condition_again(obj=again(condition), by=reviewer, note=" ")
    ask_condition_again(obj=again(condition), by=reviewer, note="Say since when.")
    assert again(condition).state == "open"
    mail = OutboxMail.objects.filter(name="label_condition", recipients=[approver.email]).get()
    assert "Say since when." in mail.text
    reported(condition, approver, "Since May.")
    with pytest.raises(Stale, match="no longer the one on the table"):
        confirm_condition_first(obj=again(condition), by=reviewer, report=first.pk)
    assert ConditionReport.objects.filter(closed_at=None).count() == 1


@pytest.mark.django_db
def test_who_may_not(condition, people):
    official, approver, reviewer, decider = people("official", "approver", "reviewer", "decider")
    administrator = people("administrator")[0]
    for by in (official, reviewer, make_user("Nobody")):
        with pytest.raises(NotAllowed):
            reported(condition, by)
    with pytest.raises(NotReady, match="5,000"):
        reported(condition, approver, "x" * 5001)
    reported(condition, approver)
    make_conflict(reviewer, condition.city)
    for by in (reviewer, approver, administrator, make_user("Root", is_superuser=True)):
        with pytest.raises(NotAllowed):
            confirm_condition_first(obj=again(condition), by=by)
    confirm_condition_first(obj=again(condition), by=decider)


@pytest.mark.django_db
def test_a_hard_conflict_hides_it_wholly(condition, city, approver, reviewer, client_of):
    reported(condition, approver)
    make_conflict(reviewer, city)
    browser = client_of(reviewer)
    assert browser.get(reverse("admin:labels_condition_change", args=[condition.pk])).status_code in {302, 404}
    assert condition.text not in browser.get(reverse("admin:labels_condition_changelist")).content.decode()


@pytest.mark.django_db
def test_a_conflict_that_is_found_later_takes_the_first_confirmation_back(condition, city, approver, reviewer):
    reported(condition, approver)
    confirm_condition_first(obj=again(condition), by=reviewer)
    declare_conflict(city=city, by=reviewer, kind="hard", reason="My sister works there.")
    assert (again(condition).state, ConditionReport.objects.get().confirmed_by) == ("reported", None)


@pytest.mark.django_db
def test_nothing_is_reported_about_a_label_that_is_gone(condition, approver, settings):
    Label.objects.update(state="revoked")
    with pytest.raises(NotReady, match="any more"):
        reported(condition, approver)
    settings.LABEL_ENABLED = False
    with pytest.raises(Refused):
        reported(condition, approver)
    assert (note_late_conditions(), reminded("label_condition")) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 2])
def test_lists_of_conditions_cost_the_same_for_one_and_three(condition, more, people, client_of):
    for number in range(more):
        condition.decision.conditions.create(text=f"Another one, {number}.", due_on=condition.due_on)
    approver, reviewer = people("approver", "reviewer")
    for row in Condition.objects.all():
        reported(row, approver)
    counted = []
    for person, path in (
        (approver, reverse("desk:label_conditions", args=[condition.city.slug])),
        (reviewer, reverse("admin:labels_condition_changelist")),
    ):
        browser = client_of(person)
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).content.decode().count("Name an office for complaints.") >= 1
        counted.append(len(queries))
    assert counted == LISTS


# --- Late: shown in the queue, nothing by itself ---------------------------------------------------
@pytest.mark.django_db
def test_a_late_condition_waits_in_the_queue_and_changes_no_label(condition, approver, visitor):
    assert note_late_conditions(today=condition.due_on) == 0
    late(condition)
    assert (again(condition).state, note_late_conditions()) == ("overdue", 0)
    assert QueueItem.objects.get(kind="condition").object_id == condition.pk
    assert Label.objects.get().state == "valid"
    assert not DecisionEntry.objects.exists()
    assert "Late" in visitor.get(condition.label.get_absolute_url()).content.decode()
    reported(condition, approver)
    assert again(condition).state == "reported"


@pytest.mark.django_db
def test_reminders_of_a_condition(condition, approver, official):
    for days, given in ((-31, 0), (-30, 2), (-29, 0), (-6, 2), (0, 0), (1, 2), (40, 0)):
        assert reminded("label_condition", condition.due_on + dt.timedelta(days=days)) == given
    mails = OutboxMail.objects.filter(name="label_condition_due", recipients=[approver.email])
    assert mails.count() == 3
    assert all("/label/conditions/" in mail.text and condition.text in mail.text for mail in mails)
    call_command("run_deadlines")


# --- The database's own word, and races ------------------------------------------------------------
@pytest.mark.django_db
def test_the_database_refuses_one_person_alone(condition, approver, reviewer):
    report = reported(condition, approver)
    rows = ConditionReport.objects.filter(pk=report.pk)
    for words in ({"confirmed_by": reviewer, "met_by": reviewer}, {"confirmed_by": reviewer}, {"met_by": reviewer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(is_met=True, closed_at=timezone.now(), **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConditionReport.objects.create(condition=condition, text="Two.", sent_by=approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.update(state="fine")


@pytest.mark.django_db(transaction=True)
def test_of_32_who_confirm_at_once_two_do(condition, approver):
    reported(condition, approver)
    people = [make_user(f"Reviewer {n}", roles=("reviewer",)) for n in range(32)]

    def confirm(by):
        seen = again(condition)
        act = confirm_condition if seen.state == "confirmed" else confirm_condition_first
        return act(obj=seen, by=by)

    outcomes = run_at_once(*[lambda by=by: confirm(by) for by in people])
    assert {type(outcome) for outcome in outcomes} <= {Condition, Stale, NotAllowed}
    if again(condition).state == "confirmed":
        confirm_condition(obj=again(condition), by=make_user("Last", roles=("reviewer",)))
    report = ConditionReport.objects.get()
    assert (again(condition).state, report.is_met) == ("met", True)
    assert report.confirmed_by_id != report.met_by_id
    assert DecisionEntry.objects.filter(act="condition_met").count() == 1
    assert sum(isinstance(outcome, Condition) for outcome in outcomes) in {1, 2}
