"""What a panel found is public with the decision, on the label's page and in the decision log, and not before."""

import hashlib
import json

import pytest
from django.urls import reverse

from labels.actions import grant
from labels.models import DecisionEntry, LabelApplication, SecondLook
from labels.queries.final_findings import final_findings, findings_digest, findings_record
from tests.desk.pages import text_of
from tests.factories import make_commitment
from tests.factories.findings import make_answering_case, make_findings, make_reply, seats_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(city, approver, decider, second_decider):
    """A case with a second look at its first question, decided."""
    make_commitment(city=city)
    case = make_answering_case(city=city, author=approver, state="proposed", signed_by=decider)
    first, *_rest = make_findings(case, reasons="We read three texts.")
    make_reply(first, text="We do more than that.")
    seats = seats_of(case)
    SecondLook.objects.create(
        finding=first, author=seats[0], member=seats[1], answer="met", reasons="There is a fourth."
    )
    assert final_findings(LabelApplication.objects.get(pk=case.pk)) == []
    return grant(obj=LabelApplication.objects.get(pk=case.pk), by=second_decider)


def test_the_label_shows_what_counts_for_each_question_with_the_reply(granted, visitor):
    page = text_of(visitor.get(granted.get_absolute_url()))

    assert "F1 · Question F1?: met" in page
    assert "There is a fourth." in page
    assert "We do more than that." in page
    assert "F2 · Question F2?: partly" in page
    assert page.count("We read three texts.") == 2  # not the draft that the second look took the place of
    for seat in seats_of(granted.application):
        assert seat.name not in page.split("What the panel found")[1].split("</section>")[0]


def test_the_log_names_each_finding_and_the_digest_of_the_record(granted, visitor):
    entry, record = DecisionEntry.objects.get(act="granted"), final_findings(granted.application)

    assert entry.data["findings"] == "F1: met\nF2: partly\nS5: partly"
    assert entry.data["findings_sha256"] == findings_digest(record)
    assert findings_digest(record) in text_of(visitor.get(granted.get_absolute_url()))
    assert not {"count", "total"} & set(json.dumps(findings_record(record)).split('"'))


def test_the_application_shows_it_to_people_and_machines_and_anybody_can_check_the_digest(granted, visitor):
    reference = granted.application.reference
    page = text_of(visitor.get(reverse("portal:application", args=[reference])))
    record = visitor.get(reverse("opendata:application", args=[reference])).json()

    assert "F1 · Question F1?: met" in page
    assert "There is a fourth." in page
    assert [row["finding"] for row in record["findings"]] == ["met", "partly", "partly"]
    text = json.dumps(record["findings"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == record["findings_sha256"]
    assert record["findings_sha256"] == DecisionEntry.objects.get(act="granted").data["findings_sha256"]


def test_a_decision_without_a_panel_says_nothing_of_findings(visitor, city):
    case = make_answering_case(city=city, state="withdrawn")
    make_findings(case)
    assert final_findings(case) == []
    assert findings_digest([]) == ""
