"""The deadlines of a case: they begin and end with its steps, stand still for the city, and are told to people."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, OutboxMail
from labels.actions import (
    admit,
    close_window,
    extend_clock,
    grant,
    load_scheme,
    propose,
    propose_admissibility,
    reject_proposal,
    remind_labels,
    return_for_changes,
    save_application,
    send_findings,
    send_reply,
    sign_first,
    submit_application,
    withdraw_application,
)
from labels.actions.clocks import start_clock
from labels.models import CaseClock, LabelScheme, StageDeadline
from labels.rules.clocks import due_on
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_application, make_assessment, make_commitment, make_scheme, make_user
from tests.labels.conftest import REASONS, fresh, text_of
from tests.labels.reminded import reminded
from tests.races import run_at_once


@pytest.fixture
def scheme(db) -> LabelScheme:
    return LabelScheme.objects.get(pk=load_scheme().scheme.pk)


@pytest.fixture
def sent(scheme, city, approver):
    """An application that the city sent just now, under the shipped edition."""
    for _n in range(3):
        make_commitment(city=city)
    draft = make_application(city=city, author=approver, state="draft", scheme=scheme)
    make_assessment(draft)
    return submit_application(application=draft, by=approver, key=uuid4())


def running(application) -> dict[str, dt.date | None]:
    rows = CaseClock.objects.filter(application=application, ended_on=None).select_related("deadline__stage")
    return {f"{row.deadline.stage.key}.{row.deadline.key}": row.due_on for row in rows}


def today() -> dt.date:
    return timezone.localdate()


# --- With the steps of the case --------------------------------------------------------------------
def test_sending_begins_the_offices_clock_in_working_days_of_the_citys_country(sent, city):
    assert running(sent) == {"admissibility.check": due_on(today(), 20, "working_days", city.country)}


def test_sent_back_the_offices_clock_stands_still_and_the_citys_begins(sent, city, approver, decider):
    return_for_changes(obj=sent, by=decider, note="The council's decision is missing.")

    assert fresh(sent).state == "returned"
    assert running(sent) == {
        "admissibility.check": None,
        "admissibility.completion": due_on(today(), 30, "days", city.country),
    }
    mail = OutboxMail.objects.get(name="label_returned")
    assert (mail.recipients, "The council's decision is missing." in mail.text) == ([approver.email], True)


def test_completed_and_sent_again_the_offices_clock_goes_on(sent, official, approver, decider):
    reference = sent.reference
    return_for_changes(obj=sent, by=decider, note="Incomplete.")
    returned = fresh(sent)
    save_application(
        application=returned, by=official, revision=returned.revision, statement="Now complete.", language="en"
    )
    submit_application(application=returned, by=approver, key=uuid4())

    again = fresh(sent)
    assert (again.state, again.reference, again.statement) == ("submitted", reference, "Now complete.")
    assert list(running(again)) == ["admissibility.check"]
    assert running(again)["admissibility.check"]


def test_it_goes_back_once_only(sent, approver, decider):
    return_for_changes(obj=sent, by=decider, note="Incomplete.")
    submit_application(application=fresh(sent), by=approver, key=uuid4())

    with pytest.raises(NotReady, match="once already"):
        return_for_changes(obj=fresh(sent), by=decider, note="Still incomplete.")


@pytest.mark.parametrize("person", ["official", "approver", "administrator"])
def test_only_reviewers_and_deciders_send_back(sent, person, request):
    with pytest.raises(NotAllowed):
        return_for_changes(obj=sent, by=request.getfixturevalue(person), note="Incomplete.")


def test_the_decision_has_one_clock_until_two_have_signed(sent, reviewer, decider, second_decider, approver):
    propose_admissibility(obj=sent, by=reviewer, note="Complete.", admissible=True)
    admit(obj=sent, by=decider)
    assert list(running(sent)) == ["window.open"]
    close_window(obj=sent)
    send_findings(application=sent)
    send_reply(application=sent, by=approver, disputed=False)
    due = {"decision.decide": due_on(today(), 15, "working_days", sent.city.country)}
    assert running(sent) == due
    propose(obj=sent, by=reviewer, note=REASONS, outcome="awarded", plain="There is a desk now.")
    reject_proposal(obj=fresh(sent), by=second_decider, note="Say more.")
    propose(obj=fresh(sent), by=reviewer, note=REASONS, outcome="awarded", plain="There is a desk now.")
    assert running(sent) == due
    sign_first(obj=fresh(sent), by=second_decider)

    grant(obj=fresh(sent), by=make_user(roles=("decider",)))

    assert running(sent) == {}


def test_taken_back_nothing_is_due_any_more(sent, approver, decider):
    return_for_changes(obj=sent, by=decider, note="Incomplete.")
    withdraw_application(application=fresh(sent), by=approver)

    assert running(sent) == {}


def test_an_edition_without_stages_has_no_clocks(city, approver):
    for _n in range(3):
        make_commitment(city=city)
    draft = make_application(city=city, author=approver, state="draft", scheme=make_scheme())

    assert running(submit_application(application=draft, by=approver, key=uuid4())) == {}


# --- More time -------------------------------------------------------------------------------------
@pytest.fixture
def reply(sent) -> CaseClock:
    """The right of reply: 21 days, once 14 more."""
    return start_clock(sent, "reply", "answer")


def test_more_time_is_given_once_with_a_reason(reply, city, approver):
    extended = extend_clock(clock=reply, by=approver, reason="The council meets later.")

    assert extended.due_on == due_on(today(), 35, "days", city.country)
    assert AuditEvent.objects.get(action="extend_deadline").data["reason"] == "The council meets later."
    with pytest.raises(Stale):
        extend_clock(clock=CaseClock.objects.get(pk=reply.pk), by=approver, reason="Once more.")


def test_no_more_time_without_a_reason_or_where_the_rules_know_none(reply, sent, approver, official, decider):
    with pytest.raises(NotReady):
        extend_clock(clock=reply, by=approver, reason=" ")
    with pytest.raises(NotAllowed):
        extend_clock(clock=reply, by=official, reason="Please.")
    return_for_changes(obj=fresh(sent), by=decider, note="Incomplete.")
    completion = CaseClock.objects.get(deadline__key="completion")
    with pytest.raises(Stale):
        extend_clock(clock=completion, by=approver, reason="Please.")
    check = CaseClock.objects.get(deadline__key="check")
    with pytest.raises(NotAllowed):
        extend_clock(clock=check, by=approver, reason="Please.")


@pytest.mark.django_db(transaction=True)
def test_approvers_who_ask_at_once_get_it_once(reply, city, approver):
    outcomes = run_at_once(
        *[lambda: extend_clock(clock=CaseClock.objects.get(pk=reply.pk), by=approver, reason="Later.")] * 8
    )

    assert sum(isinstance(outcome, CaseClock) for outcome in outcomes) == 1
    assert CaseClock.objects.get(pk=reply.pk).due_on == due_on(today(), 35, "days", city.country)


@pytest.mark.django_db(transaction=True)
def test_sent_back_by_many_and_taken_back_at_once_leaves_one_story(sent, approver, decider, second_decider):
    def back(person):
        return lambda: return_for_changes(obj=fresh(sent), by=person, note="Incomplete.")

    run_at_once(
        *[back(decider), back(second_decider)] * 4, lambda: withdraw_application(application=fresh(sent), by=approver)
    )

    steps = list(fresh(sent).status_changes.values_list("transition", flat=True))
    assert steps.count("return_for_changes") <= 1
    assert steps[-1] == "withdraw"
    assert running(sent) == {}


def test_the_database_holds_one_open_clock_of_a_kind(reply):
    values = {"application": reply.application, "deadline": reply.deadline, "started_on": today()}
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseClock.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseClock.objects.create(**values | {"ended_on": today() - dt.timedelta(1)})


# --- Told to people --------------------------------------------------------------------------------
@pytest.fixture
def returned(sent, decider):
    return_for_changes(obj=sent, by=decider, note="The council's decision is missing.")
    CaseClock.objects.filter(deadline__key="completion").update(due_on=today() + dt.timedelta(30))
    return fresh(sent)


def test_the_city_is_reminded_once_for_each_turn(returned, official, approver):
    due = today() + dt.timedelta(30)
    days = [day for day in range(-31, 40) if reminded("label_deadline", due + dt.timedelta(day))]

    assert days == [-7, -1, 1]
    assert OutboxMail.objects.filter(name="label_deadline").count() == 6
    assert reminded("label_deadline", due - dt.timedelta(7)) == 0


def test_the_daily_run_reminds_and_is_quiet_when_the_label_is_off(returned, approver, settings):
    CaseClock.objects.filter(deadline__key="completion").update(due_on=today() + dt.timedelta(7))
    settings.LABEL_ENABLED = False
    call_command("run_deadlines")
    assert not OutboxMail.objects.filter(name="label_deadline").exists()
    settings.LABEL_ENABLED = True
    call_command("run_deadlines")
    mail = OutboxMail.objects.get(name="label_deadline")
    assert "the city completes what is missing" in mail.text
    assert mail.recipients == [approver.email]


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_remind_once(returned, approver):
    day = today() + dt.timedelta(23)

    outcomes = run_at_once(*[lambda: remind_labels(today=day)] * 6)

    assert sum(outcomes) == 1
    assert OutboxMail.objects.filter(name="label_deadline").count() == 1


def test_the_desk_says_what_is_missing_and_until_when(client_of, approver, returned):
    browser = client_of(approver)
    page = text_of(browser.get(reverse("desk:label_apply", args=["at-arden"])))

    assert "The council&#x27;s decision is missing." in page
    assert "The city completes what is missing : until" in page
    assert "The office checks : the clock stands still" in page
    assert "sent the application of Arden for the label back." in text_of(browser.get(reverse("desk:dashboard")))


def test_an_approver_takes_more_time_at_the_desk(client_of, approver, official, scheme, city):
    StageDeadline.objects.filter(stage__scheme=scheme, key="completion").update(extension=10)
    application = make_application(city=city, author=approver, scheme=scheme)
    clock = start_clock(application, "admissibility", "completion")
    address = reverse("desk:label_more_time", args=[city.slug, clock.pk])
    browser = client_of(approver)

    assert address in browser.get(reverse("desk:label_apply", args=[city.slug])).content.decode()
    assert client_of(official).post(address, {"reason": "Please."}).status_code == 403
    assert browser.post(address, {"reason": "The council meets later."}).status_code == 302
    assert CaseClock.objects.get().due_on == due_on(today(), 40, "days", city.country)


def test_the_office_sends_back_on_the_page_of_the_case(client_of, decider, sent):
    browser, address = client_of(decider), reverse("admin:labels_labelapplication_change", args=[sent.pk])
    page = browser.get(address)
    assert "the office checks (two people of the office)" in text_of(page)

    browser.post(
        reverse("admin:labels_labelapplication_decide", args=[sent.pk, "return_for_changes"]),
        {"note": "The council's decision is missing.", "seen": page.context["decision_form"]["seen"].value()},
    )

    assert fresh(sent).state == "returned"
