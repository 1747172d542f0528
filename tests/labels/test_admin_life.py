"""The office's page of a label: who reads a proposal, who is offered which step."""

import datetime as dt

import pytest
from django.urls import reverse

from core.local import day
from labels.actions import answer_hearing, propose_change
from labels.models import Label, LabelChange
from tests.factories import make_application, make_city, make_conflict, make_label
from tests.factories.concerns import make_concern, make_label_with_rules
from tests.labels.conftest import text_of

WHY = "The city sent no report for two years."


@pytest.fixture
def label(city) -> Label:
    return make_label(city=city)


@pytest.fixture
def change(label, decider) -> LabelChange:
    """A proposal to revoke the label; the city is heard."""
    return propose_change(obj=label, by=decider, kind="revoke", note=WHY)


def page(label: Label) -> str:
    return reverse("admin:labels_label_change", args=[label.pk])


def step(label: Label, name: str) -> str:
    return reverse("admin:labels_label_decide", args=[label.pk, name])


def test_one_decider_proposes_and_another_one_signs(label, decider, second_decider, client_of):
    first, second = client_of(decider), client_of(second_decider)
    assert "Propose to suspend the label" in text_of(first.get(page(label)))
    assert "Write the reason." in text_of(first.post(step(label, "propose_suspend"), {"note": ""}))
    assert first.post(step(label, "propose_suspend"), {"note": WHY}).url == page(label)
    shown = text_of(first.get(page(label)))
    assert "Sign second" not in shown
    assert "Do not sign: drop the proposal" in shown
    assert WHY in text_of(second.get(page(label)))
    second.post(step(label, "suspend"))

    assert Label.objects.get().state == "suspended"
    assert "signed by two" in text_of(second.get(page(label)))


def test_what_was_proposed_is_read_by_deciders_without_conflict_only(
    label, decider, second_decider, reviewer, client_of
):
    propose_change(obj=label, by=decider, kind="revoke", note=WHY)
    make_conflict(second_decider, label.city)

    for person in (reviewer, second_decider):
        shown = text_of(client_of(person).get(page(label)))
        assert label.code in shown
        assert WHY not in shown
        assert "Sign second" not in shown


def test_a_form_that_was_read_before_the_proposal_changed_is_refused(label, decider, second_decider, client_of):
    propose_change(obj=label, by=decider, kind="suspend", note=WHY)
    response = client_of(second_decider).post(step(label, "suspend"), {"seen": "valid---0-False"})

    assert "This has changed since you opened the page." in text_of(response)
    assert Label.objects.get().state == "valid"


@pytest.mark.parametrize("answered", [True, False], ids=["when the city has answered", "when the time is over"])
def test_the_second_signature_under_a_revocation_is_offered_when_the_city_was_heard(
    change, second_decider, approver, client_of, answered
):
    label, signer = change.label, client_of(second_decider)
    shown = text_of(signer.get(page(label)))
    assert "Sign second: revoke the label" not in shown
    assert "Do not sign: drop the proposal" in shown
    assert f"The city has until {day(change.hearing_until)} to say what it thinks." in shown
    assert "to say what it thinks" in text_of(signer.post(step(label, "revoke")))
    assert "to say what it thinks" not in text_of(client_of(change.proposed_by).get(page(label)))

    if answered:
        answer_hearing(label=label, by=approver, text="We did report.")
    else:
        LabelChange.objects.update(hearing_until=change.hearing_until - dt.timedelta(days=31))

    shown = text_of(signer.get(page(label)))
    assert "Sign second: revoke the label" in shown
    assert "to say what it thinks" not in shown
    signer.post(step(label, "revoke"))
    assert Label.objects.get().state == "revoked"


def test_days_of_cases_are_written_as_everywhere_on_the_portal(decider, client_of):
    sent = dt.datetime(2029, 2, 3, 12, tzinfo=dt.UTC)
    case, browser = make_application(submitted_at=sent), client_of(decider)
    label = make_label_with_rules(make_city("Elsewhere"))
    make_concern(label, state="submitted", submitted_at=sent, due_on=sent.date())
    condition = make_label(outcome="conditions").application.final_decision.conditions.create(
        text="Name an office.", due_on=sent.date()
    )
    pages = [reverse(f"admin:labels_{name}_changelist") for name in ("labelapplication", "concern", "condition")]
    pages += [reverse("admin:labels_labelapplication_change", args=[case.pk])]
    pages += [reverse("admin:labels_condition_change", args=[condition.pk])]
    for address in pages:
        shown = text_of(browser.get(address))
        assert "3 February 2029" in shown, address
        assert "Feb." not in shown, address


def test_days_are_written_as_everywhere_on_the_portal(label, decider, client_of):
    Label.objects.update(
        granted_on=dt.date(2029, 2, 3), valid_from=dt.date(2029, 2, 3), valid_until=dt.date(2032, 2, 2)
    )
    browser = client_of(decider)
    for address in (page(label), reverse("admin:labels_label_changelist")):
        shown = text_of(browser.get(address))
        assert "3 February 2029" in shown
        assert "2 February 2032" in shown
        assert "Feb." not in shown
