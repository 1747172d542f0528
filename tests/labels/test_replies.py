"""The city's right of reply, the second look at what it disputes, and what stands without a reply."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from core.models import OutboxMail
from labels.actions import close_what_is_over
from labels.actions.clocks import start_clock
from labels.actions.replies import LookedAlready, look_again, save_reply, send_replies
from labels.models import Finding
from labels.queries.final_findings import findings_as_final
from labels.queries.findings import panel_room, seat_at_desk
from review.workflow import NotAllowed, NotReady, Stale
from tests.factories import make_commitment, make_evidence
from tests.factories.findings import make_answering_case, make_findings, make_reply, seats_of
from tests.labels.conftest import fresh

pytestmark = pytest.mark.django_db
MET = {"answer": "met", "reasons": "Every text names it.", "language": "en"}


def mails(name):
    return OutboxMail.objects.filter(name=name).count()


def reply(finding, by, **values):
    said = {"disputed": False, "text": "", "language": "en", **values}
    found = Finding.objects.get(pk=finding.pk)
    stored = getattr(found, "reply", None)
    return save_reply(
        finding=found, by=by, revision=stored.revision if stored else 0, values=said, evidence=said.pop("evidence", [])
    )


def test_a_reply_that_disputes_nothing_leads_to_the_decision(city, official, approver, other_official):
    case = make_answering_case(city=city, state="reply", author=approver)
    first = make_findings(case)[0]
    with pytest.raises(NotAllowed):
        reply(first, other_official, text="No.")
    reply(first, official, text="We agree.")
    with pytest.raises(NotAllowed):
        send_replies(application=fresh(case), by=official)

    send_replies(application=fresh(case), by=approver)

    assert fresh(case).state == "deciding"
    assert Finding.objects.get(pk=first.pk).reply.sent_at is not None
    assert mails("label_replies") == 7
    with pytest.raises(Stale):
        reply(first, official, text="Too late.")
    with pytest.raises(Stale):
        send_replies(application=fresh(case), by=approver)


def test_what_is_disputed_says_why_and_carries_evidence_of_the_own_record_only(city, official, approver):
    case = make_answering_case(city=city, state="reply", author=approver)
    first = make_findings(case)[0]
    own = make_evidence(version=make_commitment(city=city).versions.get())
    draft = make_evidence(version=make_commitment(city=city, state="draft").versions.get())
    foreign = make_evidence(version=make_commitment().versions.get())
    said = reply(first, official, disputed=True, evidence=[own.pk, draft.pk, foreign.pk])
    assert list(said.evidence.all()) == [own]
    with pytest.raises(NotReady, match="F1"):
        send_replies(application=fresh(case), by=approver)
    reply(first, official, disputed=True, text="We do more.", evidence=[own.pk])

    send_replies(application=fresh(case), by=approver)

    assert fresh(case).state == "second_look"


def test_somebody_else_looks_again_and_the_last_look_goes_on(city, approver):
    case = make_answering_case(city=city, state="second_look", author=approver)
    first, second, third = make_findings(case)
    people = [seat.member.user for seat in seats_of(case)]
    for row in (first, second):
        make_reply(row)
    with pytest.raises(NotAllowed):
        look_again(finding=first, by=people[0], values=MET)
    with pytest.raises(Stale):
        look_again(finding=third, by=people[1], values=MET)
    with pytest.raises(ValidationError):
        look_again(finding=first, by=people[1], values=MET | {"answer": "not_ours"})

    look = look_again(finding=first, by=people[1], values=MET)
    assert look_again(finding=first, by=people[1], values=MET).pk == look.pk  # a double click
    with pytest.raises(LookedAlready):
        look_again(finding=first, by=people[2], values=MET | {"reasons": "I see it differently."})
    assert fresh(case).state == "second_look"
    look_again(finding=second, by=people[1], values=MET)

    assert fresh(case).state == "deciding"
    assert mails("label_second_look") == 6
    assert panel_room(seat_at_desk(people[3], case.reference)).item("F1").finding.second_look.answer == "met"


def test_without_a_reply_in_time_the_findings_stand_and_everybody_hears(city, approver):
    case = make_answering_case(city=city, state="reply", author=approver)
    make_reply(make_findings(case)[0], sent_at=None)
    clock = start_clock(case, "reply", "answer")

    assert close_what_is_over(today=clock.due_on) == 0
    assert close_what_is_over(today=clock.due_on + dt.timedelta(days=1)) == 1

    assert fresh(case).state == "deciding"
    assert mails("label_reply_over") == 6
    assert findings_as_final(fresh(case))[0].reply == ""  # what was not sent stays with the city
