"""The office moderates in the administration, the city replies at its desk, the public reads both."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from commitments.actions import withdraw
from commitments.models import CommitmentVersion
from core.models import AuditEvent, OutboxMail
from participation.models import CounterEvidence
from participation.tokens import own_token
from review.checklists import DEFAULTS
from review.models import QueueItem
from tests.factories import make_commitment, make_conflict, make_evidence, make_report, make_statement, make_version
from tests.pages import read_form

pytestmark = pytest.mark.django_db
TICKS = list(DEFAULTS["statement"])


@pytest.fixture
def statement(commitment, evidence):
    return make_statement(commitment, evidence=evidence, speaker="A loud club", email="remi@mail.example")


def decide(statement, name):
    return reverse("admin:participation_counterevidence_decide", args=[statement.pk, name])


def page_of(commitment):
    return " ".join(Client().get(commitment.get_absolute_url()).content.decode().split())


def mails(name):
    return list(OutboxMail.objects.filter(name=name))


def test_published_beside_the_evidence_and_answered_once(client_of, reviewer, official, statement, commitment):
    assert statement.text not in page_of(commitment)
    office = client_of(reviewer)
    page = office.get(reverse("admin:participation_counterevidence_change", args=[statement.pk])).content.decode()
    assert statement.text in page
    assert "remi@mail.example" not in page
    office.post(decide(statement, "publish"), read_form(page, "note") | {"ticks": TICKS})
    statement.refresh_from_db()
    assert statement.state == "published"
    assert statement.reply_due_on == timezone.localdate() + dt.timedelta(days=30)
    assert [mail.recipients for mail in mails("statement_to_answer")] == [[official.email]]
    assert "is public" in mails("statement_decided")[0].subject

    public = page_of(commitment)
    for words in ("Someone says otherwise", "a resident", statement.text, "The city may reply until"):
        assert words in public
    assert "A loud club" not in public  # no consent

    desk = client_of(official)
    assert "Someone says otherwise about what Arden shows." in desk.get("/en/desk/").content.decode()
    url = reverse("desk:statement_reply", args=[statement.public_id])
    assert "1000" in desk.post(url, {"text": "x" * 1001, "language": "en"}).content.decode()
    desk.post(url, {"text": "Two advisers were ill in June.", "language": "en"})
    assert "Two advisers were ill in June." in page_of(commitment)
    desk.post(url, {"text": "Another reply.", "language": "en"})
    assert "Another reply." not in page_of(commitment)
    assert "Someone says otherwise" not in desk.get("/en/desk/").content.decode()
    assert "Two advisers were ill in June." in mails("statement_replied")[0].text


def test_a_refusal_needs_a_reason_and_words_and_stays_hidden(client_of, visitor, reviewer, statement, commitment):
    office = client_of(reviewer)
    for values in ({"note": "It is about another desk."}, {"reason": "off_topic"}):
        assert office.post(decide(statement, "refuse"), values).status_code == 200
    assert CounterEvidence.objects.get().state == "submitted"
    office.post(decide(statement, "refuse"), {"reason": "off_topic", "note": "It is about another desk."})

    assert CounterEvidence.objects.get().state == "refused"
    assert "It is about another desk." in mails("statement_decided")[0].text
    assert statement.text not in page_of(commitment)
    assert not AuditEvent.objects.filter(action="refuse").exclude(scope="").exists()  # not in the city's log
    log = " ".join(visitor.get("/en/process/").content.decode().split())
    assert 'Refused: it is not about this evidence</th> <td class="n">1</td>' in log


def test_what_waits_ends_with_the_commitment_and_its_author_is_told(statement, commitment, evidence, approver, visitor):
    others = [make_statement(commitment, evidence=evidence, state=state) for state in ("unconfirmed", "published")]
    withdraw(commitment=commitment, by=approver, reason="The libraries moved to the region.")

    statement.refresh_from_db()
    assert (statement.state, bool(statement.lapsed_at)) == ("lapsed", True)
    assert [row.state for row in CounterEvidence.objects.filter(pk__in=[row.pk for row in others]).order_by("pk")] == [
        "unconfirmed", "published",
    ]  # fmt: skip
    assert [mail.recipients for mail in mails("statement_lapsed")] == [["remi@mail.example"]]
    assert "before" in mails("statement_lapsed")[0].text
    assert not QueueItem.objects.filter(kind="statement").exists()
    own = visitor.get(reverse("voices:own", args=[own_token(statement.reference)])).content.decode()
    assert "The city withdrew the commitment" in own
    assert "Take it back" not in own


def test_to_publish_every_box_is_ticked(client_of, reviewer, statement):
    response = client_of(reviewer).post(decide(statement, "publish"), {"ticks": TICKS[1:]})

    assert "or refuse it." in response.content.decode()
    assert CounterEvidence.objects.get().state == "submitted"


def test_a_conflict_hides_it_wholly(client_of, reviewer, statement, city):
    make_conflict(reviewer, city)
    office = client_of(reviewer)

    assert statement.reference not in office.get("/admin/participation/counterevidence/?show=all").content.decode()
    assert office.post(decide(statement, "publish"), {"ticks": TICKS}).status_code == 404
    assert CounterEvidence.objects.get().state == "submitted"


def test_nobody_is_asked_where_nobody_acts_for_the_city(client_of, reviewer, other_city):
    compiled = make_commitment(city=other_city, origin="compiled")
    evidence = make_evidence(version=compiled.versions.get())
    client_of(reviewer).post(decide(make_statement(compiled, evidence=evidence), "publish"), {"ticks": TICKS})

    assert "nobody was asked to reply" in page_of(compiled)


def test_what_was_said_stays_when_the_city_lists_other_evidence(commitment, evidence):
    statement = make_statement(commitment, evidence=evidence, state="published")
    CommitmentVersion.objects.filter(commitment=commitment).update(state="superseded")
    make_version(commitment, state="published")

    page = page_of(commitment)
    assert statement.text in page
    assert "about “Opening hours”" in page


def test_silence_is_shown_when_the_time_is_over(commitment, evidence):
    due = timezone.localdate() - dt.timedelta(days=1)
    make_statement(commitment, evidence=evidence, state="published", reply_due_on=due)

    assert "No reply yet, the time for it ended on" in page_of(commitment)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_and_the_queue_cost_the_same(client_of, reviewer, evidence, django_assert_num_queries, rows):
    commitment = evidence.in_versions.get().version.commitment
    report = make_report(commitment)
    for _row in range(rows):
        make_statement(commitment, evidence=evidence, state="published")
        make_statement(commitment, report=report, state="published")
        make_statement(commitment, evidence=evidence)
    with django_assert_num_queries(5):
        page_of(commitment)
    office = client_of(reviewer)
    office.get("/admin/")  # the session is written down once
    with django_assert_num_queries(5):
        office.get("/admin/participation/counterevidence/")


def test_data_holds_what_is_published_and_no_person(visitor, commitment, evidence):
    for state in ("unconfirmed", "submitted", "refused", "withdrawn"):
        make_statement(commitment, evidence=evidence, state=state, speaker="Secret Club", text=f"Secret {state}")
    make_statement(commitment, evidence=evidence, state="published", speaker="Shy Club", text="Closed in June.")
    make_statement(
        commitment, report=make_report(commitment), state="published", speaker="Loud Club", show_name=True, text="Shut."
    )
    record = visitor.get(f"/data/v1/commitments/{commitment.code}").json()

    said = [(row["text"], row["speaker"], row["evidence"]) for row in record["counter_evidence"]]
    assert said == [("Closed in June.", "", str(evidence.public_id)), ("Shut.", "Loud Club", None)]
    for secret in ("Secret", "Shy Club", "mail.example", "HRS-"):
        assert secret not in str(record)
    City.objects.update(is_public=False)
    assert visitor.get(f"/data/v1/commitments/{commitment.code}").status_code == 404
