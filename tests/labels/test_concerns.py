"""A concern: filed by mail, read first, answered, helped with a plan, concluded by somebody new to it."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    accept_concern,
    agree_plan,
    answer_concern,
    confirm_change,
    drop_change,
    extend_answer,
    find_unfounded,
    forget_filers,
    move_concerns_on,
    not_accept_concern,
    propose_change,
    propose_plan,
    propose_suspension,
    report_on_plan,
    return_plan,
    solve_concern,
)
from labels.models import Concern, DecisionEntry, Label, LabelChange
from labels.queries.concerns import concerns_for_office
from labels.queries.log import log_faults
from review.models import QueueItem
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_concern, make_conflict, make_label, make_label_with_rules

WHY = "It can be checked, and it is about the complaints office."


@pytest.fixture
def label(city) -> Label:
    return make_label_with_rules(city, extension=14)


@pytest.fixture
def concern(label) -> Concern:
    return make_concern(label)


def again(concern: Concern) -> Concern:
    return Concern.objects.select_related("label__city").get(pk=concern.pk)


def soon(days: int = 60) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%Y-%m-%d} The office opens on Saturdays"


def planned(concern: Concern, reviewer, approver) -> Concern:
    accept_concern(obj=concern, by=reviewer, note=WHY)
    answer_concern(concern=concern, by=approver, text="We had no staff.", language="en")
    propose_plan(obj=concern, by=reviewer, note="The city finds staff, a peer city helps.", steps=soon())
    return concern


def supported(concern: Concern, reviewer, approver) -> Concern:
    planned(concern, reviewer, approver)
    agree_plan(concern=concern, by=approver, plan=concern.plans.get().pk)
    return concern


def acts() -> list[str]:
    return list(DecisionEntry.objects.order_by("seq").values_list("act", flat=True))


# --- The whole way -----------------------------------------------------------------------------------
@pytest.fixture
def team(reviewer, decider, second_decider, approver, official) -> SimpleNamespace:
    """The people of the office and of the city."""
    return SimpleNamespace(
        reviewer=reviewer, decider=decider, second_decider=second_decider, approver=approver, official=official
    )


def test_from_the_first_reading_to_solved(label, concern, team):
    reviewer, decider, approver, official = team.reviewer, team.decider, team.approver, team.official
    assert QueueItem.objects.get(kind="concern").reference == concern.reference
    accept_concern(obj=concern, by=reviewer, note=WHY)
    today = timezone.localdate()
    assert concern.due_on >= today + dt.timedelta(days=30)
    assert not QueueItem.objects.filter(kind="concern").exists()

    answer_concern(concern=concern, by=approver, text="We had no staff.", language="en")
    assert (again(concern).state, again(concern).due_on) == ("answered", None)
    propose_plan(obj=concern, by=reviewer, note="Find staff.", steps=soon())
    plan = concern.plans.get()
    with pytest.raises(NotAllowed):
        agree_plan(concern=again(concern), by=official, plan=plan.pk)
    with pytest.raises(Stale):
        agree_plan(concern=again(concern), by=approver, plan=plan.pk + 1)
    agree_plan(concern=again(concern), by=approver, plan=plan.pk)
    assert again(concern).due_on == today + dt.timedelta(days=60)
    report_on_plan(concern=again(concern), by=official, text="It is open on Saturdays.", language="en")
    solve_concern(obj=again(concern), by=decider, note="The office is open again.")

    assert (again(concern).state, again(concern).outcome) == ("closed", "solved")
    assert acts() == ["concern_accepted", "concern_answered", "plan_agreed", "concern_decided"]
    last = DecisionEntry.objects.first()
    assert (last.label_code, last.data["outcome"], last.data["concern"]) == (label.code, "solved", concern.reference)
    assert list(log_faults()) == []
    told = {mail.recipients[0] for mail in OutboxMail.objects.filter(name="concern_news", subject__contains="solved")}
    assert {concern.email, approver.email, reviewer.email, official.email} <= told
    for mail in OutboxMail.objects.all():
        assert not {reviewer.name, decider.name} & set(mail.text.split("\n"))
        assert reviewer.name not in mail.text + mail.html
        if mail.recipients[0] != concern.email:
            assert concern.email not in mail.text + mail.html


def test_a_suspension_is_proposed_only_after_the_plan_and_by_somebody_new(label, concern, team):
    reviewer, decider, second_decider, approver = team.reviewer, team.decider, team.second_decider, team.approver
    supported(concern, reviewer, approver)
    with pytest.raises(Stale):
        propose_suspension(obj=again(concern), by=decider, note="Nothing changed.")
    assert move_concerns_on(today=timezone.localdate() + dt.timedelta(days=60)) == 0
    assert move_concerns_on(today=timezone.localdate() + dt.timedelta(days=61)) == 1
    granter = label.application.final_decision.signed_by
    for person in (reviewer, granter, approver):
        with pytest.raises(NotAllowed):
            propose_suspension(obj=again(concern), by=person, note="Nothing changed.")

    propose_suspension(obj=again(concern), by=decider, note="Nothing changed.")
    change = LabelChange.objects.get()
    assert (again(concern).state, Label.objects.get().state, change.kind) == ("suspension", "valid", "suspend")
    drop_change(obj=Label.objects.get(), by=second_decider, note="Look again.")
    assert (again(concern).state, again(concern).change) == ("reviewing", None)

    propose_suspension(obj=again(concern), by=decider, note="Nothing changed at all.")
    confirm_change(obj=Label.objects.get(), by=second_decider, kind="suspend")
    closed = again(concern)
    assert (closed.state, closed.outcome, closed.outcome_reasons) == ("closed", "suspended", "Nothing changed at all.")
    assert acts()[-2:] == ["concern_decided", "suspended"]


def test_whoever_read_it_first_does_not_conclude_it(concern, decider, second_decider, approver):
    accept_concern(obj=concern, by=decider, note=WHY)
    answer_concern(concern=concern, by=approver, text="It is open.", language="en")
    with pytest.raises(NotAllowed):
        find_unfounded(obj=again(concern), by=decider, note="It is open.")
    with pytest.raises(NotReady):
        find_unfounded(obj=again(concern), by=second_decider, note=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(concluded_by=decider)
    find_unfounded(obj=again(concern), by=second_decider, note="It is open.")
    assert again(concern).outcome == "unfounded"


def test_what_is_not_accepted_leaves_its_reasons_in_the_log_and_no_page(concern, reviewer, visitor):
    with pytest.raises(NotReady):
        not_accept_concern(obj=concern, by=reviewer, note="")
    not_accept_concern(obj=again(concern), by=reviewer, note="It is about the weather.")

    entry = DecisionEntry.objects.get()
    assert (entry.act, entry.data["reasons"]) == ("concern_not_accepted", "It is about the weather.")
    assert concern.text not in str(entry.data)
    assert visitor.get(concern.get_absolute_url()).status_code == 404
    assert not OutboxMail.objects.exclude(key__contains=":author:").exists()


# --- Days --------------------------------------------------------------------------------------------
def test_a_city_that_lets_time_pass_cannot_stop_it(concern, reviewer, decider, approver):
    accept_concern(obj=concern, by=reviewer, note="")
    late = timezone.localdate() + dt.timedelta(days=40)
    assert (move_concerns_on(today=late), move_concerns_on(today=late)) == (1, 0)
    with pytest.raises(Stale):
        answer_concern(concern=again(concern), by=approver, text="Too late.", language="en")
    propose_plan(obj=again(concern), by=reviewer, note="Find staff.", steps=soon())
    return_plan(concern=again(concern), by=approver, plan=concern.plans.get().pk, note="We need a year.")
    propose_plan(obj=again(concern), by=reviewer, note="Find staff soon.", steps=soon())
    with pytest.raises(NotReady):
        return_plan(concern=again(concern), by=approver, plan=concern.plans.latest("pk").pk, note="No.")
    assert move_concerns_on(today=late) == 1
    assert again(concern).state == "reviewing"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("", "at least one step"),
        ("soon: we open", "This line is no step"),
        ("2027-02-30 We open", "This line is no step"),
        ("2020-01-01 We open", "a day to come"),
        (soon(300), "a plan has no more time"),
    ],
)
def test_a_plan_has_steps_with_days_within_six_months(concern, reviewer, approver, steps, said):
    accept_concern(obj=concern, by=reviewer, note="")
    answer_concern(concern=concern, by=approver, text="We had no staff.", language="en")
    with pytest.raises(NotReady, match=said):
        propose_plan(obj=again(concern), by=reviewer, note="Find staff.", steps=steps)


def test_more_time_only_where_the_edition_knows_it(label, concern, reviewer, approver, official):
    accept_concern(obj=concern, by=reviewer, note="")
    before = again(concern).due_on
    with pytest.raises(NotAllowed):
        extend_answer(concern=again(concern), by=official, reason="Elections.")
    extend_answer(concern=again(concern), by=approver, reason="Elections.")
    assert again(concern).due_on >= before + dt.timedelta(days=12)
    other = make_concern(make_label_with_rules(city=label.city))
    accept_concern(obj=other, by=reviewer, note="")
    for one in (concern, other):
        with pytest.raises(NotAllowed):
            extend_answer(concern=again(one), by=approver, reason="Once more.")


# --- Conflicts, the label's end, the switch, forgetting ----------------------------------------------
def test_a_hard_conflict_hides_it_and_a_soft_one_is_countersigned(label, concern, reviewer, decider):
    make_conflict(reviewer, label.city)
    make_conflict(decider, label.city, kind="soft")
    for person in (reviewer, decider):
        with pytest.raises((NotAllowed, Refused)):
            accept_concern(obj=again(concern), by=type(person).objects.get(pk=person.pk), note="")
    assert not concerns_for_office(type(reviewer).objects.get(pk=reviewer.pk)).exists()


def test_open_concerns_end_with_the_label(label, concern, reviewer, approver, decider):
    accept_concern(obj=concern, by=reviewer, note="")
    propose_change(obj=label, by=approver, kind="withdraw", note="We stop.")
    confirm_change(obj=Label.objects.get(), by=decider, kind="withdraw")

    assert again(concern).state == "lapsed"
    other = make_concern(Label.objects.get())
    with pytest.raises(NotReady):
        accept_concern(obj=other, by=reviewer, note="")


def test_nothing_moves_while_the_label_is_off(settings, label, concern, reviewer, client_of):
    visitor = client_of(None)
    accept_concern(obj=concern, by=reviewer, note="")
    settings.LABEL_ENABLED = False
    with pytest.raises(Refused):
        not_accept_concern(obj=again(concern), by=reviewer, note="No.")
    assert move_concerns_on(today=timezone.localdate() + dt.timedelta(days=99)) == 0
    for where in (concern.get_absolute_url(), f"/en/labels/{label.code}/concern/"):
        assert visitor.get(where).status_code == 404
    assert client_of(reviewer).get("/admin/labels/concern/").status_code == 403


def test_addresses_are_forgotten_and_what_nobody_confirmed_is_deleted(label):
    today = timezone.localdate()
    old = timezone.now() - dt.timedelta(days=400)
    kept = make_concern(label, state="submitted")
    never = make_concern(label, state="unconfirmed")
    taken = make_concern(label, state="withdrawn", ended_at=old)
    Concern.objects.filter(pk=never.pk).update(created_at=old)
    closed = make_concern(label, state="closed", outcome="solved", outcome_reasons="Open.", ended_at=old,
                          concluded_by=make_label().application.final_decision.proposed_by)  # fmt: skip

    assert (forget_filers(today=today), forget_filers(today=today)) == (3, 0)
    assert not Concern.objects.filter(pk=never.pk).exists()
    assert (again(taken).text, again(taken).email_hash) == ("", "")
    assert (again(closed).email, bool(again(closed).text)) == ("", True)
    assert again(kept).email
