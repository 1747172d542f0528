"""32 people at once in one panel: one answer, one sending, one second look, and nobody who just left."""

import pytest
from django.db import transaction
from django.utils import timezone

from core import audit
from labels.actions.findings import agree, send_panel_answer
from labels.actions.locking import lock
from labels.actions.replies import LookedAlready, look_again
from labels.models import PanelAnswer, PanelMember, SecondLook
from labels.queries.findings import seen_of
from review.workflow import NotAllowed, Stale
from tests.factories import make_pool_member, seat
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.labels.conftest import fresh
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MET = {"answer": "met", "reasons": "Every text names it.", "language": "en"}


def big_panel(case, people=32):
    """A panel of so many."""
    for place in range(len(seats_of(case)) + 1, people + 1):
        seat(make_pool_member(), case, place=place)
    return seats_of(case)


def test_one_answer_is_sent_once(city):
    case = make_answering_case(city=city)
    person, criterion = seats_of(case)[0].member.user, case.scheme.criteria.get(code="F1")

    outcomes = run_at_once(
        *[
            lambda n=n: send_panel_answer(
                application=fresh(case),
                criterion=criterion,
                by=person,
                revision=0,
                values=MET | {"reasons": f"Try {n}"},
            )
            for n in range(32)
        ]
    )

    won = [outcome for outcome in outcomes if isinstance(outcome, PanelAnswer)]
    assert len(won) == 1
    assert {type(outcome) for outcome in outcomes if outcome not in won} == {Stale}
    assert PanelAnswer.objects.get().reasons == won[0].reasons


def test_all_agree_at_once_and_the_findings_go_out_once(city):
    case = make_answering_case(city=city)
    people = [row.member.user for row in big_panel(case)]
    make_answers(case)
    seen = seen_of(make_findings(case))

    outcomes = run_at_once(*[lambda by=by: agree(application=fresh(case), by=by, seen=seen) for by in people])

    assert outcomes.count(True) == 1
    assert outcomes.count(False) == 16
    assert {type(outcome) for outcome in outcomes} == {bool, Stale}
    assert case.status_changes.filter(transition="send_findings").count() == 1
    assert case.panel.filter(agreed_at__isnull=False).count() == 17
    assert list(audit.verify()) == []


def test_who_is_removed_while_sending_has_sent_before_or_not_at_all(city):
    case = make_answering_case(city=city)
    seats, criterion = big_panel(case, 16), case.scheme.criteria.get(code="F1")

    def remove(row):
        with transaction.atomic():  # as every removal: the application first, then the seat
            lock(fresh(case))
            PanelMember.objects.filter(pk=row.pk).update(state="declined", left_at=timezone.now())

    acts = [lambda row=row: remove(row) for row in seats]
    acts += [
        lambda by=row.member.user: send_panel_answer(
            application=fresh(case), criterion=criterion, by=by, revision=0, values=MET
        )
        for row in seats
    ]
    outcomes = run_at_once(*acts)

    sent = [outcome for outcome in outcomes if isinstance(outcome, PanelAnswer)]
    assert {type(outcome) for outcome in outcomes} <= {type(None), PanelAnswer, NotAllowed}
    assert PanelAnswer.objects.count() == len(sent)
    left = dict(PanelMember.objects.values_list("pk", "left_at"))
    assert all(row.sent_at <= left[row.member_id] for row in sent)


def test_one_second_look_counts(city):
    case = make_answering_case(city=city, state="second_look")
    seats = big_panel(case)
    finding = make_findings(case)[0]
    make_reply(finding)

    outcomes = run_at_once(
        *[
            lambda by=row.member.user: look_again(finding=finding, by=by, values=MET | {"reasons": f"{by.pk}"})
            for row in seats
        ]
    )

    assert sum(isinstance(outcome, SecondLook) for outcome in outcomes) == 1
    assert SecondLook.objects.count() == 1
    assert {type(outcome) for outcome in outcomes} <= {SecondLook, LookedAlready, NotAllowed, Stale}
    assert case.status_changes.filter(transition="finish_second_look").count() == 1
