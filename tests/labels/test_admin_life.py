"""The office's page of a label: who reads a proposal, who is offered which step."""

import pytest
from django.urls import reverse

from labels.actions import propose_change
from labels.models import Label
from tests.factories import make_conflict, make_label
from tests.labels.conftest import text_of

WHY = "The city sent no report for two years."


@pytest.fixture
def label(city) -> Label:
    return make_label(city=city)


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
