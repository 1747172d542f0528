"""Many at once about one draw and one seat."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import audit
from labels.actions.declaring import declare_about_case
from labels.actions.draws import announce_draw, hold_draw, list_candidates
from labels.actions.findings import send_panel_answer
from labels.actions.seating import decline_seat, propose_removal, remove_member
from labels.models import DecisionEntry, LabelApplication, PanelAnswer, PanelDraw, PanelMember
from labels.queries.draws import empty_seats, seated_in
from labels.queries.log import log_faults
from labels.queries.verifying import panel_faults
from review.workflow import NotAllowed, Stale
from tests.factories import make_panel_case, make_pool, make_user
from tests.factories.findings import make_answering_case
from tests.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(city, monkeypatch):
    """A case with a listed draw whose day is over."""
    found = make_panel_case(city=city)
    make_pool(found, each=4)
    announce_draw(application=found, by=None)
    PanelDraw.objects.update(draw_on=timezone.now().astimezone(dt.UTC).date())
    list_candidates(application=found)
    later = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    return found


def fresh(case) -> LabelApplication:
    return LabelApplication.objects.select_related("city", "scheme").get(pk=case.pk)


def test_32_runs_hold_one_draw(case):
    outcomes = run_at_once(*[lambda: hold_draw(application=fresh(case))] * 32)

    assert sum(isinstance(outcome, PanelDraw) for outcome in outcomes) == 1
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (PanelMember.objects.count(), DecisionEntry.objects.filter(act="panel_drawn").count()) == (5, 1)
    assert panel_faults(fresh(case)) == list(log_faults()) == list(audit.verify()) == []


@pytest.mark.parametrize("way", ["conflict", "declined"])
def test_who_leaves_while_sending_an_answer_has_sent_it_before_or_not_at_all(city, way):
    case = make_answering_case(city=city)
    held = case.panel.select_related("member__user", "application").first()
    person, criterion = held.member.user, case.scheme.criteria.get(code="F1")
    values = {"answer": "met", "reasons": "Every text names it.", "language": "en"}

    def leave():
        if way == "declined":
            decline_seat(seat=PanelMember.objects.select_related("application").get(pk=held.pk), by=person)
        else:
            declare_about_case(application=fresh(case), by=person, says="hard", reason="They offered me a post.")

    def send():
        return send_panel_answer(application=fresh(case), criterion=criterion, by=person, revision=0, values=values)

    outcomes = run_at_once(*[send] * 24, *[leave] * 8)

    held.refresh_from_db()
    assert held.state != "seated"
    assert {type(row) for row in outcomes if isinstance(row, Exception)} <= {Stale, NotAllowed, ValidationError}
    assert PanelAnswer.objects.count() == (sum(isinstance(row, PanelAnswer) for row in outcomes) > 0)
    with pytest.raises((NotAllowed, Stale)):
        send_panel_answer(application=fresh(case), criterion=criterion, by=person, revision=1, values=values)
    assert list(log_faults()) == list(audit.verify()) == []


def test_a_seat_is_freed_once_and_filled_once_however_many_want_it(case):
    hold_draw(application=case)
    held = seated_in(case)[0]
    first = make_user("First", roles=("reviewer",))
    propose_removal(obj=held, by=first, note="Does not answer.")
    people = [make_user(f"Decider {n}", roles=("decider",)) for n in range(11)]

    def seat():
        return PanelMember.objects.select_related("application", "member__user").get(pk=held.pk)

    acts = [lambda by=by: remove_member(obj=seat(), by=by) for by in people]
    acts += [lambda: decline_seat(seat=seat(), by=held.member.user)] * 11
    says = {"by": held.member.user, "says": "hard", "reason": "They offered me a post."}
    acts += [lambda: declare_about_case(application=fresh(case), **says)] * 10
    outcomes = run_at_once(*acts)

    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} <= {Stale, NotAllowed}
    held.refresh_from_db()
    assert held.state in ("declined", "removed")
    assert (PanelMember.objects.count(), len(seated_in(case)), empty_seats(case)) == (6, 5, [])
    assert DecisionEntry.objects.filter(act="panel_replaced").count() == 1
    assert panel_faults(fresh(case)) == list(log_faults()) == list(audit.verify()) == []
