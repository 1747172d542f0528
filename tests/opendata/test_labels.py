"""/data/v1/labels/{code}: a label with concerns and appeals, as their pages say it, and nothing more."""

import json
from types import SimpleNamespace

import pytest
from django.utils import timezone

from labels.actions import answer_concern, find_unfounded, lodge_appeal, name_judges, not_accept_concern
from labels.models import Concern
from opendata.concern_schemas import LabelRecord
from opendata.label_schemas import ApplicationOut
from tests.factories import make_concern, make_label_with_rules
from tests.labels.appealing import PLAIN, hear, make_judges, make_refused, vote

pytestmark = pytest.mark.django_db
WHY = "The office did not read the second page."


@pytest.fixture
def label(city):
    return make_label_with_rules(city)


def read(visitor, label) -> dict:
    answer = visitor.get(f"/data/v1/labels/{label.code}")
    assert answer.status_code == 200
    LabelRecord.model_validate(answer.json())
    return answer.json()


@pytest.fixture
def team(reviewer, decider, administrator):
    """Three of the office."""
    return SimpleNamespace(reviewer=reviewer, decider=decider, administrator=administrator)


def test_a_concern_with_its_answer_plan_end_and_appeal(label, visitor, team, approver):
    reviewer, decider, administrator = team.reviewer, team.decider, team.administrator
    concern = make_concern(label, state="accepted", triage_reasons="It can be checked.")
    answer_concern(concern=concern, by=approver, text="We had no staff.", language="en")
    plan = concern.plans.create(text="Find staff.", proposed_by=reviewer, agreed_by=approver, agreed_at=timezone.now())
    plan.steps.create(text="It opens on Saturdays", due_on=timezone.localdate())
    plan.reports.create(text="It is open.", language="en", written_by=approver)
    concern.plans.create(text="Never agreed.", proposed_by=reviewer, returned_at=timezone.now())
    find_unfounded(obj=Concern.objects.get(), by=decider, note="It is open now.")
    judges = make_judges()
    appeal = lodge_appeal(thing=Concern.objects.get(), by=None, text=WHY, language="en")
    name_judges(obj=appeal, by=administrator, people=[person.pk for person in judges])

    record = read(visitor, label)
    (row,) = record["concerns"]
    assert row["url"] == f"http://127.0.0.1:8000/en/labels/{label.code}/concerns/{concern.reference}/"
    assert (row["text"], row["filed_by"], row["criterion"]) == (concern.text, "civil_society", "S5")
    assert [said["text"] for said in row["answers"]] == ["We had no staff."]
    assert [(made["text"], made["steps"][0]["text"], made["reports"][0]["text"]) for made in row["plans"]] == [
        ("Find staff.", "It opens on Saturdays", "It is open.")
    ]
    assert (row["state"], row["outcome"], row["outcome_reasons"]) == ("closed", "unfounded", "It is open now.")
    assert [step["step"] for step in row["steps"]] == ["answer", "find_unfounded"]
    (heard,) = record["appeals"]
    assert (heard["against"], heard["concern"], row["appeal"]) == ("concern", concern.reference, appeal.reference)
    assert (heard["text"], heard["votes"], heard["state"]) == ("", [], "hearing")
    vote(appeal, judges[:1], "uphold")
    assert read(visitor, label)["appeals"][0]["votes"] == []
    vote(appeal, judges[1:], "uphold")
    (heard,) = read(visitor, label)["appeals"]
    assert {said["reasons"] for said in heard["votes"]} == {"Because uphold."}

    whole = json.dumps(read(visitor, label))
    people = (reviewer, decider, approver, *judges)
    for hidden in (WHY, concern.email, "Never agreed.", *(person.name for person in people)):
        assert hidden not in whole


def test_what_was_not_accepted_is_not_there(label, visitor, reviewer):
    for state in ("unconfirmed", "gathering", "submitted", "withdrawn"):
        make_concern(label, state=state)
    not_accept_concern(obj=make_concern(label), by=reviewer, note="It is about the weather.")
    assert read(visitor, label)["concerns"] == []


def test_appeals_of_an_application_stand_in_its_record(city, visitor, approver, administrator):
    decision, judges = make_refused(city, approver), make_judges()
    vote(hear(decision, approver, names=administrator, judges=judges), judges, "replace", "replace")
    record = visitor.get(f"/data/v1/labels/applications/{decision.application.reference}").json()
    ApplicationOut.model_validate(record)
    (heard,) = record["appeals"]
    assert (heard["against"], heard["text"], heard["outcome"]) == ("decision", "Look again.", "replace")
    assert heard["votes"][0]["plain"] == PLAIN
    label = decision.application.city.labels.get()
    assert visitor.get(f"/data/v1/cities/{city.slug}").json()["label"]["data_url"].endswith(f"/labels/{label.code}")


def test_unknown_hidden_and_switched_off(label, visitor, settings):
    for code in ("HRL-NOBODY", "x" * 80, "Ä"):
        assert visitor.get(f"/data/v1/labels/{code}").status_code == 404
    assert visitor.get(f"/data/v1/labels/{label.code.lower()}").status_code == 200
    assert visitor.get(f"/data/v1/labels/{label.code}?x=1").status_code == 422
    label.city.is_public = False
    label.city.save()
    assert visitor.get(f"/data/v1/labels/{label.code}").status_code == 404
    label.city.is_public = True
    label.city.save()
    settings.LABEL_ENABLED = False
    assert visitor.get(f"/data/v1/labels/{label.code}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_many_concerns_cost_no_more_queries(label, visitor, approver, rows, django_assert_num_queries):
    for _number in range(rows):
        concern = make_concern(label, state="accepted")
        plan = concern.plans.create(text="Go.", proposed_by=approver, agreed_by=approver, agreed_at=timezone.now())
        plan.steps.create(text="Open", due_on=timezone.localdate())
    with django_assert_num_queries(8):
        read(visitor, label)
