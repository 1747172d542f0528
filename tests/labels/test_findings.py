"""The panel's acts: each answers alone and once, one writes, more than half agree; the city replies; a second look."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import AuditEvent, OutboxMail
from labels.actions.clocks import start_clock
from labels.actions.findings import (
    StaleFinding,
    StalePanelAnswer,
    agree,
    save_finding,
    save_panel_answer,
    send_panel_answer,
)
from labels.models import Finding, PanelAnswer, PanelMember, SecondLook
from labels.queries.findings import panel_room, seat_at_desk, seen_of
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_conflict
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.labels.conftest import fresh
from tests.labels.reminded import reminded

pytestmark = pytest.mark.django_db
MET = {"answer": "met", "reasons": "Every text names it.", "language": "en"}


@pytest.fixture
def case(city, approver):
    return make_answering_case(city=city, author=approver)


@pytest.fixture
def people(case):
    return [seat.member.user for seat in seats_of(case)]


def question(case, code="F1"):
    return case.scheme.criteria.get(code=code)


def send(case, by, code="F1", revision=0, **values):
    return send_panel_answer(
        application=fresh(case), criterion=question(case, code), by=by, revision=revision, values=MET | values
    )


def room_of(case, person):
    return panel_room(seat_at_desk(person, case.reference))


def mails(name):
    return OutboxMail.objects.filter(name=name).count()


# --- The own answer --------------------------------------------------------------------------------
def test_an_answer_is_saved_in_parts_and_sent_once(case, people):
    words = {"application": case, "criterion": question(case), "by": people[0]}
    draft = save_panel_answer(**words, revision=0, values={"answer": "", "reasons": "Half a sen", "language": "en"})
    with pytest.raises(StalePanelAnswer):
        save_panel_answer(**words, revision=0, values=MET)
    with pytest.raises(ValidationError):
        send(case, people[0], revision=1, reasons="  ")

    sent = send(case, people[0], revision=draft.revision)

    assert (sent.answer, sent.sent_at is not None) == ("met", True)
    assert send(case, people[0], revision=0).pk == sent.pk  # a double click
    for act in (lambda: send(case, people[0], revision=sent.revision, answer="partly"),
                lambda: save_panel_answer(**words, revision=sent.revision, values=MET)):  # fmt: skip
        with pytest.raises(Stale):
            act()
    event = AuditEvent.objects.get(action="send_panel_answer")
    assert event.data == {"criterion": "F1"}
    assert event.scope.startswith("office:")


def test_not_ours_only_where_criterion_and_profile_allow_it(city, approver):
    allowed = make_answering_case(city=city, power="not_ours")
    first = seats_of(allowed)[0].member.user
    assert send(allowed, first, "S5", answer="not_ours").answer == "not_ours"
    with pytest.raises(ValidationError):
        send(allowed, first, "F1", answer="not_ours")
    shared = make_answering_case(power="shared")
    with pytest.raises(ValidationError):
        send(shared, seats_of(shared)[0].member.user, "S5", answer="not_ours")


def test_only_who_sits_in_the_panel_acts_and_nobody_in_conflict(case, people, official, decider):
    for person in (official, decider):
        with pytest.raises(NotAllowed):
            send(case, person)
    make_conflict(people[0], case.city, kind="soft")
    with pytest.raises(NotAllowed):
        send(case, people[0])
    gone = seats_of(case)[1]
    PanelMember.objects.filter(pk=gone.pk).update(state="declined", left_at="2026-01-01T00:00Z")
    with pytest.raises(NotAllowed):
        send(case, people[1])
    assert not PanelAnswer.objects.exists()


def test_anothers_answer_is_read_only_once_ones_own_is_in(case, people):
    send(case, people[1], reasons="What Two thinks.")
    item = room_of(case, people[0]).item("F1")
    assert (item.others, item.finding, item.sent) == ([], None, [])

    send(case, people[0], reasons="What One thinks.", answer="partly")

    seen = room_of(case, people[0])
    assert [row.reasons for row in seen.item("F1").sent] == ["What One thinks.", "What Two thinks."]
    assert seen.item("F1").differs
    assert seen.item("F2").others == []
    assert room_of(case, people[2]).item("F1").others == []


def test_the_last_answer_tells_everybody_and_no_mail_says_what_was_answered(case, people):
    make_answers(case, but=("S5",))
    make_answers(case, but=("F1", "F2"), by=seats_of(case)[:4], reasons="A secret word")
    assert mails("panel_answers_in") == 0

    send(case, people[4], "S5", reasons="Another secret word")

    assert mails("panel_answers_in") == 5
    assert not OutboxMail.objects.filter(text__contains="secret").exists()


# --- The finding -----------------------------------------------------------------------------------
def test_a_finding_has_one_author_and_takes_agreement_back(case, people):
    words = {"criterion": question(case), "values": MET}
    make_answers(case, but=("S5",))
    with pytest.raises(NotReady):
        save_finding(application=fresh(case), by=people[0], revision=0, **words)
    make_answers(case, but=("F1", "F2"))
    save_finding(application=fresh(case), by=people[0], revision=0, **words)
    PanelMember.objects.filter(application=case).update(agreed_at="2026-01-01T00:00Z")

    with pytest.raises(StaleFinding):
        save_finding(application=fresh(case), by=people[1], revision=0, criterion=question(case),
                     values=MET | {"reasons": "Other words."})  # fmt: skip
    with pytest.raises(NotAllowed):
        save_finding(application=fresh(case), by=people[1], revision=1, criterion=question(case),
                     values=MET | {"reasons": "Other words."})  # fmt: skip
    save_finding(application=fresh(case), by=people[1], revision=9, **words)  # the same words again: nothing changed
    assert case.panel.filter(agreed_at=None).count() == 0
    changed = save_finding(application=fresh(case), by=people[0], revision=1, criterion=question(case),
                           values=MET | {"answer": "partly"})  # fmt: skip

    assert (changed.revision, changed.author.member.user) == (2, people[0])
    assert case.panel.filter(agreed_at=None).count() == 5

    seat = seats_of(case)[0]
    PanelMember.objects.filter(pk=seat.pk).update(state="declined", left_at="2026-01-01T00:00Z")
    taken = save_finding(application=fresh(case), by=people[1], revision=2, **words)
    assert taken.author.member.user == people[1]


def test_the_findings_go_out_when_more_than_half_agree(case, people, approver):
    make_answers(case)
    with pytest.raises(NotReady):
        agree(application=fresh(case), by=people[0], seen="")
    findings = make_findings(case)
    seen = seen_of(findings)
    with pytest.raises(Stale):
        agree(application=fresh(case), by=people[0], seen="other words")

    assert [agree(application=fresh(case), by=person, seen=seen) for person in (people[0], people[0], people[1])] == [
        False, False, False
    ]  # fmt: skip
    assert fresh(case).state == "panel"
    assert agree(application=fresh(case), by=people[2], seen=seen) is True

    after = fresh(case)
    assert after.state == "reply"
    assert after.clocks.filter(deadline__key="answer", ended_on=None).exists()
    assert (mails("label_findings"), mails("panel_findings_sent")) == (1, 5)
    with pytest.raises(Stale):
        agree(application=after, by=people[3], seen=seen)


def test_the_database_refuses_what_cannot_be(case):
    finding, seats = make_findings(case)[0], seats_of(case)
    made = {"answer": "met", "reasons": "x"}
    answer = PanelAnswer.objects.create(member=seats[0], criterion=finding.criterion)
    reply_row = make_reply(finding, text="x", sent_at=None)
    for act in (
        lambda: SecondLook.objects.create(finding=finding, author=seats[0], member=seats[0], **made),
        lambda: SecondLook.objects.create(finding=finding, author=seats[0], member=seats[1], answer="met", reasons=""),
        lambda: PanelAnswer.objects.filter(pk=answer.pk).update(sent_at="2026-01-01T00:00Z"),
        lambda: PanelAnswer.objects.filter(pk=answer.pk).update(answer="good"),
        lambda: PanelAnswer.objects.create(member=seats[0], criterion=finding.criterion),
        lambda: Finding.objects.filter(pk=finding.pk).update(reasons=""),
        lambda: Finding.objects.create(application=case, criterion=finding.criterion, author=seats[1], **made),
        lambda: type(reply_row).objects.filter(pk=reply_row.pk).update(text="", sent_at="2026-01-01T00:00Z"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


# --- Time ------------------------------------------------------------------------------------------
def test_a_panel_is_reminded_once_and_nobody_in_conflict(case, people, city):
    start_clock(case, "panel", "findings")
    due = case.clocks.get().due_on
    make_conflict(people[0], city)

    assert reminded("panel_deadline", due - dt.timedelta(days=7)) == 4
    assert reminded("panel_deadline", due - dt.timedelta(days=7)) == 0
    assert reminded("panel_deadline", due + dt.timedelta(days=1)) == 4

    assert mails("panel_deadline") == 8
