"""32 people at once in one panel: one answer, one sending, one second look, and nobody who just left."""

import pytest

from core import audit
from labels.actions.findings import (
    StaleFinding,
    StalePanelAnswer,
    agree,
    save_finding,
    save_panel_answer,
    send_panel_answer,
)
from labels.actions.panel_drafts import StaleDraft, save_panel_draft
from labels.actions.replies import LookedAlready, look_again
from labels.actions.seating import propose_removal, remove_member
from labels.models import Finding, PanelAnswer, PanelDraft, PanelMember, SecondLook
from labels.queries.findings import seen_of
from labels.queries.log import log_faults
from review.workflow import NotAllowed, Stale
from tests.factories import make_pool_member, make_user, seat
from tests.factories.findings import make_answering_case, make_answers, make_findings, make_reply, seats_of
from tests.labels.conftest import fresh
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MET = {"answer": "met", "reasons": "Every text names it.", "language": "en"}
LATER = MET | {"reasons": "Somebody else goes on."}


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


def removals(row):
    """What eight deciders do at once to a member whom a reviewer proposed to remove."""
    propose_removal(obj=seat_again(row), by=make_user("Rio Reviewer", roles=("reviewer",)), note="Does not answer.")
    people = [make_user(f"Dan Decider {number}", roles=("decider",)) for number in range(8)]
    return [lambda by=by: remove_member(obj=seat_again(row), by=by) for by in people]


def seat_again(row):
    return PanelMember.objects.select_related("application", "member__user").get(pk=row.pk)


def removed_once(row, outcomes):
    """Whether one of the many removed the member; the others, and whoever came after, were told."""
    row = seat_again(row)
    assert (row.state, row.removed_by_id is not None) == ("removed", True)
    steps = row.status_changes.filter(transition="remove").count()
    kinds = {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)}
    return steps == 1 and kinds <= {Stale, NotAllowed, StalePanelAnswer, StaleFinding, StaleDraft}


@pytest.mark.parametrize("way", ["save", "send"])
def test_who_is_removed_by_two_people_while_writing_an_answer_has_sent_it_before_or_not_at_all(city, way):
    case = make_answering_case(city=city)
    held, criterion = seats_of(case)[0], case.scheme.criteria.get(code="F1")
    act = send_panel_answer if way == "send" else save_panel_answer
    says = {"criterion": criterion, "by": held.member.user, "revision": 0, "values": MET}

    outcomes = run_at_once(*removals(held), *[lambda: act(application=fresh(case), **says)] * 24)

    assert removed_once(held, outcomes)
    done = [outcome for outcome in outcomes if isinstance(outcome, PanelAnswer)]
    assert PanelAnswer.objects.count() == bool(done)
    assert all(row.updated_at <= seat_again(held).left_at for row in PanelAnswer.objects.all())
    with pytest.raises(NotAllowed):
        act(application=fresh(case), **says | {"revision": 1})
    assert list(log_faults()) == list(audit.verify()) == []


def test_who_is_removed_by_two_people_while_writing_a_finding_has_written_it_before_or_not_at_all(city):
    case = make_answering_case(city=city)
    make_answers(case)
    held, criterion = seats_of(case)[0], case.scheme.criteria.get(code="F1")
    says = {"criterion": criterion, "by": held.member.user, "revision": 0, "values": MET}
    acts = [lambda: save_finding(application=fresh(case), **says)] * 12
    acts += [lambda: save_panel_draft(application=fresh(case), kind="finding", base=0, **says)] * 12

    outcomes = run_at_once(*removals(held), *acts)

    assert removed_once(held, outcomes)
    written = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    assert Finding.objects.count() == bool(written)
    for row in [*Finding.objects.all(), *PanelDraft.objects.all()]:
        assert row.updated_at <= seat_again(held).left_at
    for act, more in ((save_finding, {}), (save_panel_draft, {"kind": "finding", "base": 0})):
        with pytest.raises(NotAllowed):
            act(application=fresh(case), **says, **more)
    other = seats_of(case)[0]
    kept = save_finding(
        application=fresh(case), **says | {"by": other.member.user, "revision": bool(written), "values": LATER}
    )
    assert kept.author_id == other.pk
    assert list(log_faults()) == list(audit.verify()) == []


def test_a_draft_saved_in_32_windows_at_once_is_one(city):
    case = make_answering_case(city=city)
    person, criterion = seats_of(case)[0].member.user, case.scheme.criteria.get(code="F1")

    def save(n):
        return save_panel_draft(
            application=fresh(case), criterion=criterion, kind="finding", by=person, revision=0, base=0,
            values=MET | {"reasons": f"Try {n}"},
        )  # fmt: skip

    outcomes = run_at_once(*[lambda n=n: save(n) for n in range(32)])

    won = [outcome for outcome in outcomes if isinstance(outcome, PanelDraft)]
    assert len(won) == 1
    assert {type(outcome) for outcome in outcomes if outcome not in won} == {StaleDraft}
    assert PanelDraft.objects.get().reasons == won[0].reasons


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
