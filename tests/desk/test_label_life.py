"""A label after it was granted, at the desk: answer before it is revoked, give it back."""

import pytest
from django.urls import reverse

from labels.actions import propose_change
from labels.models import Label, LabelChange
from tests.factories import make_city, make_label, make_role, make_user
from tests.factories.concerns import make_concern, make_label_with_rules

pytestmark = pytest.mark.django_db
WHY = "The city sent no report for two years."


@pytest.fixture
def label(city) -> Label:
    return make_label(city=city)


def at(name: str, city) -> str:
    return reverse(f"desk:label_{name}", args=[city.slug])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_approver_answers_once_and_an_editor_reads(label, decider, approver, official, client_of):
    city = label.city
    propose_change(obj=label, by=decider, kind="revoke", note=WHY)
    browser = client_of(approver)
    page = text(browser.get(at("hearing", city)))
    assert WHY in page
    assert "can answer until" in page
    assert "Write what the city says." in text(browser.post(at("hearing", city), {"reason": " "}))
    assert browser.post(at("hearing", city), {"reason": "We did report."}).status_code == 302

    page = text(client_of(official).get(at("hearing", city)))
    assert "We did report." in page
    assert "<textarea" not in page


def test_the_desk_leads_to_the_hearing_until_the_city_has_answered(label, decider, approver, client_of):
    browser, link = client_of(approver), f'href="{at("hearing", label.city)}"'
    tasks, of_label = reverse("desk:dashboard"), at("apply", label.city)
    assert link not in text(browser.get(tasks)) + text(browser.get(of_label))

    propose_change(obj=label, by=decider, kind="revoke", note=WHY)

    page = text(browser.get(tasks))
    assert f"The office proposes to revoke the label of {label.city}." in page
    assert link in page
    assert link in text(browser.get(of_label))
    browser.post(at("hearing", label.city), {"reason": "We did report."})
    assert link not in text(browser.get(tasks))
    assert link in text(browser.get(of_label))


@pytest.mark.parametrize(("state", "words"), [("suspended", "suspended"), ("on_hold", "on hold")])
def test_a_label_that_is_not_valid_now_can_be_given_back_and_answered_for(state, words, city, approver, client_of):
    label = make_label_with_rules(city, state=state)
    concern = make_concern(label, state="accepted")

    page = text(client_of(approver).get(at("apply", city)))

    assert f"State of the label: {words}." in page
    assert at("give_back", city) in page
    assert reverse("desk:concern", args=[city.slug, concern.reference]) in page


def test_without_a_proposal_there_is_nothing_to_answer(label, city, approver, client_of):
    assert client_of(approver).get(at("hearing", city)).status_code == 403


def test_two_approvers_give_the_label_back(label, city, approver, client_of):
    other = make_user("Olga Other")
    make_role(other, city, "approver")
    first, second = client_of(approver), client_of(other)
    assert "Say why the city gives the label back." in text(first.post(at("give_back", city), {"ask": "1"}))
    first.post(at("give_back", city), {"ask": "1", "reason": "A new council."})
    page = text(first.get(at("give_back", city)))
    assert "Another approver of the city, or a decider of the office, makes sure." in page
    assert "Yes, the city gives it back" not in page
    assert Label.objects.get().state == "valid"
    assert "Yes, the city gives it back" in text(second.get(at("give_back", city)))
    second.post(at("give_back", city), {"sign": "1"})

    assert Label.objects.get().state == "withdrawn"
    public = text(second.get(label.get_absolute_url()))
    assert "<h1>The city gave this label back</h1>" in public
    assert "A new council." in public


def test_another_approver_finds_the_wish_to_give_it_back_among_the_tasks(label, city, approver, official, client_of):
    other = make_user("Olga Other")
    make_role(other, city, "approver")
    make_label(city=make_city("Elsewhere"))
    tasks, words = reverse("desk:dashboard"), f"An approver asks to give the label of {city} back."
    assert words not in text(client_of(other).get(tasks))

    propose_change(obj=label, by=approver, kind="withdraw", note="A new council.")

    page = text(client_of(other).get(tasks))
    assert words in page
    assert f'href="{at("give_back", city)}"' in page
    for person in (approver, official):
        assert words not in text(client_of(person).get(tasks))
    client_of(other).post(at("give_back", city), {"drop": "1"})
    assert words not in text(client_of(other).get(tasks))


def test_the_city_changes_its_mind(label, city, approver, client_of):
    browser = client_of(approver)
    browser.post(at("give_back", city), {"ask": "1", "reason": "A new council."})
    browser.post(at("give_back", city), {"drop": "1"})

    assert LabelChange.objects.get().closed_at is not None
    assert Label.objects.get().state == "valid"
    assert at("give_back", city) in text(browser.get(reverse("desk:label_apply", args=[city.slug])))


def test_a_city_without_a_label_gives_none_back(city, approver, client_of):
    assert client_of(approver).get(at("give_back", city)).status_code == 403
