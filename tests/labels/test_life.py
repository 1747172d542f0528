"""What happens to a label after it was granted: by two people, with public reasons, after the city was heard."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import audit
from core.access import Refused
from core.models import OutboxMail
from labels.actions import (
    answer_hearing,
    break_glass,
    confirm_change,
    drop_change,
    expire_labels,
    grant,
    propose_change,
)
from labels.models import DecisionEntry, Label, LabelChange
from labels.queries.log import log_faults
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_conflict, make_label, make_role, make_user

WHY = "The city sent no report for two years."


@pytest.fixture
def label(city) -> Label:
    """A valid label of city A, granted by two other people."""
    return make_label(city=city)


def again(label: Label) -> Label:
    return Label.objects.get(pk=label.pk)


def suspended(label, decider, second_decider) -> Label:
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    return confirm_change(obj=label, by=second_decider, kind="suspend")


def last_entry() -> DecisionEntry:
    return DecisionEntry.objects.first()


# --- Two people ------------------------------------------------------------------------------------
def test_a_proposal_changes_nothing_in_public(label, decider):
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)

    assert again(label).state == "valid"
    assert not DecisionEntry.objects.exists()
    assert not OutboxMail.objects.exists()


def test_the_second_signature_suspends_and_everybody_reads_why(label, decider, second_decider, approver):
    suspended(label, decider, second_decider)

    entry = last_entry()
    assert (again(label).state, entry.act, entry.data["reasons"]) == ("suspended", "suspended", WHY)
    change = LabelChange.objects.get()
    assert (change.is_final, change.confirmed_by) == (True, second_decider)
    told = {mail.recipients[0]: mail for mail in OutboxMail.objects.filter(name="label_changed")}
    assert {approver.email, decider.email, second_decider.email} <= set(told)
    for mail in told.values():
        assert WHY in mail.text
        assert WHY in mail.html
        assert label.code in mail.subject
        assert decider.name not in mail.text + mail.html


def test_a_suspension_ends_by_two_as_well(label, decider, second_decider):
    suspended(label, decider, second_decider)
    propose_change(obj=label, by=decider, kind="reinstate", note="The report came.")
    with pytest.raises(NotAllowed):
        confirm_change(obj=label, by=decider, kind="reinstate")
    confirm_change(obj=label, by=second_decider, kind="reinstate")

    assert again(label).state == "valid"
    assert [entry.act for entry in DecisionEntry.objects.order_by("seq")] == ["suspended", "reinstated"]
    assert list(log_faults()) == []
    assert list(audit.verify()) == []


@pytest.mark.parametrize("kind", ["suspend", "revoke"])
def test_whoever_decided_to_grant_it_neither_proposes_nor_signs(signed, decider, second_decider, kind):
    label = grant(obj=signed, by=second_decider)
    others = [make_user(f"New {n}", roles=("decider",)) for n in range(2)]
    for person in (decider, second_decider):
        with pytest.raises(NotAllowed):
            propose_change(obj=label, by=person, kind=kind, note=WHY)
    propose_change(obj=label, by=others[0], kind=kind, note=WHY)
    for person in (decider, second_decider, others[0]):
        with pytest.raises(NotAllowed):
            confirm_change(obj=label, by=person, kind=kind)


def test_a_conflict_keeps_a_decider_out(label, decider, second_decider, city):
    make_conflict(decider, city)
    with pytest.raises(NotAllowed):
        propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    propose_change(obj=label, by=second_decider, kind="suspend", note=WHY)
    with pytest.raises(NotAllowed):
        confirm_change(obj=label, by=decider, kind="suspend")


@pytest.mark.parametrize("person", ["approver", "official", "reviewer", "administrator", "resident", "root"])
@pytest.mark.parametrize("kind", ["suspend", "revoke"])
def test_nobody_else_may(label, decider, request, person, kind):
    user = make_user("Root", is_superuser=True) if person == "root" else request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        propose_change(obj=label, by=user, kind=kind, note=WHY)
    propose_change(obj=label, by=decider, kind=kind, note=WHY)
    with pytest.raises(NotAllowed):
        confirm_change(obj=label, by=user, kind=kind)
    assert again(label).state == "valid"


@pytest.mark.parametrize("note", ["", "\u200b\n", "x" * 10_001])
def test_a_proposal_needs_reasons(label, decider, note):
    with pytest.raises(NotReady):
        propose_change(obj=label, by=decider, kind="suspend", note=note)
    assert not LabelChange.objects.exists()


def test_one_proposal_at_a_time_and_another_one_in_its_place_is_stale(label, decider, second_decider):
    first = propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    with pytest.raises(NotAllowed):
        propose_change(obj=label, by=second_decider, kind="revoke", note=WHY)
    drop_change(obj=label, by=second_decider, note="Too early.", change=first.pk)
    propose_change(obj=label, by=decider, kind="suspend", note="Other words.")
    with pytest.raises(Stale):
        confirm_change(obj=label, by=second_decider, kind="suspend", change=first.pk)
    assert again(label).state == "valid"


def test_the_label_can_be_switched_off(label, decider, settings):
    settings.LABEL_ENABLED = False
    with pytest.raises(Refused):
        propose_change(obj=label, by=decider, kind="suspend", note=WHY)


# --- Revoked only after the city was heard ---------------------------------------------------------
def test_the_city_is_heard_before_its_label_is_revoked(label, decider, second_decider, approver, official):
    change = propose_change(obj=label, by=decider, kind="revoke", note=WHY)

    assert change.hearing_until == timezone.localdate() + dt.timedelta(days=30)
    mails = OutboxMail.objects.filter(name="label_hearing")
    assert {mail.recipients[0] for mail in mails} == {approver.email, official.email}
    assert all(WHY in mail.text and "/label/hearing/" in mail.text for mail in mails)
    with pytest.raises(NotReady, match="The city has until"):
        confirm_change(obj=label, by=second_decider, kind="revoke")
    with pytest.raises(NotAllowed):
        answer_hearing(label=label, by=official, text="We did.")
    with pytest.raises(NotReady):
        answer_hearing(label=label, by=approver, text=" \n")
    answer_hearing(label=label, by=approver, text="We did report.")
    with pytest.raises(NotAllowed):
        answer_hearing(label=label, by=approver, text="And again.")

    confirm_change(obj=label, by=second_decider, kind="revoke")
    assert again(label).state == "revoked"
    assert last_entry().data["reply_of_the_city"] == "We did report."


@pytest.mark.parametrize(("days", "revoked"), [(30, False), (31, True)])
def test_a_city_that_says_nothing_is_waited_for(label, decider, second_decider, days, revoked):
    change = propose_change(obj=label, by=decider, kind="revoke", note=WHY)
    LabelChange.objects.update(hearing_until=change.hearing_until - dt.timedelta(days=days))
    if revoked:
        confirm_change(obj=label, by=second_decider, kind="revoke")
    else:
        with pytest.raises(NotReady):
            confirm_change(obj=label, by=second_decider, kind="revoke")
    assert (again(label).state == "revoked") is revoked


def test_a_revoked_label_moves_no_more(label, decider, second_decider, approver):
    propose_change(obj=label, by=decider, kind="revoke", note=WHY)
    answer_hearing(label=label, by=approver, text="No.")
    confirm_change(obj=label, by=second_decider, kind="revoke")
    for kind in ("suspend", "reinstate", "revoke", "withdraw"):
        with pytest.raises(Stale):
            propose_change(obj=label, by=decider, kind=kind, note=WHY)


# --- The city gives it back ------------------------------------------------------------------------
def test_one_approver_alone_cannot_give_the_label_back(label, approver, official, city):
    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")
    for person in (approver, official):
        with pytest.raises(NotAllowed):
            confirm_change(obj=label, by=person, kind="withdraw")
    other = make_user("Olga Other")
    make_role(other, city, "approver")
    confirm_change(obj=label, by=other, kind="withdraw")

    assert again(label).state == "withdrawn"
    assert (last_entry().act, last_entry().data["reasons"]) == ("withdrawn", "A new council.")


def test_a_decider_makes_sure_where_a_city_has_one_approver(label, approver, decider):
    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")
    confirm_change(obj=label, by=decider, kind="withdraw")

    assert again(label).state == "withdrawn"


def test_the_city_drops_its_own_proposal_and_no_other(label, approver, decider):
    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")
    drop_change(obj=label, by=approver, note="We keep it.")
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    with pytest.raises(NotAllowed):
        drop_change(obj=label, by=approver, note="No.")


# --- By itself, and past the two signatures --------------------------------------------------------
def test_labels_expire_once_and_the_log_says_when(label, decider):
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    today = timezone.localdate()
    since = today - dt.timedelta(days=90)
    Label.objects.update(granted_on=since, valid_from=since, valid_until=today)
    assert expire_labels() == 0
    Label.objects.update(valid_until=today - dt.timedelta(days=1))
    assert (expire_labels(), expire_labels()) == (1, 0)

    assert (again(label).state, last_entry().act, DecisionEntry.objects.count()) == ("expired", "expired", 1)
    assert LabelChange.objects.get().closed_at is not None


def test_break_glass_is_an_entry_of_the_public_log(label, capsys, approver):
    reason = "Order of the administrative court, 12 October 2026."
    call_command("break_glass", label.code.lower(), "suspend", reason=reason)

    entry = last_entry()
    assert (again(label).state, entry.act) == ("suspended", "break_glass")
    assert entry.data["reasons"] == reason
    assert (entry.data["change"], entry.data["signatures"]) == ("suspended", 0)
    assert OutboxMail.objects.filter(name="label_changed", recipients=[approver.email]).exists()
    assert "The public decision log says so." in capsys.readouterr().out


def test_break_glass_needs_a_reason_a_label_and_a_possible_change(label):
    with pytest.raises(CommandError, match="20 characters"):
        call_command("break_glass", label.code, "suspend", reason="because")
    with pytest.raises(CommandError, match="moved on"):
        call_command("break_glass", label.code, "reinstate", reason="x" * 30)
    with pytest.raises(CommandError, match="No label"):
        call_command("break_glass", "HRL-222222", "revoke", reason="x" * 30)
    assert not DecisionEntry.objects.exists()


def test_break_glass_closes_what_was_proposed(label, decider):
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    break_glass(label=label, kind="revoke", reason="Granted by fraud, says the court.")

    assert LabelChange.objects.get().closed_at is not None
    assert again(label).state == "revoked"
